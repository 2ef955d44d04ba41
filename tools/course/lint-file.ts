import { posix } from 'node:path';
import { Script } from 'node:vm';
import { parseDocument } from 'yaml';
import { parseCompose } from '../../src/shared/compose/parse.ts';
import { lintDockerfile } from './lint-dockerfile.ts';
import { readShell } from './shell-text.ts';

/** Something in a text that its own tool would refuse; `line` counts from 1. */
export interface TextProblem {
  line: number;
  what: string;
}

/** What is wrong with a file, by its name; files of other kinds are not looked into. */
export function lintFile(path: string, text: string): TextProblem[] {
  const name = posix.basename(path);
  // An empty file is there to be filled by the learner.
  if (text.trim() === '') return [];
  if (/^Dockerfile(\..+)?$/.test(name)) return lintDockerfile(text);
  if (/^(docker-)?compose\.ya?ml$/.test(name)) return lintCompose(text);
  const language = languageOf(name);
  return language === undefined ? [] : lintCode(language, text);
}

/** What is wrong with code in a language of lessons; nothing is known of other languages. */
export function lintCode(language: string, text: string): TextProblem[] {
  switch (language) {
    case 'yaml':
    case 'yml':
      return lintYaml(text);
    case 'json':
      return lintJson(text);
    case 'js':
    case 'javascript':
      return lintScript(text);
    case 'sh':
    case 'bash':
      return readShell(text).errors.map((what) => ({ line: 1, what: `It is not correct shell: ${what}.` }));
    case 'dockerfile':
    case 'docker':
      // A part of a Dockerfile need not begin with FROM.
      return lintDockerfile(text).filter(({ what }) => !what.includes('begins with FROM'));
    default:
      return [];
  }
}

function languageOf(name: string): string | undefined {
  return /\.(yaml|yml|json|js|sh)$/.exec(name)?.[1];
}

function lintYaml(text: string): TextProblem[] {
  return parseDocument(text).errors.map((error) => ({
    line: error.linePos?.[0].line ?? 1,
    what: `It is not correct YAML: ${error.message.split('\n')[0] ?? ''}`,
  }));
}

function lintCompose(text: string): TextProblem[] {
  const { problems } = parseCompose(text, { projectName: 'lint' });
  return problems.filter(({ severity }) => severity === 'error').map(({ line, message }) => ({ line, what: `${message}.` }));
}

function lintJson(text: string): TextProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ line: 1, what: `It is not correct JSON: ${error instanceof Error ? error.message : String(error)}.` }];
  }
}

/** Parsed as the body of a CommonJS module, never run. */
function lintScript(text: string): TextProblem[] {
  try {
    new Script(`(async function () {${text}\n})`, { filename: 'lesson.js' });
    return [];
  } catch (error) {
    const line = Number(/lesson\.js:(\d+)/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1] ?? '1');
    return [{ line, what: `It is not correct JavaScript: ${error instanceof Error ? error.message : String(error)}.` }];
  }
}
