import { DockerfileParser } from 'dockerfile-ast';
import { readWorkspaceFile } from './file-contains.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export async function dockerfileCommand(wanted: { file: string; pattern: string }, context: CheckContext): Promise<Verdict> {
  const text = await readWorkspaceFile(wanted.file, context);
  if (typeof text !== 'string') return text;
  const command = commandOf(text);
  if (command === undefined) return notYet(`The last stage of ${wanted.file} has neither CMD nor ENTRYPOINT.`);
  return new RegExp(wanted.pattern).test(command) ? passed(`The command is “${command}”.`) : notYet(`The command is “${command}”.`);
}

/**
 * What the image of a Dockerfile runs, as one line: the words of the last stage's last ENTRYPOINT and CMD. Exec form and shell
 * form of the same command give the same line. Undefined where the stage names none.
 */
export function commandOf(dockerfile: string): string | undefined {
  const instructions = DockerfileParser.parse(dockerfile).getInstructions();
  const lastFrom = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  const stage = instructions.slice(lastFrom + 1);
  const parts = ['ENTRYPOINT', 'CMD'].map((keyword) => {
    const instruction = stage.findLast((each) => each.getKeyword() === keyword);
    return lineOf(instruction?.getArgumentsContent() ?? '');
  });
  const line = parts.filter((part) => part !== '').join(' ');
  return line === '' ? undefined : line;
}

/** As Docker reads it: a JSON array of strings is the exec form, all else is for `sh -c`. */
function lineOf(content: string): string {
  const text = content.trim();
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return withoutShell(words);
  } catch {
    // Not JSON: shell form.
  }
  return text.replaceAll(/\s+/g, ' ');
}

function withoutShell(words: string[]): string {
  const isShell = /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/.test(words[0] ?? '') && words[1] === '-c';
  return (isShell ? words.slice(2) : words).join(' ').replaceAll(/\s+/g, ' ').trim();
}
