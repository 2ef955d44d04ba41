import { normalizePath } from '../../filesystem/filesystem.ts';
import type { FileStatus, FileSystem } from '../../filesystem/filesystem.ts';
import type { Program } from '../../process/process.ts';
import { standardFilesOf } from '../../process/process-table.ts';
import { writeOut } from './write-out.ts';

/** What the conditions are about. */
export interface TestSubject {
  fileSystem: FileSystem;
  workingDirectory: string;
  /** `-t`. */
  isTerminal(descriptor: number): boolean;
  /** `-v`, where the shell has it. */
  isSet?(name: string): boolean;
  /** `==`, `<`, `>`, `-a FILE`. */
  hasBashOperators: boolean;
}

/** A condition that cannot be read; `word` is where. */
export class TestError extends Error {
  readonly problem: 'operator' | 'unary' | 'number' | 'argument' | 'bracket' | 'too-many';
  readonly word: string;

  constructor(problem: TestError['problem'], word: string) {
    super(`test: ${problem} ${word}`);
    this.name = 'TestError';
    this.problem = problem;
    this.word = word;
  }
}

/** `/usr/bin/test` and `/usr/bin/[`. */
export const test: Program = async (context) => {
  const [name = 'test', ...words] = context.arguments;
  const files = standardFilesOf(context.process);
  const descriptors = [files?.stdin, files?.stdout, files?.stderr];
  try {
    const isTrue = await evaluateTest(stripBracket(name, words), {
      fileSystem: context.system.fileSystem,
      workingDirectory: context.workingDirectory,
      isTerminal: (descriptor) => descriptors[descriptor]?.terminal !== undefined,
      hasBashOperators: true,
    });
    return isTrue ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    await writeOut(context.stderr, `${name}: ${coreutilsWording(error)}\n`);
    return 2;
  }
};

/** Throws TestError for `[` without its `]`. */
export function stripBracket(name: string, words: readonly string[]): readonly string[] {
  if (!name.endsWith('[')) return words;
  if (words.at(-1) !== ']') throw new TestError('bracket', '');
  return words.slice(0, -1);
}

const binaryOperators = new Set(['=', '!=', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);
const bashBinaryOperators = new Set(['==', '<', '>']);
const unaryOperators = /^-[bcdefghknoprstuvwxzGLNORS]$/;

/** POSIX `test` (by the number of arguments, then as an expression with `!`, `-a`, `-o`, parentheses). Throws TestError. */
export async function evaluateTest(words: readonly string[], subject: TestSubject): Promise<boolean> {
  const [first = '', second = '', third = '', fourth = ''] = words;
  const isBinary = (word: string): boolean =>
    binaryOperators.has(word) || (subject.hasBashOperators && bashBinaryOperators.has(word)) || word === '<' || word === '>';
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return first !== '';
    case 2:
      if (first === '!') return second === '';
      if (unaryOperators.test(first) && (first !== '-v' || subject.isSet !== undefined)) return unary(first, second, subject);
      throw new TestError('unary', first);
    case 3:
      if (isBinary(second)) return binary(first, second, third, subject);
      if (second === '-a') return first !== '' && third !== '';
      if (second === '-o') return first !== '' || third !== '';
      if (first === '!') return !(await evaluateTest(words.slice(1), subject));
      if (first === '(' && third === ')') return second !== '';
      throw new TestError('operator', second);
    case 4:
      if (first === '!') return !(await evaluateTest(words.slice(1), subject));
      if (first === '(' && fourth === ')') return evaluateTest([second, third], subject);
      break;
    default:
  }
  return evaluateExpression(words, subject, isBinary);
}

