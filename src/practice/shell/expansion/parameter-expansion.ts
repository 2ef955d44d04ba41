import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import { ShellError } from '../control.ts';
import { featuresOf } from '../flavour.ts';
import { expansionError } from '../messages.ts';
import type { Shell } from '../state.ts';
import { assignVariable, evaluate, unsetError } from './assign.ts';
import { elementKeys, elementValue, parameterValue, separatorsOf } from './parameters.ts';
import type { ParameterValue } from './parameters.ts';
import { expandedPiece, quotedPiece } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { caseModified, removed, replaced } from './text-operations.ts';
import { quoteForShell } from './quoting.ts';

/** How the words inside `${…}` are expanded; given by the word expansion, which in turn needs this one. */
export interface OperandExpansion {
  pieces(word: Word, quoted: boolean): Promise<Piece[]>;
  text(word: Word): Promise<string>;
  pattern(word: Word): Promise<string>;
}

/** `${…}` in all its forms. Throws ShellError for one that cannot be made. */
export async function expandParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  quoted: boolean,
  operands: OperandExpansion,
): Promise<Piece[]> {
  const { parameter, prefix, operation } = part;
  checkSupport(shell, part);
  const index = part.index === undefined ? undefined : await indexText(shell, parameter, part.index, operands);
  if (prefix === '!' && operation?.type === 'Names') return names(shell, parameter, operation.operator, quoted);
  if (prefix === '!' && (index === '@' || index === '*')) {
    return listPieces(shell, { kind: 'list', items: elementKeys(shell, parameter), isJoined: index === '*' }, quoted);
  }
  const target = prefix === '!' ? indirectName(shell, parameter) : parameter;
  const value = index === undefined ? parameterValue(shell, target) : elementValue(shell, target, index);
  if (prefix === '#' && operation === undefined) return [piece(length(shell, target, value), quoted)];
  if (operation?.type === 'Default') return withDefault(shell, target, index, value, operation, quoted, operands);
  checkSet(shell, target, value);
  if (operation === undefined) return valuePieces(shell, value, quoted);
  return valuePieces(shell, await operated(shell, target, value, operation, operands), quoted);
}

/** `$x` and `${x}`. */
export function expandSimple(shell: Shell, name: string, quoted: boolean): Piece[] {
  const value = parameterValue(shell, name);
  checkSet(shell, name, value);
  return valuePieces(shell, value, quoted);
}

function checkSupport(shell: Shell, part: ParameterExpansionPart): void {
  const { bashWords, bashOnly } = featuresOf(shell.flavour);
  const type = part.operation?.type;
  const isBashOnly =
    part.prefix === '!' || part.index !== undefined || type === 'CaseModification' || type === 'Transform' || type === 'Names';
  const isBashWord = type === 'Replace' || type === 'Slice';
  const isValid = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])$/.test(part.parameter) && type !== 'Unknown';
  if (isValid && (bashOnly || !isBashOnly) && (bashWords || !isBashWord)) return;
  if (shell.flavour === 'bash') throw expansionError(shell, `${part.text}: bad substitution`);
  throw expansionError(shell, shell.flavour === 'dash' ? 'Bad substitution' : 'syntax error: bad substitution');
}

function checkSet(shell: Shell, name: string, value: ParameterValue): void {
  if (value.kind === 'unset' && shell.options.nounset) throw unsetError(shell, name);
}

async function indexText(shell: Shell, name: string, index: Word, operands: OperandExpansion): Promise<string> {
  if (index.text === '@' || index.text === '*') return index.text;
  const text = await operands.text(index);
  return shell.variables.find(name)?.isKeyed === true ? text : evaluate(shell, text).toString();
}

function indirectName(shell: Shell, name: string): string {
  const value = parameterValue(shell, name);
  if (value.kind !== 'text') throw expansionError(shell, `${name}: invalid indirect expansion`);
  return value.text;
}

function names(shell: Shell, prefix: string, operator: '@' | '*', quoted: boolean): Piece[] {
  const items = shell.variables.names().filter((name) => name.startsWith(prefix));
  return listPieces(shell, { kind: 'list', items, isJoined: operator === '*' }, quoted);
}

function length(shell: Shell, name: string, value: ParameterValue): string {
  checkSet(shell, name, value);
  if (value.kind === 'list') return String(value.items.length);
  if (value.kind === 'unset') return '0';
  return String(shell.flavour === 'dash' ? Buffer.byteLength(value.text) : Array.from(value.text).length);
}

