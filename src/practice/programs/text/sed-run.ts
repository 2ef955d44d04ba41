import type { Finder } from './longest-match.ts';
import type { Address, Command, Expression, Script, Substitution } from './sed-script.ts';
import { substituteText, unambiguousText } from './sed-text.ts';

/** Where lines come from, one at a time. */
export interface SedInput {
  next(): Promise<{ text: string; terminated: boolean } | undefined>;
  isLast(): Promise<boolean>;
  /** The file that the current line is of; `-` for standard input. */
  name(): string;
}

export interface SedOutput {
  /** One line of the result; a newline is added where `terminated` says so. */
  line(text: string, terminated: boolean): Promise<void>;
  /** Content as it is. */
  raw(text: string): Promise<void>;
  /** One line to a file of `w`. */
  toFile(file: string, text: string): Promise<void>;
  /** A file's content for `r`; undefined where it cannot be read. */
  readFile(file: string): Promise<string | undefined>;
}

export interface SedOptions {
  quiet: boolean;
}

/** A state that outlives one file (`-s`, `-i` start the same script again). */
export interface SedState {
  hold: string;
  lastFinder: Finder | undefined;
}

/** Runs a script over an input. Resolves with the exit status where `q` ended it. */
export async function runScript(
  script: Script,
  input: SedInput,
  output: SedOutput,
  options: SedOptions,
  state: SedState,
): Promise<number | undefined> {
  let lineNumber = 0;
  let pattern = '';
  let terminated = true;
  let appended: ({ text: string } | { file: string })[] = [];
  let keepPattern = false;

  async function read(): Promise<boolean> {
    const line = await input.next();
    if (line === undefined) return false;
    pattern = line.text;
    terminated = line.terminated;
    lineNumber += 1;
    return true;
  }

  async function flushAppended(): Promise<void> {
    const waiting = appended;
    appended = [];
    for (const one of waiting) {
      if ('text' in one) await output.raw(one.text);
      else await output.raw((await output.readFile(one.file)) ?? '');
    }
  }

  function finderOf(expression: Expression): Finder {
    state.lastFinder = expression.find ?? state.lastFinder;
    return state.lastFinder ?? (() => undefined);
  }

  async function matchesAddress(address: Address): Promise<boolean> {
    switch (address.kind) {
      case 'line':
        return lineNumber === address.line;
      case 'last':
        return input.isLast();
      case 'step':
        return address.step <= 0
          ? lineNumber === address.first
          : lineNumber >= address.first && (lineNumber - address.first) % address.step === 0;
      case 'pattern':
        return finderOf(address.expression)(pattern, 0) !== undefined;
    }
  }

  async function isSelected(command: Command): Promise<boolean> {
    const { first, second, range } = command;
    if (first === undefined) return true;
    if (second === undefined) return matchesAddress(first);
    if (range.active) {
      if (range.endLine !== undefined) {
        if (lineNumber >= range.endLine) range.active = false;
        return lineNumber <= range.endLine;
      }
      if (
        second.kind === 'line'
          ? lineNumber >= second.line
          : second.kind === 'last' || second.kind === 'pattern' || second.kind === 'step'
            ? await matchesAddress(second)
            : true
      ) {
        range.active = false;
        return second.kind !== 'line' || lineNumber <= second.line;
      }
      return true;
    }
    if (!(await matchesAddress(first))) return false;
    range.endLine = undefined;
    if (second.kind === 'plus') range.endLine = lineNumber + second.count;
    else if (second.kind === 'multiple') range.endLine = second.of <= 0 ? lineNumber : Math.ceil(lineNumber / second.of) * second.of;
    const isOneLine = (second.kind === 'line' && second.line <= lineNumber) || (range.endLine !== undefined && range.endLine <= lineNumber);
    range.active = !isOneLine;
    return true;
  }

  async function substitute(substitution: Substitution): Promise<boolean> {
    const changed = substituteText(pattern, finderOf(substitution.expression), substitution);
    if (changed === undefined) return false;
    pattern = changed;
    if (substitution.print) await output.line(pattern, terminated);
    if (substitution.writeTo !== undefined) await output.toFile(substitution.writeTo, pattern);
    return true;
  }

  for (;;) {
    if (!keepPattern && !(await read())) return undefined;
    keepPattern = false;
    let substituted = false;
    let printed = options.quiet;
    let ended: { status: number } | undefined;
    for (let at = 0; at < script.commands.length; at += 1) {
      const command = script.commands[at];
      if (command === undefined) break;
      const { action } = command;
      if ((await isSelected(command)) === command.negated) {
        if (action.name === '{') at = action.end;
        continue;
      }
      let nextCycle = false;
      switch (action.name) {
        case '{':
        case '}':
        case ':':
          break;
        case '=':
          await output.raw(`${String(lineNumber)}\n`);
          break;
        case 'a':
          appended.push({ text: action.text });
          break;
        case 'i':
          await output.raw(action.text);
          break;
        case 'c': {
          // Of a range only the end prints the text.
          if (command.second === undefined || command.negated || !command.range.active) await output.raw(action.text);
          printed = true;
          nextCycle = true;
          break;
        }
        case 'b':
          at = action.target - 1;
          break;
        case 't':
          if (substituted) at = action.target - 1;
          substituted = false;
          break;
        case 'T':
          if (!substituted) at = action.target - 1;
          substituted = false;
          break;
        case 'd':
          printed = true;
          nextCycle = true;
          break;
        case 'D':
          printed = true;
          nextCycle = true;
          if (pattern.includes('\n')) {
            pattern = pattern.slice(pattern.indexOf('\n') + 1);
            keepPattern = true;
          }
          break;
        case 'F':
          await output.raw(`${input.name()}\n`);
          break;
        case 'g':
          pattern = state.hold;
          break;
        case 'G':
          pattern += `\n${state.hold}`;
          break;
        case 'h':
          state.hold = pattern;
          break;
        case 'H':
          state.hold += `\n${pattern}`;
          break;
        case 'l':
          await output.raw(unambiguousText(pattern, action.width ?? 70));
          break;
        case 'n':
          // Without a next line GNU sed prints the pattern space and ends.
          if (await input.isLast()) {
            ended = { status: 0 };
            break;
          }
          if (!options.quiet) await output.line(pattern, terminated);
          await flushAppended();
          await read();
          break;
        case 'N': {
          if (await input.isLast()) {
            ended = { status: 0 };
            break;
          }
          await flushAppended();
          const before = pattern;
          await read();
          pattern = `${before}\n${pattern}`;
          break;
        }
        case 'p':
          await output.line(pattern, terminated);
          break;
        case 'P':
          await output.line(pattern.split('\n')[0] ?? '', pattern.includes('\n') || terminated);
          break;
        case 'q':
          ended = { status: action.status };
          break;
        case 'Q':
          return action.status;
        case 'r':
          appended.push({ file: action.file });
          break;
        case 's':
          if (await substitute(action.substitution)) substituted = true;
          break;
        case 'w':
          await output.toFile(action.file, pattern);
          break;
        case 'x':
          [pattern, state.hold] = [state.hold, pattern];
          break;
        case 'y':
          pattern = Array.from(pattern, (character) => action.map.get(character) ?? character).join('');
          break;
        case 'z':
          pattern = '';
          break;
      }
      if (nextCycle || ended !== undefined) break;
    }
    if (!printed) await output.line(pattern, terminated);
    await flushAppended();
    if (ended !== undefined) return ended.status;
  }
}
