import { BuildError } from '../engine.ts';
import type { CommandForm, CopyInstruction, Dockerfile, Instruction, NamedWord, Stage } from './instructions.ts';
import { logicalLines } from './logical-lines.ts';
import type { LogicalLine } from './logical-lines.ts';
import { parseStringArray, splitWords } from './words.ts';

/**
 * Reads a Dockerfile. Throws BuildError with the builder's wording and the line. `path` is for messages. What the
 * practice device cannot do (HEALTHCHECK, ONBUILD, mounts of RUN) is refused here, before a step runs.
 */
export function parseDockerfile(content: string, path = 'Dockerfile'): Dockerfile {
  const { escape, lines } = logicalLines(content);
  if (lines.length === 0) {
    const isEmpty = content.trim() === '';
    throw new BuildError(isEmpty ? `the Dockerfile (${path}) cannot be empty` : 'file with no instructions');
  }
  const file: Dockerfile = { globalArguments: [], stages: [], escape };
  for (const line of lines) {
    try {
      addLine(file, line);
    } catch (error) {
      if (error instanceof Problem) throw new BuildError(`dockerfile parse error line ${line.line}: ${error.message}`, line.line);
      throw error;
    }
  }
  if (file.stages.length === 0) throw new BuildError('no build stage in current context', lines.at(-1)?.line);
  return file;
}

/** What is wrong with one instruction, without its place. */
class Problem extends Error {}

function addLine(file: Dockerfile, line: LogicalLine): void {
  const keyword = line.keyword.toUpperCase();
  if (keyword === 'FROM') {
    file.stages.push(readFrom(line));
    return;
  }
  const instruction = readInstruction(keyword, line, file.escape);
  const stage = file.stages.at(-1);
  if (stage !== undefined) stage.instructions.push(instruction);
  else if (instruction.keyword === 'ARG') file.globalArguments.push(instruction);
  else throw new BuildError('no build stage in current context', line.line);
}

const stageName = /^[a-z][a-z0-9-_.]*$/;

function readFrom(line: LogicalLine): Stage {
  const { flags, rest } = takeFlags(line.rest, ['platform'], 'FROM');
  const words = splitWords(rest, '');
  const [image, as, name] = words;
  if (image === undefined || (words.length !== 1 && (words.length !== 3 || as?.toLowerCase() !== 'as')))
    throw new Problem('FROM requires either one or three arguments');
  if (name !== undefined && !stageName.test(name.toLowerCase()))
    throw new Problem(`invalid name for build stage: "${name}", name can't start with a number or contain symbols`);
  const from = { ...written(line), keyword: 'FROM' as const, image, platform: flags.get('platform') };
  return { name: name?.toLowerCase(), from, instructions: [] };
}

function readInstruction(keyword: string, line: LogicalLine, escape: string): Instruction {
  const about = written(line);
  const words = splitWords(line.rest, escape);
  switch (keyword) {
    case 'ARG':
      if (words.length === 0) throw atLeastOne(keyword);
      return { ...about, keyword, arguments: words.map((word) => readArgument(word)) };
    case 'ENV':
    case 'LABEL':
      return { ...about, keyword, pairs: readPairs(keyword, line.rest, words) };
    case 'WORKDIR':
    case 'USER':
    case 'STOPSIGNAL':
    case 'MAINTAINER': {
      const isOne = keyword === 'MAINTAINER' ? words.length > 0 : words.length === 1;
      if (!isOne) throw new Problem(`${keyword} requires exactly one argument`);
      return { ...about, keyword, word: line.rest };
    }
    case 'EXPOSE':
    case 'VOLUME': {
      const list = (keyword === 'VOLUME' ? parseStringArray(line.rest) : undefined) ?? words;
      if (list.length === 0) throw atLeastOne(keyword);
      if (list.some((word) => word.trim() === '')) throw new Problem('VOLUME specified can not be an empty string');
      return { ...about, keyword, words: list };
    }
    case 'CMD':
    case 'ENTRYPOINT':
      return { ...about, keyword, command: readCommand(keyword, line.rest) };
    case 'RUN':
      return readRun(line);
    case 'SHELL': {
      const list = parseStringArray(line.rest);
      if (list === undefined) throw new Problem(`SHELL requires the arguments to be in JSON form`);
      if (list.length === 0) throw atLeastOne(keyword);
      return { ...about, keyword, arguments: list };
    }
    case 'COPY':
    case 'ADD':
      return readCopy(keyword, line, escape);
    case 'HEALTHCHECK':
    case 'ONBUILD':
      throw new Problem(`${keyword} is not supported on the practice device`);
    default:
      throw new Problem(`unknown instruction: ${keyword}`);
  }
}

