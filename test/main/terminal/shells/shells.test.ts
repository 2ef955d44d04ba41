import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseShell, installedShells, quoteFor, shellCommand } from '../../../../src/main/terminal/shells/shells.ts';
import { terminalVariables } from '../../../../src/main/terminal/shells/terminal-variables.ts';
import type { Machine } from '../../../../src/main/paths.ts';

const machine = (environment: Record<string, string>, platform: NodeJS.Platform = 'linux'): Machine => ({
  platform,
  environment,
  home: '/home/a',
});
const always = () => true;

describe('the shell', () => {
  it.each([
    ['/usr/bin/zsh', 'zsh'],
    ['/bin/bash', 'bash'],
    ['/opt/homebrew/bin/fish', 'fish'],
    ['/usr/bin/pwsh', 'powershell'],
  ])('is the learner’s own: %s', (file, kind) => expect(chooseShell(machine({ SHELL: file }), always)).toMatchObject({ file, kind }));

  it('is bash where the own one cannot be marked, is missing or is not named', () => {
    expect(chooseShell(machine({ SHELL: '/bin/sh' }), always).file).toBe('/bin/bash');
    expect(chooseShell(machine({ SHELL: '/gone/zsh' }), (file) => file === '/usr/bin/bash').file).toBe('/usr/bin/bash');
    expect(chooseShell(machine({}), (file) => file === '/bin/zsh').kind).toBe('zsh');
    expect(chooseShell(machine({}), () => false)).toMatchObject({ file: '/bin/sh', kind: 'other' });
  });

  it('is zsh on macOS where none is named', () => {
    expect(chooseShell(machine({}, 'darwin'), always).file).toBe('/bin/zsh');
  });

  it('is PowerShell on Windows', () => {
    expect(chooseShell(machine({ SystemRoot: 'C:\\Windows' }, 'win32'), () => false)).toMatchObject({
      kind: 'powershell',
      name: 'powershell',
    });
  });

  it('is a login shell on macOS, where that sets up the PATH', () => {
    const bash = shellCommand({ kind: 'bash', file: '/bin/bash', name: 'bash' }, machine({}, 'darwin'), '/fleetlab', 's');
    expect(bash.variables['FLEETLAB_LOGIN_SHELL']).toBe('1');
    expect(shellCommand({ kind: 'zsh', file: '/bin/zsh', name: 'zsh' }, machine({}, 'darwin'), '/fleetlab', 's').arguments).toContain('-l');
  });
});

describe('on Windows, which the tests do not run on,', () => {
  const windows = machine(
    { SystemRoot: 'C:\\Windows', ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\local', Path: 'C:\\a' },
    'win32',
  );

  it.each(['C:\\Program Files', 'C:\\local', 'scoop'])('Git Bash is found where it is installed: %s', (place) => {
    const shells = installedShells(
      windows,
      chooseShell(windows, () => false),
      (file) => file.includes(place) && file.endsWith('bash.exe'),
    );
    expect(shells.find(({ name }) => name === 'Git Bash')?.file).toContain(place);
  });

  it('Git Bash is offered beside PowerShell, as a login shell like its own window', () => {
    const shells = installedShells(
      windows,
      chooseShell(windows, () => false),
      (file) => /Git.bin.bash\.exe$/.test(file),
    );
    expect(shells.map(({ kind, name }) => [kind, name])).toEqual([
      ['powershell', 'powershell'],
      ['bash', 'Git Bash'],
    ]);
    const gitBash = shells[1];
    const command = gitBash === undefined ? undefined : shellCommand(gitBash, windows, '/fleetlab', 's');
    expect(command?.arguments).toEqual(['--rcfile', expect.stringContaining('integration.bash') as string, '-i']);
    expect(command?.variables).toMatchObject({ FLEETLAB_LOGIN_SHELL: '1', FLEETLAB_SHELL_SECRET: 's' });
    expect(command?.variables['FLEETLAB_LAUNCHER']).toMatch(/launcher[\\/]windows$/);
  });

  it('PowerShell reads the integration as a text, which no execution policy forbids, whatever the folder’s name', () => {
    const command = shellCommand({ kind: 'powershell', file: 'powershell.exe', name: 'powershell' }, windows, "/o'clock", 's');
    expect(command.arguments.slice(0, 3)).toEqual(['-NoLogo', '-NoExit', '-Command']);
    expect(command.arguments[3]).toMatch(/^\. \(\[scriptblock\]::Create\(\[IO\.File\]::ReadAllText\('.*o''clock.*integration\.ps1'\)\)\)$/);
  });

  it('PowerShell’s script has no character that an older one reads wrongly', () => {
    const script = readFileSync(join(import.meta.dirname, '../../../../resources/shell-integration/powershell/integration.ps1'));
    expect(script.every((byte) => byte < 128)).toBe(true);
  });
});

describe('quoting', () => {
  it.skipIf(process.platform === 'win32')('makes one word of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        (text) => {
          expect(execFileSync('/bin/sh', ['-c', `printf %s ${quoteFor('bash', text)}`]).toString()).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });
  it('follows fish and PowerShell', () => {
    expect(quoteFor('fish', "it's \\ a")).toBe("'it\\'s \\\\ a'");
    expect(quoteFor('powershell', "it's $a")).toBe("'it''s $a'");
  });
});

