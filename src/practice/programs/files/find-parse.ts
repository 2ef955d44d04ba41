import type { FileStatus } from '../../filesystem/filesystem.ts';

import { PatternError, translatePattern } from '../text/regular-expression.ts';
import { toBytes } from '../lines.ts';
import { changeMode } from './mode-change.ts';
import { FindError } from './find-expression.ts';
import type { FindAction, FindExpression, FindRequest, FindTest, Limit } from './find-expression.ts';

/** Reads the arguments after `find`. Throws FindError in its words. */
export function parseFind(given: readonly string[]): FindRequest {
  const words = [...given];
  const request: FindRequest = {
    starts: [],
    expression: { kind: 'test', test: { name: 'true' } },
    followLinks: 'never',
    least: 0,
    most: Infinity,
    depthFirst: false,
  };
  while (/^-[HLP]$|^-O\d$|^--$/.test(words[0] ?? '')) {
    const flag = words.shift();
    if (flag === '-L') request.followLinks = 'always';
    else if (flag === '-H') request.followLinks = 'starts';
    else if (flag === '-P') request.followLinks = 'never';
  }
  while (words.length > 0 && !/^(-.|[!(),]$)/.test(words[0] ?? '')) request.starts.push(words.shift() ?? '');
  if (request.starts.length === 0) request.starts.push('.');
  if (words.length === 0) {
    request.expression = printing;
    return request;
  }
  const parser: Parser = { words, request, hasAction: false };
  const expression = readOr(parser);
  if (words.length > 0) {
    if (words[0] === ')') throw new FindError("invalid expression; you have used ')' in the wrong place or have one too many");
    throw new FindError(`paths must precede expression: \`${words[0] ?? ''}'`);
  }
  request.expression = parser.hasAction ? expression : { kind: 'and', left: expression, right: printing };
  return request;
}

interface Parser {
  words: string[];
  request: FindRequest;
  /** Whether anything but `-prune` is done, so that nothing is printed by itself. */
  hasAction: boolean;
}

const printing: FindExpression = { kind: 'action', action: { name: 'print', end: '\n' } };

function readOr(parser: Parser): FindExpression {
  let left = readAnd(parser);
  while (parser.words[0] === '-o' || parser.words[0] === '-or') {
    const operator = parser.words.shift() ?? '';
    requireMore(parser, operator);
    left = { kind: 'or', left, right: readAnd(parser) };
  }
  return left;
}