function written(line: LogicalLine): { line: number; text: string } {
  return { line: line.line, text: `${line.keyword.toUpperCase()} ${line.rest}`.trim() };
}

function atLeastOne(keyword: string): Problem {
  return new Problem(`${keyword} requires at least one argument`);
}

function readArgument(word: string): { name: string; value: string | undefined } {
  const at = word.indexOf('=');
  const name = at < 0 ? word : word.slice(0, at);
  if (name === '') throw new Problem('ARG names can not be blank');
  return { name, value: at < 0 ? undefined : word.slice(at + 1) };
}

function readPairs(keyword: string, rest: string, words: string[]): NamedWord[] {
  const [first] = words;
  if (first === undefined) throw atLeastOne(keyword);
  if (!first.includes('=')) {
    // The old form: `ENV name everything else`.
    const value = rest.slice(first.length).trim();
    if (value === '') throw new Problem(`${keyword} must have two arguments`);
    return [{ name: first, value }];
  }
  return words.map((word) => {
    const at = word.indexOf('=');
    if (at < 0) throw new Problem(`Syntax error - can't find = in "${word}". Must be of the form: name=value`);
    if (at === 0) throw new Problem(`${keyword} names can not be blank`);
    return { name: word.slice(0, at), value: word.slice(at + 1) };
  });
}

function readCommand(keyword: string, rest: string): CommandForm {
  if (rest === '') throw atLeastOne(keyword);
  const list = parseStringArray(rest);
  return list === undefined ? { form: 'shell', script: rest } : { form: 'exec', arguments: list };
}

function readRun(line: LogicalLine): Instruction {
  const { flags, rest } = takeFlags(line.rest, ['mount', 'network', 'security'], 'RUN');
  const [flag] = flags.keys();
  if (flag !== undefined) throw new Problem(`RUN --${flag} is not supported on the practice device`);
  const about = { ...written(line), keyword: 'RUN' as const };
  const [document] = line.documents;
  if (document === undefined) return { ...about, command: readCommand('RUN', rest) };
  if (line.documents.length > 1) throw new Problem('RUN with more than one here-document is not supported on the practice device');
  // A here-document alone is the script; with a command it is that command's input, which the shell reads by itself.
  const isScript = /^<<-?(["']?)\w+\1$/.test(rest);
  const script = isScript ? document.content : `${rest}\n${document.content}${document.name}\n`;
  return { ...about, command: { form: 'shell', script } };
}

function readCopy(keyword: 'COPY' | 'ADD', line: LogicalLine, escape: string): CopyInstruction {
  const known = keyword === 'COPY' ? ['from', 'chown', 'chmod', 'link'] : ['chown', 'chmod', 'link', 'checksum', 'keep-git-dir'];
  const { flags, rest } = takeFlags(line.rest, known, keyword);
  for (const refused of ['checksum', 'keep-git-dir'])
    if (flags.has(refused)) throw new Problem(`ADD --${refused} is not supported on the practice device`);
  const words = parseStringArray(rest) ?? splitWords(rest, escape);
  const destination = words.at(-1);
  if (words.length < 2 || destination === undefined)
    throw new Problem(`${keyword} requires at least two arguments, but only one was provided. Destination could not be determined.`);
  const sources = words.slice(0, -1).filter((word) => !word.startsWith('<<'));
  const remote = sources.find((word) => /^(https?|git|ftp):\/\//.test(word));
  if (remote !== undefined && keyword === 'ADD') throw new Problem(`ADD from a URL (${remote}) is not supported on the practice device`);
  if (remote !== undefined) throw new Problem("source can't be a URL for COPY");
  const [from, owner, mode] = ['from', 'chown', 'chmod'].map((name) => flags.get(name));
  return { ...written(line), keyword, sources, documents: line.documents, destination, from, owner, mode };
}

/** `--name=value` words at the start. */
function takeFlags(text: string, known: readonly string[], keyword: string): { flags: Map<string, string>; rest: string } {
  const flags = new Map<string, string>();
  let rest = text;
  for (let match = /^--(\S*)(\s+|$)/.exec(rest); match !== null; match = /^--(\S*)(\s+|$)/.exec(rest)) {
    rest = rest.slice(match[0].length);
    if (match[1] === '') break;
    const [name = '', ...value] = (match[1] ?? '').split('=');
    if (!known.includes(name)) throw new Problem(`unknown flag: --${name} (${keyword})`);
    if (value.length === 0 && name !== 'link') throw new Problem(`missing a value on flag: --${name}`);
    if (flags.has(name) && name !== 'mount') throw new Problem(`duplicate flag specified: --${name}`);
    flags.set(name, value.join('='));
  }
  return { flags, rest };
}
