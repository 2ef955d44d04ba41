import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  version: z.string(),
  commands: z.record(
    z.string(),
    z.object({
      args: z.record(z.string(), z.object({ required: z.boolean().optional() })),
      flags: z.record(z.string(), z.object({ type: z.enum(['option', 'boolean']), char: z.string().optional() })),
      strict: z.boolean().optional(),
    }),
  ),
});
export type CliManifest = z.infer<typeof manifestSchema>;

/** The pinned CLI's own list of its commands. Undefined where the CLI is not installed. */
export async function readCliManifest(root: string): Promise<CliManifest | undefined> {
  const file = join(root, 'tools', 'balena-cli', 'node_modules', 'balena-cli', 'oclif.manifest.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : manifestSchema.parse(JSON.parse(text));
}

/** What is wrong with the words of a `balena` command (without `balena` itself); undefined where it is one that the CLI knows. */
export function checkCliCommand(manifest: CliManifest, words: readonly string[]): string | undefined {
  const length = lengthOfName(manifest, words);
  const command = manifest.commands[words.slice(0, length).join(':')];
  if (command === undefined) return `balena ${manifest.version} has no command "${words.slice(0, 2).join(' ')}".`;
  const name = words.slice(0, length).join(' ');
  const positional: string[] = [];
  const rest = words.slice(length);
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (word === '--' || !word.startsWith('-')) {
      positional.push(word);
      continue;
    }
    const [flagName = '', value] = word.split('=', 2);
    const flag = Object.entries(command.flags).find(
      ([long, { char }]) => flagName === `--${long}` || (char !== undefined && flagName === `-${char}`),
    );
    if (flag === undefined) return `"balena ${name}" has no option ${flagName}.`;
    if (flag[1].type === 'option' && value === undefined) {
      index++;
      if (rest[index] === undefined) return `The option ${flagName} of "balena ${name}" needs a value.`;
    }
  }
  const wanted = Object.values(command.args);
  const required = wanted.filter((argument) => argument.required === true).length;
  if (positional.length < required) return `"balena ${name}" needs ${required} arguments, not ${positional.length}.`;
  if (command.strict !== false && positional.length > wanted.length) {
    return `"balena ${name}" takes at most ${wanted.length} arguments, not ${positional.length}.`;
  }
  return undefined;
}

/** How many of the first words name the command: the most that make one. */
function lengthOfName(manifest: CliManifest, words: readonly string[]): number {
  for (let length = Math.min(4, words.length); length > 0; length--) {
    if (manifest.commands[words.slice(0, length).join(':')] !== undefined) return length;
  }
  return 0;
}