function readAnd(parser: Parser): FindExpression {
  let left = readNot(parser);
  for (;;) {
    const [next] = parser.words;
    if (next === undefined || next === '-o' || next === '-or' || next === ')' || !/^(-.|[!(]$)/.test(next)) return left;
    if (next === '-a' || next === '-and') {
      parser.words.shift();
      requireMore(parser, next);
    }
    left = { kind: 'and', left, right: readNot(parser) };
  }
}

function readNot(parser: Parser): FindExpression {
  const word = parser.words.shift();
  if (word === '!' || word === '-not') {
    requireMore(parser, word);
    return { kind: 'not', inner: readNot(parser) };
  }
  if (word === '(') {
    if (parser.words[0] === ')') throw new FindError('invalid expression; empty parentheses are not allowed.');
    const inner = readOr(parser);
    if (parser.words.shift() !== ')')
      throw new FindError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    return inner;
  }
  if (word === undefined || word === '-o' || word === '-or' || word === '-a' || word === '-and' || word === ')') {
    throw new FindError(`invalid expression; you have used a binary operator '${word ?? ''}' with nothing before it.`);
  }
  return readPrimary(parser, word);
}

function requireMore({ words }: Parser, operator: string): void {
  if (words.length === 0) throw new FindError(`expected an expression after '${operator}'`);
}

function readPrimary(parser: Parser, word: string): FindExpression {
  const { request } = parser;
  const test = (one: FindTest): FindExpression => ({ kind: 'test', test: one });
  const act = (action: FindAction): FindExpression => {
    if (action.name !== 'prune') parser.hasAction = true;
    return { kind: 'action', action };
  };
  const value = (): string => {
    const next = parser.words.shift();
    if (next === undefined) throw new FindError(`missing argument to \`${word}'`);
    return next;
  };
  switch (word) {
    case '-true':
    case '-false':
    case '-empty':
      return test({ name: word.slice(1) as 'true' | 'false' | 'empty' });
    case '-name':
    case '-iname':
      return test({ name: 'name', pattern: value(), ignoreCase: word === '-iname' });
    case '-path':
    case '-wholename':
    case '-ipath':
    case '-iwholename':
      return test({ name: 'path', pattern: value(), ignoreCase: word.startsWith('-i') });
    case '-lname':
    case '-ilname':
      return test({ name: 'link-name', pattern: value(), ignoreCase: word === '-ilname' });
    case '-regex':
    case '-iregex':
      return test({ name: 'regex', source: regexSource(value()), ignoreCase: word === '-iregex' });
    case '-type':
      return test({ name: 'type', kinds: readKinds(value()) });
    case '-size':
      return test(readSize(value()));
    case '-mtime':
    case '-atime':
    case '-ctime':
      return test({ name: 'age', limit: readLimit(value(), word), unit: 86_400_000 });
    case '-mmin':
    case '-amin':
    case '-cmin':
      return test({ name: 'age', limit: readLimit(value(), word), unit: 60_000 });
    case '-newer':
      return test({ name: 'newer', file: value() });
    case '-perm':
      return test(readPermission(value()));
    case '-user':
    case '-group':
      return test({ name: word.slice(1) as 'user' | 'group', owner: value() });
    case '-maxdepth':
    case '-mindepth': {
      const text = value();
      if (!/^\d+$/.test(text)) throw new FindError(`Expected a positive decimal integer argument to ${word}, but got '${text}'`);
      if (word === '-maxdepth') request.most = Number(text);
      else request.least = Number(text);
      return test({ name: 'true' });
    }
    case '-depth':
    case '-d':
      request.depthFirst = true;
      return test({ name: 'true' });
    case '-mount':
    case '-xdev':
    case '-noleaf':
    case '-warn':
    case '-nowarn':
    case '-ignore_readdir_race':
      return test({ name: 'true' });
    case '-follow':
      request.followLinks = 'always';
      return test({ name: 'true' });
    case '-print':
      return act({ name: 'print', end: '\n' });
    case '-print0':
      return act({ name: 'print', end: '\0' });
    case '-printf':
      return act({ name: 'printf', format: value() });
    case '-ls':
      return act({ name: 'list' });
    case '-delete':
      request.depthFirst = true;
      return act({ name: 'delete' });
    case '-prune':
      return act({ name: 'prune' });
    case '-quit':
      return act({ name: 'quit' });
    case '-exec':
    case '-execdir':
      return act(readExec(parser, word));
    default:
      if (
        /^-(ok|okdir|fprint|fprint0|fprintf|fls|files0-from|regextype|inum|links|samefile|newer..|fstype|context|used|uid|gid|nouser|nogroup|readable|writable|executable)$/.test(
          word,
        )
      ) {
        throw new FindError(`${word} is not supported on the practice device`);
      }
      throw new FindError(`unknown predicate \`${word}'`);
  }
}

function readExec(parser: Parser, word: string): FindAction {
  const command: string[] = [];
  for (;;) {
    const next = parser.words.shift();
    if (next === undefined) throw new FindError(`missing argument to \`${word}'`);
    if (next === ';') break;
    if (next === '+' && command.at(-1) === '{}') {
      command.pop();
      if (command.length === 0) throw new FindError(`invalid argument \`+' to \`${word}'`);
      return { name: 'exec', command, together: true, inDirectory: word === '-execdir', collected: [] };
    }
    command.push(next);
  }
  if (command.length === 0) throw new FindError(`invalid argument \`;' to \`${word}'`);
  return { name: 'exec', command, together: false, inDirectory: word === '-execdir', collected: [] };
}

const kinds: Record<string, FileStatus['kind']> = { f: 'file', d: 'directory', l: 'symlink', c: 'device' };

function readKinds(text: string): FileStatus['kind'][] {
  return text.split(',').flatMap((letter) => {
    // Sockets, pipes and block devices exist for find, but not here.
    if (letter === 'b' || letter === 'p' || letter === 's') return [];
    const kind = kinds[letter];
    if (kind === undefined)
      throw new FindError(letter.length > 1 ? 'Arguments to -type should contain only one letter' : `Unknown argument to -type: ${letter}`);
    return [kind];
  });
}

const sizeUnits: Record<string, number> = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1_048_576, G: 1_073_741_824 };

function readSize(text: string): FindTest {
  const match = /^([-+]?)(\d+)([a-zA-Z]?)$/.exec(text);
  if (match === null) throw new FindError(`Invalid argument \`${text}' to -size`);
  const unit = sizeUnits[match[3] ?? ''];
  if (unit === undefined) throw new FindError(`invalid -size type \`${match[3] ?? ''}'`);
  return { name: 'size', limit: { sign: sign(match[1]), number: Number(match[2]) }, unit };
}

function readLimit(text: string, word: string): Limit {
  const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw new FindError(`invalid argument \`${text}' to \`${word}'`);
  return { sign: sign(match[1]), number: Number(match[2]) };
}

function readPermission(text: string): FindTest {
  const match = text.startsWith('-') ? 'all' : text.startsWith('/') ? 'any' : 'exact';
  const mode = changeMode(match === 'exact' ? text : text.slice(1), 0, false);
  if (mode === undefined) throw new FindError(`invalid mode '${text}'`);
  return { name: 'permission', mode, match };
}

function regexSource(text: string): string {
  try {
    return translatePattern(toBytes(text), 'basic');
  } catch (error) {
    if (error instanceof PatternError) throw new FindError(`failed to compile regular expression '${text}': ${error.message}`);
    throw error;
  }
}

function sign(text: string | undefined): Limit['sign'] {
  return text === '+' || text === '-' ? text : '';
}