async function withDefault(
  shell: Shell,
  name: string,
  index: string | undefined,
  value: ParameterValue,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  quoted: boolean,
  operands: OperandExpansion,
): Promise<Piece[]> {
  const isNullUnset = operation.operator.startsWith(':');
  const isUnset = value.kind === 'unset' || (value.kind === 'list' && value.items.length === 0);
  const isNull = value.kind === 'text' ? value.text === '' : value.kind === 'list' && value.items.join('') === '' && value.items.length < 2;
  const usesWord = isUnset || (isNullUnset && isNull);
  switch (operation.operator.at(-1)) {
    case '+':
      return usesWord ? [] : operands.pieces(operation.operand, quoted);
    case '=': {
      if (!usesWord) return valuePieces(shell, value, quoted);
      const text = await operands.text(operation.operand);
      assignVariable(shell, name, text, index);
      return [piece(text, quoted)];
    }
    case '?': {
      if (!usesWord) return valuePieces(shell, value, quoted);
      const given = await operands.text(operation.operand);
      const bash = isNullUnset ? 'parameter null or not set' : 'parameter not set';
      const message = given !== '' ? given : shell.flavour === 'bash' ? bash : `parameter not set${isNullUnset ? ' or null' : ''}`;
      const status = shell.flavour !== 'bash' ? 2 : shell.input === 'command' ? 127 : 1;
      throw new ShellError(`${name}: ${message}`, { status, scope: 'script' });
    }
    default:
      return usesWord ? operands.pieces(operation.operand, quoted) : valuePieces(shell, value, quoted);
  }
}

async function operated(
  shell: Shell,
  name: string,
  value: ParameterValue,
  operation: Exclude<ParameterOperation, { type: 'Default' }>,
  operands: OperandExpansion,
): Promise<ParameterValue> {
  switch (operation.type) {
    case 'Remove': {
      const pattern = await operands.pattern(operation.operand);
      return eachItem(value, (text) => removed(text, operation.operator, pattern));
    }
    case 'Replace': {
      const pattern = await operands.pattern(operation.pattern);
      const replacement = await operands.text(operation.replacement);
      return eachItem(value, (text) => replaced(text, operation.operator, pattern, replacement));
    }
    case 'Slice': {
      const offset = Number(evaluate(shell, await operands.text(operation.offset)));
      const count = operation.length === undefined ? undefined : Number(evaluate(shell, await operands.text(operation.length)));
      return slice(shell, name, value, offset, count);
    }
    case 'CaseModification': {
      const pattern = operation.operand === undefined ? '?' : await operands.pattern(operation.operand);
      return eachItem(value, (text) => caseModified(text, operation.operator, pattern === '' ? '?' : pattern));
    }
    case 'Transform':
      if (value.kind === 'unset') return value;
      return eachItem(value, (text) => transformed(shell, text, operation.operand.text));
    default:
      return value;
  }
}

function transformed(shell: Shell, text: string, operator: string): string {
  switch (operator) {
    case 'Q':
      return quoteForShell(text, 'always');
    case 'U':
      return text.toUpperCase();
    case 'L':
      return text.toLowerCase();
    case 'u':
      return text.charAt(0).toUpperCase() + text.slice(1);
    default:
      throw expansionError(shell, `@${operator}: not supported on the practice device`);
  }
}

function slice(shell: Shell, name: string, value: ParameterValue, offset: number, count: number | undefined): ParameterValue {
  if (value.kind === 'unset') return value;
  // `${@:0}` starts with $0.
  const items = value.kind === 'text' ? Array.from(value.text) : name === '@' || name === '*' ? [shell.name, ...value.items] : value.items;
  const start = offset < 0 ? items.length + offset : offset;
  if (start < 0) return value.kind === 'text' ? { kind: 'text', text: '' } : { ...value, items: [] };
  if (start > items.length) return value.kind === 'text' ? { kind: 'text', text: '' } : { ...value, items: [] };
  const end = count === undefined ? items.length : count < 0 ? items.length + count : start + count;
  if (end < start) throw expansionError(shell, `${String(count)}: substring expression < 0`);
  const taken = items.slice(start, end);
  return value.kind === 'text' ? { kind: 'text', text: taken.join('') } : { ...value, items: taken };
}

function eachItem(value: ParameterValue, change: (text: string) => string): ParameterValue {
  if (value.kind === 'unset') return { kind: 'text', text: change('') };
  return value.kind === 'text' ? { kind: 'text', text: change(value.text) } : { ...value, items: value.items.map(change) };
}

function valuePieces(shell: Shell, value: ParameterValue, quoted: boolean): Piece[] {
  if (value.kind === 'list') return listPieces(shell, value, quoted);
  return [piece(value.kind === 'text' ? value.text : '', quoted)];
}

function listPieces(shell: Shell, value: Extract<ParameterValue, { kind: 'list' }>, quoted: boolean): Piece[] {
  const separators = separatorsOf(shell);
  if (quoted && value.isJoined) return [quotedPiece(value.items.join(separators.charAt(0)))];
  return value.items.flatMap((item, index) => [...(index === 0 ? [] : [{ kind: 'break' } as const]), piece(item, quoted)]);
}

function piece(text: string, quoted: boolean): Piece {
  return quoted ? quotedPiece(text) : expandedPiece(text);
}