async function evaluateExpression(words: readonly string[], subject: TestSubject, isBinary: (word: string) => boolean): Promise<boolean> {
  let position = 0;
  async function or(): Promise<boolean> {
    let value = await and();
    while (words[position] === '-o') {
      position += 1;
      const right = await and();
      value = value || right;
    }
    return value;
  }
  async function and(): Promise<boolean> {
    let value = await not();
    while (words[position] === '-a') {
      position += 1;
      const right = await not();
      value = value && right;
    }
    return value;
  }
  async function not(): Promise<boolean> {
    if (words[position] !== '!') return primary();
    position += 1;
    return !(await not());
  }
  async function primary(): Promise<boolean> {
    const word = words[position];
    if (word === undefined) throw new TestError('argument', '');
    const operator = words[position + 1];
    if (word === '(' && !(operator !== undefined && isBinary(operator))) {
      position += 1;
      const value = await or();
      if (words[position] !== ')') throw new TestError('operator', words[position] ?? ')');
      position += 1;
      return value;
    }
    if (operator !== undefined && isBinary(operator)) {
      const right = words[position + 2];
      if (right === undefined) throw new TestError('argument', operator);
      position += 3;
      return binary(word, operator, right, subject);
    }
    if (unaryOperators.test(word) && operator !== undefined) {
      position += 2;
      return unary(word, operator, subject);
    }
    position += 1;
    return word !== '';
  }
  const value = await or();
  if (position < words.length) throw new TestError(subject.hasBashOperators ? 'too-many' : 'operator', words[position] ?? '');
  return value;
}

/** Also for `[[ ]]`. */
export async function unary(operator: string, word: string, subject: TestSubject): Promise<boolean> {
  switch (operator) {
    case '-n':
      return word !== '';
    case '-z':
      return word === '';
    case '-t':
      return subject.isTerminal(Number(integerOf(word)));
    case '-v':
      return subject.isSet?.(word) ?? false;
    case '-o':
      return false;
    default:
  }
  const path = normalizePath(word, subject.workingDirectory);
  if (word === '') return false;
  const status = await (operator === '-h' || operator === '-L' ? subject.fileSystem.lstat(path) : subject.fileSystem.stat(path)).catch(
    () => undefined,
  );
  return status !== undefined && hasProperty(operator, status);
}

function hasProperty(operator: string, status: FileStatus): boolean {
  switch (operator) {
    case '-f':
      return status.kind === 'file';
    case '-d':
      return status.kind === 'directory';
    case '-h':
    case '-L':
      return status.kind === 'symlink';
    case '-c':
      return status.kind === 'device';
    case '-b':
    case '-p':
    case '-S':
      return false;
    case '-s':
      return status.size > 0;
    case '-x':
      return status.kind === 'directory' || (status.mode & 0o111) !== 0;
    case '-u':
      return (status.mode & 0o4000) !== 0;
    case '-g':
      return (status.mode & 0o2000) !== 0;
    case '-k':
      return (status.mode & 0o1000) !== 0;
    default:
      // -e, and what root always may: -r, -w; -O and -G for files of root.
      return true;
  }
}

/** Also for `[[ ]]`. */
export async function binary(left: string, operator: string, right: string, subject: TestSubject): Promise<boolean> {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(left, operator, right, subject);
    default:
      return compareNumbers(integerOf(left), operator, integerOf(right));
  }
}

function compareNumbers(left: bigint, operator: string, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

async function compareFiles(left: string, operator: string, right: string, subject: TestSubject): Promise<boolean> {
  const [first, second] = [normalizePath(left, subject.workingDirectory), normalizePath(right, subject.workingDirectory)];
  if (operator === '-ef') return first === second;
  const [older, newer] = operator === '-nt' ? [second, first] : [first, second];
  const [olderStatus, newerStatus] = await Promise.all([older, newer].map((path) => subject.fileSystem.stat(path).catch(() => undefined)));
  return newerStatus !== undefined && (olderStatus === undefined || newerStatus.modifiedAt > olderStatus.modifiedAt);
}

function integerOf(word: string): bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(word)) throw new TestError('number', word);
  return BigInt(word.trim().replace(/^\+/, ''));
}

function coreutilsWording({ problem, word }: TestError): string {
  switch (problem) {
    case 'bracket':
      return "missing ']'";
    case 'number':
      return `invalid integer '${word}'`;
    case 'unary':
      return `'${word}': unary operator expected`;
    case 'operator':
      return `'${word}': binary operator expected`;
    case 'argument':
      return word === '' ? 'missing argument' : `missing argument after '${word}'`;
    case 'too-many':
      return `extra argument '${word}'`;
  }
}
