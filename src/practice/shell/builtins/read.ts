import { StringDecoder } from 'node:string_decoder';
import { InterruptControl } from '../control.ts';
import { assignVariable } from '../expansion/assign.ts';
import { separatorsOf } from '../expansion/parameters.ts';
import type { Shell } from '../state.ts';
import { isName } from '../variables.ts';
import { readBytes, writeText } from '../execution/descriptors.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError } from './builtin.ts';

/** Commands that read input. */
export const readBuiltins: BuiltinMap = { read, mapfile, readarray: mapfile };

interface ReadRequest {
  isRaw: boolean;
  prompt: string;
  delimiter: number;
  maximum: number | undefined;
  seconds: number | undefined;
  descriptor: number;
  array: string | undefined;
  isSilent: boolean;
  names: readonly string[];
}

/** POSIX XCU read, with bash's options. It takes its line and no byte more, so what follows is there for the next command. */
async function read(shell: Shell, words: readonly string[]): Promise<number> {
  const request = parseRequest(shell, words);
  const { terminal } = shell.context;
  if (request.prompt !== '' && shell.files.get(0)?.terminal !== undefined) await writeText(shell, 2, request.prompt);
  const mode = terminal?.mode;
  const isKeywise = request.isSilent || request.maximum !== undefined;
  if (terminal !== undefined && isKeywise) terminal.mode = 'raw';
  try {
    const line = await (terminal !== undefined && isKeywise ? readKeys(shell, request) : readLine(shell, request));
    assignWords(shell, request, line.characters);
    return line.status;
  } finally {
    if (terminal !== undefined && mode !== undefined && isKeywise) terminal.mode = mode;
  }
}

function parseRequest(shell: Shell, words: readonly string[]): ReadRequest {
  const request: ReadRequest = {
    isRaw: false,
    prompt: '',
    delimiter: 10,
    maximum: undefined,
    seconds: undefined,
    descriptor: 0,
    array: undefined,
    isSilent: false,
    names: [],
  };
  const known = shell.flavour === 'dash' ? 'rp' : shell.flavour === 'busybox' ? 'rpdntus' : 'rpdntuasNe';
  let index = 1;
  for (; index < words.length && /^-./.test(words[index] ?? ''); index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      index += 1;
      break;
    }
    for (let place = 1; place < word.length; place += 1) {
      const letter = word.charAt(place);
      if (!known.includes(letter))
        throw builtinError(shell, 'read', { dash: `Illegal option -${letter}`, bash: `-${letter}: invalid option` }, { status: 2 });
      if (!'pdntuaN'.includes(letter)) {
        if (letter === 'r') request.isRaw = true;
        if (letter === 's') request.isSilent = true;
        continue;
      }
      const value = place + 1 < word.length ? word.slice(place + 1) : (words[(index += 1)] ?? '');
      setOption(shell, request, letter, value);
      break;
    }
  }
  request.names = words.slice(index);
  const bad = request.names.find((name) => !isName(name));
  if (bad !== undefined)
    throw builtinError(shell, 'read', { dash: `${bad}: bad variable name`, bash: `\`${bad}': not a valid identifier` });
  if (request.names.length === 0 && shell.flavour === 'dash') throw builtinError(shell, 'read', { dash: 'arg count', bash: '' });
  return request;
}

function setOption(shell: Shell, request: ReadRequest, letter: string, value: string): void {
  if (letter === 'p') request.prompt = value;
  else if (letter === 'd') request.delimiter = Buffer.from(value)[0] ?? 0;
  else if (letter === 'a') request.array = value;
  else {
    const number = Number(value);
    if (value === '' || !Number.isFinite(number) || number < 0)
      throw builtinError(shell, 'read', { dash: '', bash: `${value}: invalid number`, busybox: 'invalid argument' });
    if (letter === 't') request.seconds = number;
    else if (letter === 'u') request.descriptor = number;
    else request.maximum = number;
  }
}

/** As `readLine`, from a terminal that gives each key as it is: `read -s` shows nothing, `read -n` ends with its last key. */
async function readKeys(shell: Shell, request: ReadRequest): Promise<{ characters: Character[]; status: number }> {
  const decoder = new StringDecoder('utf8');
  const characters: Character[] = [];
  const timer = request.seconds === undefined ? undefined : AbortSignal.timeout(request.seconds * 1000);
  for (;;) {
    const bytes = await readBytes(shell, request.descriptor, { maximum: 1, ...(timer === undefined ? {} : { abort: timer }) });
    if (bytes === undefined) return { characters, status: timer?.aborted === true ? 142 : 1 };
    const key = decoder.write(bytes);
    if (key === '\x03') throw new InterruptControl();
    if (key === '\x04') return { characters, status: 1 };
    if (key === '\r' || key === '\n') return { characters, status: 0 };
    if (key === '\x7f' || key === '\b') characters.pop();
    else if (key !== '') {
      if (!request.isSilent) await writeText(shell, 2, key);
      characters.push({ text: key, isQuoted: false });
    }
    if (request.maximum !== undefined && characters.length >= request.maximum) return { characters, status: 0 };
  }
}

