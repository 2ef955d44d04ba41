import { BuildError } from '../engine.ts';
import type { CommandForm, CopyInstruction, Dockerfile, Instruction, NamedWord, Stage } from './instructions.ts';
import { Problem, takeFlags } from './flags.ts';
import { readHealthcheck } from './healthcheck.ts';
import { logicalLines } from './logical-lines.ts';
import type { LogicalLine } from './logical-lines.ts';
import { readRunMount } from './run-mount.ts';
import { parseStringArray, splitWords } from './words.ts';

/**
 * Reads a Dockerfile. Throws BuildError with the builder's wording and the line. `path` is for messages. What the
 * practice device cannot do (secrets, sources on the net) is refused here, before a step runs.
 */
export function parseDockerfile(content: string, path = 'Dockerfile'): Dockerfile {
  const { escape, lines } = logicalLines(content);
  if (lines.length === 0) {
    const isEmpty = content === '';
    throw new BuildError(isEmpty ? `the Dockerfile (${path}) cannot be empty` : 'failed to parse Dockerfile: file with no instructions');
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

/** Reads an instruction that ONBUILD kept. Throws BuildError. */
export function parseTrigger(trigger: string): Instruction {
  const { escape, lines } = logicalLines(trigger);
  const [line] = lines;
  if (line === undefined) throw new BuildError('the build trigger is empty');
  try {
    return readInstruction(line.keyword.toUpperCase(), line, escape);
  } catch (error) {
    if (error instanceof Problem) throw new BuildError(`dockerfile parse error line ${line.line}: ${error.message}`, line.line);
    throw error;
  }
}

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
  const { rest, ...flags } = takeFlags(line.rest, ['platform']);
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
      return { ...about, keyword, healthcheck: readHealthcheck(line.rest) };
    case 'ONBUILD':
      return { ...about, keyword, trigger: readTrigger(line, escape) };
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

/** The instruction behind ONBUILD, which must be one that a stage can begin with. */
function readTrigger(line: LogicalLine, escape: string): string {
  const [, word = ''] = /^(\S*)/.exec(line.rest) ?? [];
  const keyword = word.toUpperCase();
  if (keyword === '') throw atLeastOne('ONBUILD');
  if (keyword === 'ONBUILD') throw new Problem("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (keyword === 'FROM' || keyword === 'MAINTAINER') throw new Problem(`${keyword} isn't allowed as an ONBUILD trigger`);
  if (line.documents.length > 0) throw new Problem('ONBUILD with a here-document is not supported on the practice device');
  const rest = line.rest.slice(word.length).trim();
  readInstruction(keyword, { ...line, keyword, rest }, escape);
  return `${keyword} ${rest}`.trim();
}

function readRun(line: LogicalLine): Instruction {
  const { all, rest } = takeFlags(line.rest, ['mount', 'network', 'security']);
  for (const [flag, value] of all) {
    // A build step of the practice device reaches nothing on the net whichever network it has.
    if (flag === 'network' && !['default', 'none', 'host'].includes(value)) throw new Problem(`invalid network mode: ${value}`);
    if (flag === 'security' && value !== 'sandbox') throw new Problem(`RUN --security=${value} is not supported on the practice device`);
  }
  const mounts = all.flatMap(([flag, value]) => (flag === 'mount' ? [readRunMount(value)] : []));
  const about = { ...written(line), keyword: 'RUN' as const, mounts };
  const [document, ...others] = line.documents;
  if (document === undefined) return { ...about, command: readCommand('RUN', rest) };
  // A here-document alone is the script; with a command it is that command's input, which the shell reads by itself.
  const isScript = others.length === 0 && /^<<-?(["']?)\w+\1$/.test(rest);
  if (isScript && document.content.startsWith('#!'))
    throw new Problem('a here-document that begins with #! is not supported on the practice device: name its program before it');
  const bodies = line.documents.map(({ content, name }) => `${content}${name}\n`).join('');
  return { ...about, command: { form: 'shell', script: isScript ? document.content : `${rest}\n${bodies}` } };
}

function readCopy(keyword: 'COPY' | 'ADD', line: LogicalLine, escape: string): CopyInstruction {
  const known = keyword === 'COPY' ? ['from', 'chown', 'chmod', 'link'] : ['chown', 'chmod', 'link', 'checksum', 'keep-git-dir'];
  const { all, rest, get } = takeFlags(line.rest, known);
  for (const refused of ['checksum', 'keep-git-dir'])
    if (all.some(([flag]) => flag === refused)) throw new Problem(`ADD --${refused} is not supported on the practice device`);
  const words = parseStringArray(rest) ?? splitWords(rest, escape);
  const destination = words.at(-1);
  if (words.length < 2 || destination === undefined)
    throw new Problem(`${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`);
  const sources = words.slice(0, -1).filter((word) => !word.startsWith('<<'));
  const remote = sources.find((word) => /^(https?|git|ftp):\/\//.test(word));
  if (remote !== undefined && keyword === 'ADD') throw new Problem(`ADD from a URL (${remote}) is not supported on the practice device`);
  if (remote !== undefined) throw new Problem("source can't be a URL for COPY");
  const [from, owner, mode] = ['from', 'chown', 'chmod'].map((name) => get(name));
  return { ...written(line), keyword, sources, documents: line.documents, destination, from, owner, mode };
}