describe('a terminal’s variables', () => {
  it('are the machine’s, without Fleetlab’s own and npm’s, with the balena command first', () => {
    const variables = terminalVariables(
      machine({
        PATH: '/work/node_modules/.bin:/node_modules/.bin:/x/node-gyp-bin:/home/a/bin:/usr/bin',
        HOME: '/home/a',
        LANG: 'de_DE.UTF-8',
        FLEETLAB_DATA_DIR: '/d',
        BALENARC_API_URL: 'http://other',
        ELECTRON_RUN_AS_NODE: '1',
        npm_lifecycle_event: 'start',
        npm_config_x: '1',
        EDITOR: 'vim',
      }),
      '/fleetlab/launcher',
      { BALENARC_API_URL: 'http://practice', FLEETLAB_SSH_PORT: '4022' },
    );
    expect(variables).toEqual({
      PATH: '/fleetlab/launcher:/home/a/bin:/usr/bin',
      HOME: '/home/a',
      LANG: 'de_DE.UTF-8',
      EDITOR: 'vim',
      BALENARC_API_URL: 'http://practice',
      FLEETLAB_SSH_PORT: '4022',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      TERM_PROGRAM: 'fleetlab',
    });
  });

  it('keep the PATH of a learner who started the app without npm, and give a language where there is none', () => {
    const variables = terminalVariables(machine({ PATH: '/p/node_modules/.bin:/usr/bin' }), '/l', {});
    expect(variables['PATH']).toBe('/l:/p/node_modules/.bin:/usr/bin');
    expect(variables['LANG']).toBe('C.UTF-8');
  });

  it('keep the learner’s own options of Node, with the environment’s behind them, once', () => {
    const added = { NODE_OPTIONS: '--require=/f/hooks.cjs' };
    const own = (text: string) => terminalVariables(machine({ PATH: '/p', NODE_OPTIONS: text }), '/l', added)['NODE_OPTIONS'];
    expect(own('--trace-warnings')).toBe('--trace-warnings --require=/f/hooks.cjs');
    expect(own('--trace-warnings --require=/f/hooks.cjs')).toBe('--trace-warnings --require=/f/hooks.cjs');
    expect(own('')).toBe('--require=/f/hooks.cjs');
  });

  it('know how Windows writes PATH', () => {
    const variables = terminalVariables(machine({ Path: 'C:\\a;C:\\b' }, 'win32'), 'C:\\l', {});
    expect(variables['PATH']).toBe('C:\\l;C:\\a;C:\\b');
    expect(variables['Path']).toBeUndefined();
  });
});
