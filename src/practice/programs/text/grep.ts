import type { FileStatus } from '../../filesystem/filesystem.ts';
import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { joinName } from '../files/destination.ts';
import { openInput, pathOf } from '../inputs.ts';
import { readAll, toBytes } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { outputTerminal } from '../terminal-output.ts';
import { matchesGlob } from './glob.ts';
import { searchInput } from './grep-search.ts';
import type { SearchStyle } from './grep-search.ts';
import { createFinder } from './longest-match.ts';
import type { Finder } from './longest-match.ts';
import { escapeText, PatternError, translatePattern } from './regular-expression.ts';

const options = {
  after: { short: 'A', long: 'after-context', value: 'NUM', help: 'print NUM lines of trailing context' },
  text: { short: 'a', long: 'text', help: 'process a binary file as if it were text' },
  before: { short: 'B', long: 'before-context', value: 'NUM', help: 'print NUM lines of leading context' },
  context: { short: 'C', long: 'context', value: 'NUM', help: 'print NUM lines of output context' },
  count: { short: 'c', long: 'count', help: 'print only a count of selected lines per FILE' },
  color: {
    long: 'color',
    value: 'WHEN',
    optional: true,
    help: "use markers to highlight the matching strings: 'always', 'never', or 'auto'",
  },
  extended: { short: 'E', long: 'extended-regexp', help: 'PATTERNS are extended regular expressions' },
  pattern: { short: 'e', long: 'regexp', value: 'PATTERNS', help: 'use PATTERNS for matching' },
  exclude: { long: 'exclude', value: 'GLOB', help: 'skip files that match GLOB' },
  excludeDirectory: { long: 'exclude-dir', value: 'GLOB', help: 'skip directories that match GLOB' },
  fixed: { short: 'F', long: 'fixed-strings', help: 'PATTERNS are strings' },
  patternFile: { short: 'f', long: 'file', value: 'FILE', help: 'take PATTERNS from FILE' },
  basic: { short: 'G', long: 'basic-regexp', help: 'PATTERNS are basic regular expressions' },
  withName: { short: 'H', long: 'with-filename', help: 'print file name with output lines' },
  withoutName: { short: 'h', long: 'no-filename', help: 'suppress the file name prefix on output' },
  skipBinary: { short: 'I', help: 'a binary file does not match' },
  ignoreCase: { short: 'i', long: 'ignore-case', help: 'ignore case distinctions in patterns and data' },
  include: { long: 'include', value: 'GLOB', help: 'search only files that match GLOB (a file pattern)' },
  without: { short: 'L', long: 'files-without-match', help: 'print only names of FILEs with no selected lines' },
  lineBuffered: { long: 'line-buffered', help: 'flush output on every line (always so here)' },
  names: { short: 'l', long: 'files-with-matches', help: 'print only names of FILEs with selected lines' },
  most: { short: 'm', long: 'max-count', value: 'NUM', help: 'stop after NUM selected lines' },
  lineNumber: { short: 'n', long: 'line-number', help: 'print line number with output lines' },
  only: { short: 'o', long: 'only-matching', help: 'show only nonempty parts of lines that match' },
  quiet: { short: 'q', long: 'quiet', help: 'suppress all normal output' },
  silent: { long: 'silent', help: 'same as --quiet' },
  followAll: { short: 'R', long: 'dereference-recursive', help: 'likewise, but follow all symlinks' },
  recursive: { short: 'r', long: 'recursive', help: 'search directories recursively' },
  noMessages: { short: 's', long: 'no-messages', help: 'suppress error messages' },
  invert: { short: 'v', long: 'invert-match', help: 'select non-matching lines' },
  word: { short: 'w', long: 'word-regexp', help: 'match only whole words' },
  line: { short: 'x', long: 'line-regexp', help: 'match only whole lines' },
  ignoreCaseToo: { short: 'y', help: 'same as -i' },
  zero: { short: 'z', long: 'null-data', help: 'a data line ends in 0 byte, not newline' },
} as const;

export const grep = makeGrep('basic');
export const egrep = makeGrep('extended');
export const fgrep = makeGrep('fixed');

