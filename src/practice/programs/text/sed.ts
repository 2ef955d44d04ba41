import type { ProgramContext } from '../../process/process.ts';
import { defineProgram, helpText } from '../define-program.ts';
import type { AnyCall } from '../define-program.ts';
import { openInput, pathOf } from '../inputs.ts';
import { fromBytes, readAll, splitLines, toBytes, write } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { parseScript, UnknownLabel } from './sed-parse.ts';
import { SedSyntaxError } from './sed-reader.ts';
import { runScript } from './sed-run.ts';
import type { SedInput, SedOutput, SedState } from './sed-run.ts';
import type { Script } from './sed-script.ts';

const options = {
  quiet: { short: 'n', long: 'quiet', help: 'suppress automatic printing of pattern space' },
  silent: { long: 'silent', help: 'same as --quiet' },
  expression: { short: 'e', long: 'expression', value: 'script', help: 'add the script to the commands to be executed' },
  file: { short: 'f', long: 'file', value: 'script-file', help: 'add the contents of script-file to the commands' },
  extended: { short: 'E', long: 'regexp-extended', help: 'use extended regular expressions in the script' },
  extendedToo: { short: 'r', help: 'same as -E' },
  inPlace: { short: 'i', long: 'in-place', value: 'SUFFIX', optional: true, help: 'edit files in place (makes backup if SUFFIX supplied)' },
  posix: { long: 'posix', help: '(ignored)' },
  separate: { short: 's', long: 'separate', help: 'consider files as separate rather than as a single stream' },
  unbuffered: { short: 'u', long: 'unbuffered', help: 'load minimal amounts of data (always so here)' },
  zero: { short: 'z', long: 'null-data', help: 'separate lines by NUL characters' },
} as const;

const description = {
  usage: 'NAME [OPTION]... {script-only-if-no-other-script} [input-file]...',
  summary: 'Edit a stream of text line by line.',
  version: '(GNU sed) 4.9',
  usageHint: 'Usage: NAME [OPTION]... {script-only-if-no-other-script} [input-file]...',
  unsupported: 'bl',
  options,
};

export const sed = defineProgram(description, async (call) => {
  const { context, values, occurrences, complain } = call;
  const operands = [...call.operands];
  const texts: string[] = [];
  for (const { name, value } of occurrences) {
    if (name === 'expression') texts.push(toBytes(value));
    if (name !== 'file') continue;
    try {
      texts.push((await readAll(await openInput(context, value))).toString('latin1').replace(/\n$/, ''));
    } catch (error) {
      await complain(`couldn't open file ${value}: ${reasonOf(error)}`);
      return 1;
    }
  }
  if (texts.length === 0) {
    const first = operands.shift();
    if (first === undefined) {
      await write(context.stderr, Buffer.from(helpText(call.name, description)), context.ended);
      return 1;
    }
    texts.push(toBytes(first));
  }
  let script: Script;
  try {
    script = parseScript(joinContinued(texts), values.extended || values.extendedToo ? 'extended' : 'basic');
  } catch (error) {
    if (!(error instanceof SedSyntaxError) && !(error instanceof UnknownLabel)) throw error;
    await complain(error.message);
    return error instanceof UnknownLabel ? 4 : 1;
  }
  const separator = values.zero ? '\0' : '\n';
  const quiet = values.quiet || values.silent || /^#n(\n|$)/.test(texts[0] ?? '');
  const state: SedState = { hold: '', lastFinder: undefined };
  const files = operands.length === 0 ? ['-'] : operands;
  const outcome = { status: 0 };
  const opened = await openOutputs(call, script);
  if (opened === undefined) return 4;

  if (values.inPlace === undefined && !values.separate) {
    const output = createOutput(context, separator, opened, (text) => write(context.stdout, text, context.ended));
    const input = createInput(call, files, separator, outcome);
    const ended = await runScript(script, input, output, { quiet }, state);
    return ended ?? outcome.status;
  }
  for (const name of files) {
    const ended = await editOne(name, opened);
    if (ended !== undefined) return ended;
  }
  return outcome.status;

  async function editOne(name: string, opened: Set<string>): Promise<number | undefined> {
    const collected: string[] = [];
    const inPlace = values.inPlace !== undefined;
    if (inPlace && !(await isRegularFile(call, name, outcome))) return undefined;
    const emit = (text: string): Promise<void> => {
      if (!inPlace) return write(context.stdout, text, context.ended);
      collected.push(text);
      return Promise.resolve();
    };
    const input = createInput(call, [name], separator, outcome);
    const ended = await runScript(script, input, createOutput(context, separator, opened, emit), { quiet }, state);
    if (!inPlace) return ended;
    await replaceFile(call, name, collected.join(''), values.inPlace, outcome);
    return ended;
  }
});

