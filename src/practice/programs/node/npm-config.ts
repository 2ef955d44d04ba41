import { FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';
import { NpmError, say } from './npm-output.ts';

const usual: Readonly<Record<string, string>> = { prefix: '/usr/local', loglevel: 'notice' };

/** `npm config`: settings are kept in `~/.npmrc`, as npm keeps them; those of the project are not read. */
export async function config(context: ProgramContext, words: readonly string[]): Promise<number> {
  const [action = '', ...rest] = words;
  const path = `${context.environment.get('HOME') ?? '/root'}/.npmrc`;
  const settings = await readSettings(context, path);
  if (action === 'get' && rest.length > 0) {
    const values = rest.map((key) => settings.get(key) ?? usual[key] ?? 'undefined');
    await say(context, rest.length === 1 ? `${values[0] ?? ''}\n` : rest.map((key, index) => `${key}=${values[index] ?? ''}\n`).join(''));
    return 0;
  }
  if (action === 'list' || action === 'ls' || (action === 'get' && rest.length === 0)) {
    const own = [...settings].map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('');
    await say(context, own === '' ? '; no settings of your own\n' : `; "user" config from ${path}\n\n${own}`);
    return 0;
  }
  if (action !== 'set' && action !== 'delete' && action !== 'rm')
    throw new NpmError(['npm config is limited to get, set, delete and list on the practice device']);
  if (rest.length === 0)
    throw new NpmError([action === 'set' ? 'npm config set <key>=<value> [<key>=<value> ...]' : 'npm config delete <key>']);
  if (action === 'set') for (const [key, value] of pairsOf(rest)) settings.set(key, value);
  else for (const key of rest) settings.delete(key);
  await context.system.fileSystem.makeDirectory(normalizePath(`${path}/..`), { recursive: true });
  await context.system.fileSystem.writeFile(path, [...settings].map(([key, value]) => `${key}=${value}\n`).join(''), { mode: 0o600 });
  return 0;
}

/** `key=value …`, or one key and its value. */
function pairsOf(words: readonly string[]): [string, string][] {
  const [key = '', value] = words;
  if (!key.includes('=')) return [[key, value ?? '']];
  return words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
}

async function readSettings({ system }: ProgramContext, path: string): Promise<Map<string, string>> {
  let text: string;
  try {
    text = (await system.fileSystem.readFile(path)).toString('utf8');
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'ENOENT') return new Map();
    throw error;
  }
  const lines = text.split('\n').filter((line) => /^[^#;][^=]*=/.test(line));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]));
}