function makeGrep(usual: 'basic' | 'extended' | 'fixed'): Program {
  return defineProgram(
    {
      usage: 'NAME [OPTION]... PATTERNS [FILE]...',
      summary: 'Search for PATTERNS in each FILE.',
      version: '(GNU grep) 3.11',
      usageStatus: 2,
      usageHint: "Usage: NAME [OPTION]... PATTERNS [FILE]...\nTry 'NAME --help' for more information.",
      unsupported: 'bdDPTuUVZ',
      options,
      // `-3` is `-C 3`.
      prepare: (given) =>
        given.map((argument, index) =>
          /^-\d+$/.test(argument) && !given.slice(0, index).includes('--') ? `-C${argument.slice(1)}` : argument,
        ),
    },
    async (call) => {
      const { context, values, occurrences } = call;
      const operands = [...call.operands];
      const complain = (message: string): Promise<void> => (values.noMessages ? Promise.resolve() : call.complain(message));
      const patterns: string[] = call.all('pattern').flatMap((text) => toBytes(text).split('\n'));
      for (const name of call.all('patternFile')) {
        try {
          const content = (await readAll(await openInput(context, name))).toString('latin1');
          if (content !== '') patterns.push(...content.replace(/\n$/, '').split('\n'));
        } catch (error) {
          await call.complain(`${name}: ${reasonOf(error)}`);
          return 2;
        }
      }
      if (values.pattern === undefined && values.patternFile === undefined) {
        const first = operands.shift();
        if (first === undefined) return usageOnly(call.name, context.stderr);
        patterns.push(...toBytes(first).split('\n'));
      }
      const chosen = occurrences.findLast(({ name }) => name === 'extended' || name === 'fixed' || name === 'basic')?.name ?? usual;
      let find: Finder;
      try {
        find = compile(patterns, chosen, values);
      } catch (error) {
        if (!(error instanceof PatternError)) throw error;
        await call.complain(error.message);
        return 2;
      }

      const recursive = values.recursive || values.followAll;
      const implied = operands.length === 0 && recursive;
      const files = operands.length > 0 ? operands : [recursive ? '.' : '-'];
      const quiet = values.quiet || values.silent;
      const style: SearchStyle = {
        ...values,
        quiet,
        find,
        printed: { any: false },
        separator: values.zero ? '\0' : '\n',
        showNames: values.withName || (!values.withoutName && (files.length > 1 || recursive)),
        most: values.most === undefined ? Infinity : number(values.most, 'max count'),
        before: number(values.before ?? values.context ?? '0', 'context length argument'),
        after: number(values.after ?? values.context ?? '0', 'context length argument'),
        colored: values.color === 'always' || ((values.color === 'auto' || values.color === '') && outputTerminal(context) !== undefined),
      };
      const outcome = { selected: false, failed: false };
      const search = async (name: string, path: string): Promise<void> => {
        try {
          const input = await openInput(context, name === '-' ? '-' : path);
          if (await searchInput(call, input, name === '-' ? '(standard input)' : name, style)) outcome.selected = true;
        } catch (error) {
          await complain(`${name}: ${reasonOf(error)}`);
          outcome.failed = true;
        }
      };
      const descend = async (name: string, path: string, isOperand: boolean): Promise<void> => {
        if (quiet && outcome.selected) return;
        let status: FileStatus;
        try {
          status = await (isOperand || values.followAll ? context.system.fileSystem.stat(path) : context.system.fileSystem.lstat(path));
        } catch (error) {
          await complain(`${name}: ${reasonOf(error)}`);
          outcome.failed = true;
          return;
        }
        const last = name.slice(name.lastIndexOf('/') + 1);
        if (status.kind !== 'directory') {
          if (status.kind === 'symlink' || (status.kind === 'device' && !isOperand)) return;
          const includes = call.all('include');
          if (includes.length > 0 && !includes.some((glob) => matchesGlob(glob, last))) return;
          if (call.all('exclude').some((glob) => matchesGlob(glob, last))) return;
          await search(name, path);
          return;
        }
        if (!isOperand && call.all('excludeDirectory').some((glob) => matchesGlob(glob, last))) return;
        for (const child of await context.system.fileSystem.list(path)) {
          await descend(implied && isOperand ? child : joinName(name, child), joinName(path, child), false);
        }
      };
      for (const name of files) {
        if (quiet && outcome.selected) break;
        if (name === '-' || !recursive) await search(name, name);
        else await descend(name, pathOf(context, name), true);
      }
      if (outcome.failed && !(quiet && outcome.selected)) return 2;
      return outcome.selected ? 0 : 1;
    },
  );
}

function compile(
  patterns: readonly string[],
  syntax: string,
  values: { ignoreCase: boolean; ignoreCaseToo: boolean; word: boolean; line: boolean },
): Finder {
  const sources = patterns.map((pattern) => {
    const source = syntax === 'fixed' ? escapeText(pattern) : translatePattern(pattern, syntax === 'extended' ? 'extended' : 'basic');
    if (values.line) return `^(?:${source})$`;
    return values.word ? `(?<!\\w)(?:${source})(?!\\w)` : source;
  });
  // No pattern at all (an empty -f file) matches nothing.
  if (sources.length === 0) return () => undefined;
  const flags = values.ignoreCase || values.ignoreCaseToo ? 'i' : '';
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return createFinder(only, flags);
  const finders = sources.map((source) => createFinder(source, flags));
  return (subject, from) => {
    let best: ReturnType<Finder>;
    for (const find of finders) {
      const match = find(subject, from);
      if (match === undefined) continue;
      const isBetter =
        best === undefined || match.index < best.index || (match.index === best.index && match.text.length > best.text.length);
      if (isBetter) best = match;
    }
    return best;
  };
}

function number(text: string, what: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(what === 'max count' ? 'invalid max count' : `${text}: invalid ${what}`, false);
  return Number(text);
}

function usageOnly(name: string, stderr: NodeJS.WritableStream): number {
  stderr.write(`Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.\n`);
  return 2;
}
