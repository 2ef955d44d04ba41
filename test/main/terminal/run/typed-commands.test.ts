import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import { createEventBus } from '../../../../src/main/event-bus.ts';
import { awaitPrompt } from '../../../../src/main/terminal/session/await-prompt.ts';
import type { TypedCommand } from '../../../../src/main/terminal/run/command-runner.ts';
import type { TerminalSession } from '../../../../src/main/terminal/session/session.ts';
import { createTerminalRunner, type TerminalRunner } from '../../../../src/main/terminal/run/terminal-runner.ts';
import { createTerminals, type OpenOptions, type Terminals } from '../../../../src/main/terminal/tabs/terminals.ts';
import type { TerminalTarget } from '../../../../src/shared/domain/terminal.ts';
import { installedShell } from '../support/session.ts';
import { makeHome, optionsAt, removeHome } from '../support/terminals.ts';

let home: string;
let terminals: Terminals;
let runner: TerminalRunner;
let typed: TypedCommand[];
let isOfLesson: (text: string) => boolean;
const laptop = { kind: 'laptop' } as const;
const practice = { id: 'practice', kind: 'practice', name: 'practice device' } as const;

beforeEach(async () => {
  home = await makeHome();
  typed = [];
  isOfLesson = () => true;
  terminals = createTerminals({
    bus: createEventBus(),
    environment: () => Promise.resolve({ ...practice, variables: {} } as unknown as RunningEnvironment),
    chosenEnvironment: () => practice.id,
    ...optionsAt(home),
  });
  runner = createTerminalRunner({ terminals });
  runner.onTyped?.((command) => {
    typed.push(command);
    return Promise.resolve(isOfLesson(command.text));
  });
});

afterEach(async () => {
  await terminals.closeAll();
  await removeHome(home);
});

async function open(target: TerminalTarget = laptop, options?: OpenOptions): Promise<TerminalSession> {
  const session = await terminals.open(target, options);
  await awaitPrompt(session, 20_000);
  return session;
}

async function next(count: number): Promise<TypedCommand> {
  await expect.poll(() => typed.length).toBe(count);
  const command = typed.at(-1);
  if (command === undefined) throw new Error('Nothing was typed.');
  return command;
}

const shells = (['bash', 'zsh', 'fish'] as const).filter((name) => installedShell(name) !== undefined);

describe.each(shells)('a command that is typed by hand into %s', (name) => {
  const usual = () => open(laptop, { shell: installedShell(name)?.file ?? '', size: { columns: 40, rows: 12 } });

  it('is told as it begins, and what comes of it', async () => {
    const session = await usual();
    session.input('printf "one\\ntwo\\n"; sh -c "exit 4"\r');
    const command = await next(1);
    expect(command).toMatchObject({ text: 'printf "one\\ntwo\\n"; sh -c "exit 4"', target: laptop, environment: 'practice' });
    expect(command).toMatchObject({ terminalId: session.id, folder: join(home, 'work') });
    expect(await command.outcome).toMatchObject({ exitCode: 4, output: 'one\ntwo\n' });
  });

  it('is told whole where it is pasted, wider than the screen, corrected, or fetched from the history', async () => {
    const session = await usual();
    const line = 'echo this is a line that is wider than the screen of this terminal';
    session.input(`\x1b[200~${line}\x1b[201~`);
    await expect.poll(() => session.text().replaceAll(/\s/g, '')).toContain('terminal');
    session.input('\r');
    const pasted = await next(1);
    expect(pasted.text).toBe(line);
    await pasted.outcome;
    await awaitPrompt(session, 5000);
    session.input('echo whle\x1b[D\x1b[Do\r');
    const corrected = await next(2);
    expect(corrected.text).toBe('echo whole');
    await corrected.outcome;
    await awaitPrompt(session, 5000);
    session.input('\x1b[A\x1b[A\r');
    expect((await next(3)).text).toBe(line);
  });

  it('is told to have been interrupted', async () => {
    const session = await usual();
    session.input('sleep 1000\r');
    const { outcome } = await next(1);
    session.input('\x03');
    expect(await outcome).toMatchObject({ exitCode: 130, isStopped: true });
  });
});

const remotes = (['sh', 'bash', 'busybox'] as const).filter((name) => process.platform !== 'win32' && installedShell(name) !== undefined);

describe.each(remotes)('a command that is typed by hand in a service with %s', (name) => {
  it('is told, and what comes of it', async () => {
    const session = await open({ kind: 'service', service: name });
    await expect.poll(() => session.view().state).toBe('prompt');
    session.input('echo inside; (exit 3)\r');
    const command = await next(1);
    expect(command).toMatchObject({ text: 'echo inside; (exit 3)', target: { kind: 'service', service: name } });
    expect(await command.outcome).toMatchObject({ exitCode: 3, output: 'inside\n' });
  });
});

describe.skipIf(installedShell('bash') === undefined)('commands that are typed by hand', () => {
  it('are none of those that Run types', async () => {
    await runner.run({ text: 'echo one\necho two', target: laptop, endless: false, folder: join(home, 'work', 'other folder') }, {});
    await runner.run({ text: 'sleep 1000', target: laptop, endless: true }, {});
    const session = await open();
    session.input('true\r');
    expect((await next(1)).text).toBe('true');
  });

  it('are told with the folder that they began in', async () => {
    await mkdir(join(home, 'work', 'app'));
    const session = await open();
    session.input('cd app\r');
    expect(await (await next(1)).outcome).toMatchObject({ exitCode: 0 });
    await awaitPrompt(session, 5000);
    session.input('cd ..\r');
    await next(2);
    expect(typed).toMatchObject([{ folder: join(home, 'work') }, { folder: join(home, 'work', 'app') }]);
  });

  it('have no end of their own where their shell ends', async () => {
    const session = await open();
    session.input('exec sh -c "exit 9"\r');
    expect(await (await next(1)).outcome).toMatchObject({ isCut: true });
  });

  it('are led to where they go on, when the lesson asks for the same one without end', async () => {
    const session = await open();
    session.input('sleep  1000\r');
    await next(1);
    await expect.poll(() => session.view().state).toBe('running');
    let id = '';
    const command = { text: 'sleep 1000', target: laptop, endless: true };
    await runner.run(command, { onStarted: (started) => (id = started) });
    expect(id).toBe(session.id);
    session.input('\x03');
    await expect.poll(() => session.view().state).toBe('prompt');
    isOfLesson = () => false;
    session.input('cat\r');
    await expect.poll(() => session.view().state).toBe('running');
    await runner.run(command, { onStarted: (started) => (id = started) });
    expect(id).not.toBe(session.id);
  });
});
