import { expect, test } from 'vitest';
import type { PseudoTerminal } from '../../../../src/practice/process/line-discipline.ts';
import { createTerminal } from '../../../../src/practice/process/line-discipline.ts';
import type { Process } from '../../../../src/practice/process/process.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { createMachine } from '../fixtures.ts';
import type { Machine, ShellName } from '../fixtures.ts';
import { createScreen } from './screen.ts';
import type { Screen } from './screen.ts';

interface Session {
  machine: Machine;
  process: Process;
  terminal: PseudoTerminal;
  screen: Screen;
  /** Types, and waits until the screen's rows satisfy the condition. */
  type(keys: string, until: (rows: string[]) => boolean): Promise<string[]>;
}

const left = '\x1b[D';
const up = '\x1b[A';
const down = '\x1b[B';

async function open(
  options: { shell?: ShellName; columns?: number; environment?: Record<string, string>; machine?: Machine } = {},
): Promise<Session> {
  const machine = options.machine ?? (await createMachine());
  const columns = options.columns ?? 60;
  const terminal = createTerminal({ columns, rows: 20 });
  const screen = createScreen(columns);
  const listeners = new Set<() => void>();
  terminal.screen.on('data', (chunk: Buffer) => {
    screen.write(chunk.toString());
    for (const listener of listeners) listener();
  });
  const name = options.shell ?? 'bash';
  const program = shellPrograms.get(name);
  if (program === undefined) throw new Error('no shell');
  const process = machine.system.processes.spawn({
    program,
    arguments: [name.replace('busybox ', '')],
    environment: new Map(Object.entries({ PATH: '/bin', HOME: '/root', PS1: '$ ', ...options.environment })),
    workingDirectory: '/work',
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    stderr: terminal.stdout,
    terminal: terminal.terminal,
  });
  const session: Session = {
    machine,
    process,
    terminal,
    screen,
    async type(keys, until) {
      terminal.keyboard.write(keys);
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`The screen stayed at\n${screen.rows().join('\n')}`)), 5000);
        const check = (): void => {
          if (!until(screen.rows())) return;
          clearTimeout(timer);
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        check();
      });
      return screen.rows();
    },
  };
  // Keys that come before the prompt are echoed by the terminal, as on a real one.
  await session.type('', (rows) => /[$#>]$/.test(rows.at(-1) ?? ''));
  return session;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const prompted = (rows: string[]): boolean => rows.at(-1) === '$' && rows.length > 1;

test('a command runs and the prompt comes back', async () => {
  const session = await open();
  await session.type('', (rows) => rows.at(-1) === '$');
  expect(await session.type('echo hello\r', prompted)).toEqual(['$ echo hello', 'hello', '$']);
});

test('output appears while the command goes on; Ctrl-C ends it with 130 and gives the prompt back', async () => {
  const session = await open();
  await session.type('echo a; sleep 100\r', (rows) => rows.at(-1) === 'a');
  await session.type('\x03', (rows) => rows.at(-1) === '$');
  const rows = await session.type('echo $?\r', (all) => all.includes('130'));
  expect(rows).toContain('130');
  expect(session.machine.system.processes.list().map((process) => process.arguments[0])).toEqual(['init', 'bash']);
});

test('Ctrl-C ends a loop of the shell itself and drops a half-typed line', async () => {
  const session = await open();
  await session.type('echo started; while true; do :; done\r', (rows) => rows.at(-1) === 'started');
  await session.type('\x03', prompted);
  await session.type('half a line\x03', (rows) => rows.at(-1) === '$' && rows.at(-2) === '$ half a line^C');
});

test('the cursor moves by characters, words and to the ends; wide characters take two columns', async () => {
  const session = await open();
  await session.type('', (rows) => rows.at(-1) === '$');
  await session.type(`ac${left}b`, (rows) => rows.at(-1) === '$ abc');
  expect(session.screen.cursor()).toEqual({ row: 0, column: 4 });
  await session.type('\x01x\x05y', (rows) => rows.at(-1) === '$ xabcy');
  await session.type(' 日本 é\x01', (rows) => rows.at(-1) === '$ xabcy 日本 é');
  await session.type('\x05', () => session.screen.cursor().column === 14);
  await session.type(`${left}${left}${left}X`, (rows) => rows.at(-1) === '$ xabcy 日X本 é');
  await session.type('\x05\x17', (rows) => rows.at(-1) === '$ xabcy 日X本');
  await session.type('\x15echo killed\x15', (rows) => rows.at(-1) === '$');
  await session.type('\x19', (rows) => rows.at(-1) === '$ echo killed');
  await session.type(`${left}${left}${left}\x0b`, (rows) => rows.at(-1) === '$ echo kil');
});

test('a line longer than the screen wraps, can be edited across rows, and survives a resize', async () => {
  const session = await open({ columns: 20 });
  await session.type('', (rows) => rows.at(-1) === '$');
  await session.type(`echo ${'x'.repeat(30)}`, (rows) => rows.join('') === `$ echo ${'x'.repeat(30)}`);
  expect(session.screen.rows()).toEqual([`$ echo ${'x'.repeat(13)}`, 'x'.repeat(17)]);
  await session.type('\x01', () => session.screen.cursor().row === 0);
  expect(session.screen.cursor()).toEqual({ row: 0, column: 2 });
  await session.type('# ', (rows) => rows[0] === `$ # echo ${'x'.repeat(11)}`);
  expect(session.screen.rows()[1]).toBe('x'.repeat(19));
  session.terminal.resize(40, 20);
  expect(session.terminal.terminal.columns).toBe(40);
  await session.type('\x15\x0becho done\r', (rows) => rows.includes('done'));
});

test('a line that fills its row exactly puts the cursor on the next', async () => {
  const session = await open({ columns: 10 });
  await session.type('', (rows) => rows.at(-1) === '$');
  await session.type('12345678', () => session.screen.cursor().row === 1);
  await session.type('\x7f', (rows) => rows.length === 1 && rows[0] === '$ 1234567');
});

test('history goes up and down, keeps the unsent line, is searched, and is there in the next session', async () => {
  const session = await open();
  await session.type('echo one\r', (rows) => rows.includes('one') && rows.at(-1) === '$');
  await session.type('echo two\r', (rows) => rows.includes('two') && rows.at(-1) === '$');
  await session.type(`new${up}`, (rows) => rows.at(-1) === '$ echo two');
  await session.type(up, (rows) => rows.at(-1) === '$ echo one');
  await session.type(`${down}${down}`, (rows) => rows.at(-1) === '$ new');
  await session.type('\x15\x12on', (rows) => rows.at(-1) === "(reverse-i-search)`on': echo one");
  await session.type('\r', (rows) => rows.filter((row) => row === 'one').length === 2 && rows.at(-1) === '$');
  await session.type('exit 3\r', (rows) => rows.at(-1) === '$ exit 3');
  expect((await session.process.exited).code).toBe(3);
  expect((await session.machine.system.fileSystem.readFile('/root/.bash_history')).toString()).toBe(
    'echo one\necho two\necho one\nexit 3\n',
  );
  const next = await open({ machine: session.machine });
  await next.type(`${up}${up}${up}`, (rows) => rows.at(-1) === '$ echo two');
});

test('Tab completes programs, files and variables; a second Tab lists', async () => {
  const session = await open();
  const { fileSystem } = session.machine.system;
  await fileSystem.makeDirectory('/work/documents');
  await fileSystem.writeFile('/work/document 1', '');
  await fileSystem.writeFile('/work/zebra.txt', 'stripes\n');
  await session.type('', (rows) => rows.at(-1) === '$');
  await session.type('upp\t', (rows) => rows.at(-1) === '$ upper');
  await session.type('\x15cat zeb\t\r', (rows) => rows.includes('stripes') && rows.at(-1) === '$');
  await session.type('echo doc\t', (rows) => rows.at(-1) === '$ echo document');
  await session.type('\t\t', (rows) => rows.some((row) => row.startsWith('document 1')) && rows.at(-1) === '$ echo document');
  expect(session.screen.rows().some((row) => row.includes('documents/'))).toBe(true);
  await session.type('\\ \t\r', (rows) => rows.at(-2) === 'document 1');
  await session.type('echo $HOM\t\r', (rows) => rows.at(-2) === '/root');
  await session.type('cd doc\tx\x7f', (rows) => rows.at(-1) === '$ cd documents/');
});

test('a command goes on over several lines, and so does a paste', async () => {
  const session = await open();
  await session.type('for i in 1 2; do\r', (rows) => rows.at(-1) === '>');
  const rows = await session.type('echo $i\rdone\r', (all) => all.at(-2) === '2');
  expect(rows).toEqual(['$ for i in 1 2; do', '> echo $i', '> done', '1', '2', '$']);
  await session.type('\x1b[200~echo pasted\necho lines\n\x1b[201~', (all) => all.at(-1) === 'echo lines');
  await session.type('\r', (all) => all.at(-2) === 'lines');
});

test('Ctrl-D ends a reader first, then the shell', async () => {
  const session = await open();
  await session.type('echo started; cat\r', (rows) => rows.at(-1) === 'started');
  await session.type('typed\r', (rows) => rows.filter((row) => row === 'typed').length === 2);
  await session.type('\x04', (rows) => rows.at(-1) === '$');
  session.terminal.keyboard.write('\x04');
  expect((await session.process.exited).code).toBe(0);
});

test('Ctrl-Z stops a job; jobs shows it, fg brings it back, Ctrl-C ends it', async () => {
  const session = await open();
  await session.type('sleep 100\r', () => true);
  await until(() => session.machine.system.processes.list().some((process) => process.arguments[0] === 'sleep'));
  await session.type('\x1a', (rows) => rows.some((row) => /^\[1\]\+ {2}Stopped +sleep 100$/.test(row)) && rows.at(-1) === '$');
  await session.type('jobs\r', (rows) => rows.filter((row) => row.includes('Stopped')).length === 2);
  await session.type('fg\r', (rows) => rows.at(-1) === 'sleep 100');
  await session.type('\x03', (rows) => rows.at(-1) === '$');
  await session.type('jobs; echo none left\r', (rows) => rows.at(-2) === 'none left');
});

test('a background job is named, and its end is told before the next prompt', async () => {
  const session = await open();
  await session.type('sleep 0.02 &\r', (rows) => rows.some((row) => /^\[1\] \d+$/.test(row)));
  await new Promise((resolve) => setTimeout(resolve, 60));
  await session.type('\r', (rows) => rows.some((row) => /^\[1\]\+ {2}Done +sleep 0.02$/.test(row)));
});

test('errors end the line, not the session', async () => {
  const session = await open({ shell: 'dash' });
  await session.type('nosuch\r', (rows) => rows.includes('dash: 1: nosuch: not found'));
  await session.type('echo ${x?gone}; echo not reached\r', (rows) => rows.includes('dash: 1: x: gone') && rows.at(-1) === '$');
  await session.type('fi\r', (rows) => rows.includes('dash: 1: Syntax error: "fi" unexpected'));
  await session.type('echo still here\r', (rows) => rows.at(-2) === 'still here');
});

test.each([
  ['bash', { PS1: '\\u@\\h:\\w\\$ ' }, 'root@main:/work#'],
  ['busybox sh', { PS1: '\\w \\$ ' }, '/work #'],
  ['dash', { PS1: '${HOME}> ' }, '/root>'],
] as const)('%s shows its prompt', async (shell, environment, prompt) => {
  const session = await open({ shell, environment });
  await session.type('', (rows) => rows.at(-1) === prompt);
});

test('the prompt follows the directory, with ~ for home', async () => {
  const session = await open({ environment: { PS1: '\\W\\$ ' } });
  await session.type('cd\r', (rows) => rows.at(-1) === '~#');
  await session.type('cd /tmp\r', (rows) => rows.at(-1) === 'tmp#');
});

test('when the user goes, the shell and what it runs end', async () => {
  const session = await open();
  await session.type('sleep 100 & sleep 200\r', (rows) => rows.length > 1);
  await until(() => session.machine.system.processes.list().filter((process) => process.arguments[0] === 'sleep').length === 2);
  session.terminal.hangUp();
  expect((await session.process.exited).code).toBeGreaterThan(0);
  await until(() => session.machine.system.processes.list().length === 1);
});

test('!! and its like stand for lines of before', async () => {
  const session = await open();
  await session.type('echo one two\r', (rows) => rows.at(-2) === 'one two');
  await session.type('!! three\r', (rows) => rows.at(-2) === 'one two three' && rows.includes('echo one two three'));
  await session.type("args !$ '!$' \\!$\r", (rows) => rows.at(-2) === '<three><!$><!$>');
  await session.type('!nothing\r', (rows) => rows.at(-2) === 'bash: !nothing: event not found');
});

test('Ctrl-C ends a command substitution and what it runs', async () => {
  const session = await open();
  await session.type('echo started; x=$(sleep 100)\r', (rows) => rows.at(-1) === 'started');
  await until(() => session.machine.system.processes.list().some((process) => process.arguments[0] === 'sleep'));
  await session.type('\x03', (rows) => rows.at(-1) === '$');
  await until(() => session.machine.system.processes.list().length === 2);
});

test('read -s shows nothing of what is typed, and read takes a typed line', async () => {
  const session = await open();
  await session.type('read -s -p "Password: " x; echo; read y; echo "$x/$y"\r', (rows) => rows.at(-1) === 'Password:');
  await session.type('secrex\x7ft\r', (rows) => rows.length === 2);
  const rows = await session.type('shown\r', (all) => all.at(-2) === 'secret/shown');
  expect(rows.filter((row) => row.includes('secret'))).toEqual(['secret/shown']);
});

test('a shell inside a shell has the keys until it ends', async () => {
  const session = await open();
  await session.type('PS1="inner> " dash\r', (rows) => rows.at(-1) === 'inner>');
  await session.type('sleep 100\r', () => true);
  await until(() => session.machine.system.processes.list().some((process) => process.arguments[0] === 'sleep'));
  await session.type('\x03', (rows) => rows.at(-1) === 'inner>');
  await session.type('\x04', (rows) => rows.at(-1) === '$');
  await session.type('echo back\r', (rows) => rows.at(-2) === 'back');
});