/** Characters of the line; those behind a backslash are marked, for they separate nothing. */
async function readLine(
  shell: Shell,
  request: ReadRequest,
): Promise<{ characters: { text: string; isQuoted: boolean }[]; status: number }> {
  const characters: { text: string; isQuoted: boolean }[] = [];
  const timer = request.seconds === undefined ? undefined : AbortSignal.timeout(request.seconds * 1000);
  let isQuoted = false;
  for (;;) {
    const bytes = await readBytes(shell, request.descriptor, {
      ...(request.maximum === undefined ? {} : { maximum: 1 }),
      delimiter: request.delimiter,
      ...(timer === undefined ? {} : { abort: timer }),
    });
    if (bytes === undefined) return { characters, status: timer?.aborted === true ? 142 : 1 };
    const isWhole = bytes.at(-1) === request.delimiter;
    for (const character of bytes.subarray(0, isWhole ? -1 : undefined).toString()) {
      if (isQuoted) characters.push({ text: character, isQuoted: true });
      else if (character === '\\' && !request.isRaw) {
        isQuoted = true;
        continue;
      } else characters.push({ text: character, isQuoted: false });
      isQuoted = false;
    }
    if (isWhole && isQuoted) {
      isQuoted = false;
      continue;
    }
    if (isWhole || (request.maximum !== undefined && characters.length >= request.maximum)) return { characters, status: 0 };
  }
}

function assignWords(shell: Shell, request: ReadRequest, characters: readonly { text: string; isQuoted: boolean }[]): void {
  const separators = separatorsOf(shell);
  if (request.array !== undefined) {
    const variable = shell.variables.declare(request.array);
    variable.items = new Map(splitWords(characters, separators, Infinity).map((word, index) => [String(index), word]));
    return;
  }
  if (request.names.length === 0) {
    assignVariable(shell, 'REPLY', characters.map(({ text }) => text).join(''));
    return;
  }
  const words = splitWords(characters, separators, request.names.length);
  for (const [index, name] of request.names.entries()) assignVariable(shell, name, words[index] ?? '');
}

/** At most `limit` words; the last one is the rest of the line without separators at its ends. */
function splitWords(characters: readonly { text: string; isQuoted: boolean }[], separators: string, limit: number): string[] {
  const isSeparator = (character: { text: string; isQuoted: boolean } | undefined): boolean =>
    character !== undefined && !character.isQuoted && separators.includes(character.text);
  const isBlank = (character: { text: string; isQuoted: boolean } | undefined): boolean =>
    character !== undefined && isSeparator(character) && ' \t\n'.includes(character.text);
  const words: string[] = [];
  let index = 0;
  while (isBlank(characters[index])) index += 1;
  while (index < characters.length) {
    if (words.length === limit - 1) {
      words.push(lastWord(characters.slice(index), isSeparator, isBlank));
      return words;
    }
    let word = '';
    for (; index < characters.length && !isSeparator(characters[index]); index += 1) word += characters[index]?.text ?? '';
    words.push(word);
    while (isBlank(characters[index])) index += 1;
    if (isSeparator(characters[index]) && !isBlank(characters[index])) {
      index += 1;
      while (isBlank(characters[index])) index += 1;
    }
  }
  return words;
}

type Character = { text: string; isQuoted: boolean };

function lastWord(
  rest: readonly Character[],
  isSeparator: (character: Character | undefined) => boolean,
  isBlank: (character: Character | undefined) => boolean,
): string {
  let end = rest.length;
  while (end > 0 && isBlank(rest[end - 1])) end -= 1;
  // One separator that only ends the last field does not belong to it (POSIX XCU read).
  const isOnlyEnd = end > 0 && isSeparator(rest[end - 1]) && !rest.slice(0, end - 1).some(isSeparator);
  if (isOnlyEnd) {
    end -= 1;
    while (end > 0 && isBlank(rest[end - 1])) end -= 1;
  }
  return rest
    .slice(0, end)
    .map(({ text }) => text)
    .join('');
}

async function mapfile(shell: Shell, words: readonly string[]): Promise<number> {
  const isTrimmed = words.includes('-t');
  const name = words.slice(1).find((word) => !word.startsWith('-')) ?? 'MAPFILE';
  if (words.slice(1).some((word) => word.startsWith('-') && word !== '-t')) {
    throw builtinError(shell, words[0] ?? 'mapfile', { dash: '', bash: 'options other than -t: not supported on the practice device' });
  }
  const lines: string[] = [];
  let partial = '';
  for (;;) {
    const bytes = await readBytes(shell, 0, { delimiter: 10 });
    if (bytes === undefined) break;
    partial += bytes.toString();
    if (!partial.endsWith('\n')) continue;
    lines.push(isTrimmed ? partial.slice(0, -1) : partial);
    partial = '';
  }
  if (partial !== '') lines.push(partial);
  shell.variables.declare(name).items = new Map(lines.map((line, index) => [String(index), line]));
  return 0;
}
