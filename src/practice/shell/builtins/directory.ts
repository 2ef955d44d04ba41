import { errorTexts, FileSystemError, normalizePath } from '../../filesystem/filesystem.ts';
import { realPath } from '../../process/real-path.ts';
import type { Shell } from '../state.ts';
import type { BuiltinMap } from './builtin.ts';
import { builtinError, takeOptions } from './builtin.ts';
import { print } from './output.ts';

export const directoryBuiltins: BuiltinMap = { cd, pwd };

async function cd(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters, rest } = takeOptions(shell, words, 'LPe');
  if (rest.length > 1 && shell.flavour === 'bash') throw builtinError(shell, 'cd', { dash: '', bash: 'too many arguments' });
  const home = shell.variables.get('HOME');
  let target = rest[0] ?? home;
  if (target === undefined) throw builtinError(shell, 'cd', { dash: 'HOME not set', bash: 'HOME not set' });
  let isShown = false;
  if (target === '-') {
    const before = shell.variables.get('OLDPWD');
    if (before === undefined) throw builtinError(shell, 'cd', { dash: 'OLDPWD not set', bash: 'OLDPWD not set' });
    target = before;
    isShown = true;
  }
  const found = await findDirectory(shell, target);
  isShown ||= found.isFromPath;
  const path = letters.endsWith('P') ? await realPath(shell.context.system.fileSystem, found.path) : found.path;
  shell.variables.set('OLDPWD', shell.workingDirectory);
  shell.variables.set('PWD', path);
  if (shell.flavour === 'bash') for (const name of ['PWD', 'OLDPWD']) shell.variables.declare(name).isExported = true;
  shell.workingDirectory = path;
  return isShown ? print(shell, 'cd', `${path}\n`) : 0;
}

/** Through CDPATH where the name does not start with `/`, `./` or `../`. */
async function findDirectory(shell: Shell, target: string): Promise<{ path: string; isFromPath: boolean }> {
  const search = shell.variables.get('CDPATH');
  if (search !== undefined && search !== '' && !/^\.{0,2}\//.test(target) && target !== '.' && target !== '..') {
    for (const directory of search.split(':')) {
      if (directory === '') continue;
      const path = normalizePath(`${directory}/${target}`, shell.workingDirectory);
      if ((await failureOf(shell, path)) === undefined) return { path, isFromPath: true };
    }
  }
  const path = normalizePath(target, shell.workingDirectory);
  const failure = target === '' && shell.flavour !== 'dash' ? undefined : await failureOf(shell, path);
  if (failure === undefined) return { path, isFromPath: false };
  throw builtinError(shell, 'cd', {
    dash: `can't cd to ${target}`,
    bash: `${target}: ${errorTexts[failure]}`,
    busybox: `can't cd to ${target}: ${errorTexts[failure]}`,
  });
}

async function failureOf(shell: Shell, path: string): Promise<'ENOENT' | 'ENOTDIR' | 'EACCES' | 'ELOOP' | undefined> {
  try {
    return (await shell.context.system.fileSystem.stat(path)).kind === 'directory' ? undefined : 'ENOTDIR';
  } catch (error) {
    const code = error instanceof FileSystemError ? error.code : 'ENOENT';
    return code === 'ENOTDIR' || code === 'EACCES' || code === 'ELOOP' ? code : 'ENOENT';
  }
}

async function pwd(shell: Shell, words: readonly string[]): Promise<number> {
  const { letters } = takeOptions(shell, words, 'LP');
  const path = letters.endsWith('P') ? await realPath(shell.context.system.fileSystem, shell.workingDirectory) : shell.workingDirectory;
  return print(shell, 'pwd', `${path}\n`);
}