/** A backslash at the end of an `-e` goes on in the next one: `-e 'a\' -e 'text'`. */
function joinContinued(texts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const text of texts) {
    const last = joined.at(-1);
    if (last !== undefined && /(^|[^\\])(\\\\)*\\$/.test(last)) joined[joined.length - 1] = `${last}\n${text}`;
    else joined.push(text);
  }
  return joined;
}

function createInput(call: AnyCall, files: readonly string[], separator: string, outcome: { status: number }): SedInput {
  const waiting = [...files];
  let current = '-';
  let lines: AsyncIterator<{ text: string; terminated: boolean }> | undefined;
  let ahead: { line: { text: string; terminated: boolean } | undefined } | undefined;

  async function pull(): Promise<{ text: string; terminated: boolean } | undefined> {
    for (;;) {
      if (lines === undefined) {
        const name = waiting.shift();
        if (name === undefined) return undefined;
        try {
          lines = splitLines(await openInput(call.context, name), separator)[Symbol.asyncIterator]();
          current = name;
        } catch (error) {
          const reason = reasonOf(error);
          // A directory ends GNU sed at once; what is missing is passed over.
          const isDirectory = reason === 'Is a directory';
          await call.complain(isDirectory ? `read error on ${name}: ${reason}` : `can't read ${name}: ${reason}`);
          outcome.status = isDirectory ? 4 : 2;
          if (isDirectory) waiting.length = 0;
          continue;
        }
      }
      const result = await lines.next();
      if (result.done !== true) {
        // Only the very last line may lack its newline.
        return result.value;
      }
      lines = undefined;
    }
  }
  return {
    async next() {
      if (ahead === undefined) return pull();
      const { line } = ahead;
      ahead = undefined;
      return line;
    },
    async isLast() {
      ahead ??= { line: await pull() };
      return ahead.line === undefined;
    },
    name: () => current,
  };
}

function createOutput(context: ProgramContext, separator: string, written: Set<string>, emit: (text: string) => Promise<void>): SedOutput {
  // A line that came without its newline gets one only when something follows it.
  let owesNewline = false;
  const start = (): string => {
    const before = owesNewline ? separator : '';
    owesNewline = false;
    return before;
  };
  return {
    async line(text, terminated) {
      const before = start();
      owesNewline = !terminated;
      await emit(before + text + (terminated ? separator : ''));
    },
    async raw(text) {
      if (text !== '') await emit(start() + text);
    },
    async toFile(file, text) {
      if (file === '/dev/stdout') await emit(`${start()}${text}\n`);
      else if (file === '/dev/stderr') await write(context.stderr, `${text}\n`, context.ended);
      else if (written.has(file))
        await context.system.fileSystem.writeFile(pathOf(context, fromBytes(file)), Buffer.from(`${text}\n`, 'latin1'), { append: true });
    },
    async readFile(file) {
      try {
        return (await readAll(await openInput(context, file === '/dev/stdin' ? '-' : fromBytes(file)))).toString('latin1');
      } catch (error) {
        reasonOf(error);
        return undefined;
      }
    },
  };
}

/** Empties the files of `w`; undefined after a complaint. */
async function openOutputs({ context, complain }: AnyCall, script: Script): Promise<Set<string> | undefined> {
  const opened = new Set<string>();
  for (const file of script.outputs) {
    if (file === '/dev/stdout' || file === '/dev/stderr') continue;
    try {
      await context.system.fileSystem.writeFile(pathOf(context, fromBytes(file)), '');
      opened.add(file);
    } catch (error) {
      await complain(`couldn't open file ${file}: ${reasonOf(error)}`);
      return undefined;
    }
  }
  return opened;
}

async function isRegularFile({ context, complain }: AnyCall, name: string, outcome: { status: number }): Promise<boolean> {
  try {
    const { kind } = await context.system.fileSystem.stat(pathOf(context, name));
    if (kind === 'file') return true;
    await complain(`couldn't edit ${name}: not a regular file`);
    outcome.status = 4;
  } catch (error) {
    await complain(`can't read ${name}: ${reasonOf(error)}`);
    outcome.status = 2;
  }
  return false;
}

async function replaceFile(
  { context, complain }: AnyCall,
  name: string,
  content: string,
  suffix: string,
  outcome: { status: number },
): Promise<void> {
  const { fileSystem } = context.system;
  const path = pathOf(context, name);
  try {
    if (suffix !== '') {
      const { mode } = await fileSystem.stat(path);
      const backup = suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix;
      await fileSystem.writeFile(pathOf(context, backup), await fileSystem.readFile(path), { mode });
    }
    await fileSystem.writeFile(path, Buffer.from(content, 'latin1'));
  } catch (error) {
    await complain(`couldn't edit ${name}: ${reasonOf(error)}`);
    outcome.status = 4;
  }
}
