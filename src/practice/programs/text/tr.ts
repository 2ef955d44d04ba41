import { defineProgram } from '../define-program.ts';
import { readChunks, write } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { complementOf, expandSet, parseSet } from './tr-sets.ts';

export const tr = defineProgram(
  {
    usage: 'NAME [OPTION]... STRING1 [STRING2]',
    summary: 'Translate, squeeze, and/or delete characters from standard input, writing to standard output.',
    version: coreutils,
    stopAtOperand: true,
    options: {
      complement: { short: 'c', long: 'complement', help: 'use the complement of STRING1' },
      complementToo: { short: 'C', help: 'use the complement of STRING1' },
      delete: { short: 'd', long: 'delete', help: 'delete characters in STRING1, do not translate' },
      squeeze: { short: 's', long: 'squeeze-repeats', help: 'replace each sequence of a repeated character of the last STRING with one' },
      truncate: { short: 't', long: 'truncate-set1', help: 'first truncate STRING1 to length of STRING2' },
    },
  },
  async ({ context, values, operands }) => {
    const [first, second, third] = operands;
    checkOperands(operands, values.delete, values.squeeze);
    const complement = values.complement || values.complementToo;
    const firstSet = parseSet(first ?? '');
    const secondSet = second === undefined ? undefined : parseSet(second);
    if (third !== undefined) throw new UsageError(`extra operand ${quote(third)}`);
    let source = expandSet(firstSet, 0);
    if (complement) source = complementOf(source);
    const target = secondSet === undefined ? [] : expandSet(secondSet, source.length);
    const translates = second !== undefined && !values.delete;
    if (translates && target.length === 0 && source.length > 0)
      throw new UsageError('when not truncating set1, string2 must be non-empty', false);
    if (values.truncate) source = source.slice(0, target.length);

    const map = new Map<string, string>();
    if (translates)
      for (const [index, character] of source.entries()) map.set(character, target[Math.min(index, target.length - 1)] ?? character);
    const deleted = new Set(values.delete ? source : []);
    const squeezed = new Set(values.squeeze ? (second === undefined ? source : target) : []);
    let last: string | undefined;
    for await (const chunk of readChunks(context.stdin, context.ended)) {
      let text = '';
      for (const character of chunk.toString('latin1')) {
        if (deleted.has(character)) continue;
        const translated = map.get(character) ?? character;
        if (translated === last && squeezed.has(translated)) continue;
        last = translated;
        text += translated;
      }
      await write(context.stdout, text, context.ended);
    }
    return 0;
  },
);

function checkOperands(operands: readonly string[], deletes: boolean, squeezes: boolean): void {
  const [first, second, third] = operands;
  if (first === undefined) throw new UsageError('missing operand');
  const needsTwo = deletes === squeezes;
  if (needsTwo && second === undefined) {
    const why = deletes
      ? 'Two strings must be given when both deleting and squeezing repeats.'
      : 'Two strings must be given when translating.';
    throw new UsageError(`missing operand after ${quote(first)}\n${why}`);
  }
  const most = deletes && !squeezes ? 1 : 2;
  const extra = most === 1 ? second : third;
  if (extra === undefined) return;
  const why = most === 1 ? '\nOnly one string may be given when deleting without squeezing repeats.' : '';
  throw new UsageError(`extra operand ${quote(extra)}${why}`);
}
