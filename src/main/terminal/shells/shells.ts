import { existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { applicationPaths, commandFolder, type Machine } from '../../paths.ts';

export type ShellKind = 'bash' | 'zsh' | 'fish' | 'powershell' | 'other';

export interface Shell {
  kind: ShellKind;
  file: string;
  /** What a learner calls it. */
  name: string;
}

/** Shells that Fleetlab can mark, wherever this machine has them: `own` first, then by name. */
export function installedShells(machine: Machine, own: Shell, exists: (file: string) => boolean = existsSync): Shell[] {
  const isWindows = machine.platform === 'win32';
  const path = Object.entries(machine.environment).find(([name]) => name.toLowerCase() === 'path')?.[1] ?? '';
  const folders = path.split(isWindows ? ';' : ':').filter((folder) => folder !== '');
  const programs = isWindows ? ['pwsh.exe', 'powershell.exe'] : ['bash', 'fish', 'pwsh', 'zsh'];
  const found = programs.flatMap((program) => folders.map((folder) => join(folder, program)).find(exists) ?? []).map(describe);
  const others = [...found, ...(isWindows ? gitBash(machine, exists) : [])];
  // The same shell in two folders is one shell.
  return [own, ...others.filter((other) => other.name !== own.name)];
}

/** Installed for the machine, for this account, or by Scoop. */
function gitBash({ environment, home }: Machine, exists: (file: string) => boolean): Shell[] {
  const { ProgramFiles: programs = 'C:\\Program Files', LOCALAPPDATA: local } = environment;
  const folders = [
    join(programs, 'Git'),
    ...(local === undefined ? [] : [join(local, 'Programs', 'Git')]),
    join(home, 'scoop', 'apps', 'git', 'current'),
  ];
  const file = folders.map((folder) => join(folder, 'bin', 'bash.exe')).find(exists);
  return file === undefined ? [] : [{ kind: 'bash', file, name: 'Git Bash' }];
}

/** How a shell is started with Fleetlab's marks, its owner's settings untouched. */
export interface ShellCommand {
  file: string;
  arguments: string[];
  /** Read and removed by the integration script. */
  variables: Record<string, string>;
}

/** The machine's own shell: `SHELL` where it is one that Fleetlab can mark, else bash or zsh (macOS: zsh, its bash is of 2007); PowerShell on Windows. */
export function chooseShell(machine: Machine, exists: (file: string) => boolean = existsSync): Shell {
  if (machine.platform === 'win32') return choosePowerShell(machine, exists);
  const own = machine.environment['SHELL'];
  const usual = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/zsh'];
  const found = [own, ...(machine.platform === 'darwin' ? ['/bin/zsh'] : []), ...usual].find(
    (file) => file !== undefined && kindOf(file) !== 'other' && exists(file),
  );
  return describe(found ?? own ?? '/bin/sh');
}

/** `secret` is put into each mark; `root` is Fleetlab's own folder. */
export function shellCommand(shell: Shell, machine: Machine, root: string, secret: string): ShellCommand {
  const { shellIntegration } = applicationPaths(root);
  // Terminals of macOS start login shells: the PATH of Homebrew and others is set up in .zprofile and .bash_profile.
  // So does Git Bash, whose /etc/profile sets up the programs of Git and its prompt.
  const isLogin = machine.platform === 'darwin' || machine.platform === 'win32';
  const variables = { FLEETLAB_SHELL_SECRET: secret, FLEETLAB_LAUNCHER: commandFolder(root, machine.platform) };
  switch (shell.kind) {
    case 'bash':
      return {
        file: shell.file,
        arguments: ['--rcfile', join(shellIntegration, 'bash', 'integration.bash'), '-i'],
        variables: { ...variables, ...(isLogin ? { FLEETLAB_LOGIN_SHELL: '1' } : {}) },
      };
    case 'zsh':
      return {
        file: shell.file,
        arguments: isLogin ? ['-i', '-l'] : ['-i'],
        variables: {
          ...variables,
          ZDOTDIR: join(shellIntegration, 'zsh'),
          FLEETLAB_USER_ZDOTDIR: machine.environment['ZDOTDIR'] ?? '',
        },
      };
    case 'fish':
      return {
        file: shell.file,
        arguments: [
          ...(isLogin ? ['--login'] : []),
          '--init-command',
          `source ${quoteFor('fish', join(shellIntegration, 'fish', 'integration.fish'))}`,
        ],
        variables,
      };
    case 'powershell':
      return {
        file: shell.file,
        arguments: [
          '-NoLogo',
          '-NoExit',
          '-Command',
          // Windows' usual execution policy runs no script files; what is read as a text is none, and the policy stays as it is.
          `. ([scriptblock]::Create([IO.File]::ReadAllText(${quoteFor('powershell', join(shellIntegration, 'powershell', 'integration.ps1'))})))`,
        ],
        variables,
      };
    case 'other':
      return { file: shell.file, arguments: [], variables: {} };
  }
}

/** One word of a command line, whatever it holds. */
export function quoteFor(kind: ShellKind, text: string): string {
  if (kind === 'powershell') return `'${text.replaceAll("'", "''")}'`;
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (kind === 'fish') return `'${text.replace(/[\\']/g, '\\$&')}'`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function choosePowerShell(machine: Machine, exists: (file: string) => boolean): Shell {
  const path = Object.entries(machine.environment).find(([name]) => name.toLowerCase() === 'path')?.[1] ?? '';
  const system = machine.environment['SystemRoot'] ?? 'C:\\Windows';
  const candidates = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'pwsh.exe'));
  return describe(candidates.find(exists) ?? join(system, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'));
}

function describe(file: string): Shell {
  return { kind: kindOf(file), file, name: shellName(file) };
}

function kindOf(file: string): ShellKind {
  const name = shellName(file);
  if (name === 'bash' || name === 'zsh' || name === 'fish') return name;
  return name === 'pwsh' || name === 'powershell' ? 'powershell' : 'other';
}

function shellName(file: string): string {
  return basename(file.replaceAll('\\', '/')).replace(/\.exe$/i, '');
}
