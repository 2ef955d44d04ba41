import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningEnvironment } from '../../../../src/main/environments/environment.ts';
import { createEventBus } from '../../../../src/main/event-bus.ts';
import { awaitPrompt } from '../../../../src/main/terminal/session/await-prompt.ts';
import type { LessonCommand, RunOptions } from '../../../../src/main/terminal/run/command-runner.ts';
import { openLeftOverMarker } from '../../../../src/main/terminal/pty/left-over.ts';
import { openPastTabs } from '../../../../src/main/terminal/tabs/past-tabs.ts';
import { createTerminalRunner } from '../../../../src/main/terminal/run/terminal-runner.ts';
import { createTerminals, type Terminals, type TerminalsOptions } from '../../../../src/main/terminal/tabs/terminals.ts';
import { isAlive, listProcesses } from '../../../../src/main/processes.ts';
import { FleetlabError } from '../../../../src/shared/errors.ts';
import { installedShell, root } from '../support/session.ts';
import { makeHome, optionsAt, removeHome } from '../support/terminals.ts';

const bash = installedShell('bash');

let home: string;
let terminals: Terminals;
let options: () => TerminalsOptions;
let events: { name: string; payload: unknown }[];
let environment: (id?: string) => Promise<RunningEnvironment>;
let chosen: string;
const practice = { id: 'practice', kind: 'practice', name: 'practice device' } as const;
const elsewhere = { id: 'environment-1', kind: 'balena-cloud', name: 'My account' } as const;

beforeEach(async () => {
  home = await makeHome();
  const bus = createEventBus();
  events = [];
  chosen = 'practice';
  bus.subscribe((name, payload) => events.push({ name, payload }));
  environment = () =>
    Promise.resolve({
      ...practice,
      variables: { PRACTICE_TOKEN: 'secret', BALENARC_API_URL: 'http://practice' },
    } as unknown as RunningEnvironment);
  options = () => ({
    bus,
    environment: (id) => environment(id),
    chosenEnvironment: () => chosen,
    ...optionsAt(home),
  });
  terminals = createTerminals(options());
});
afterEach(async () => {
  await terminals.closeAll();
  await removeHome(home);
});

const laptop = (text: string, more: Partial<LessonCommand> = {}): LessonCommand => ({
  text,
  target: { kind: 'laptop' },
  endless: false,
  ...more,
});
const service = (text: string, name = 'main'): LessonCommand => ({ text, target: { kind: 'service', service: name }, endless: false });
const runner = () => createTerminalRunner({ terminals });

describe.skipIf(bash === undefined)('a lesson’s command on the laptop', () => {
  it('opens a terminal in the workspace, runs there and tells how it ended', async () => {
    const outcome = await runner().run(laptop('pwd; echo $BALENARC_API_URL; exit_with() { return 4; }; exit_with'), {});
    expect(outcome).toMatchObject({ exitCode: 4, output: `${join(home, 'work')}\nhttp://practice\n` });
    expect(terminals.list()).toHaveLength(1);
  });

  it('goes to its folder first, visibly, and only when it must', async () => {
    const run = runner();
    const folder = join(home, 'work', 'other folder');
    expect((await run.run(laptop('pwd', { folder }), {})).output).toBe(`${folder}\n`);
    expect((await run.run(laptop('pwd', { folder }), {})).output).toBe(`${folder}\n`);
    const [session] = terminals.sessions();
    expect(session?.text().split(`cd '${folder}'`)).toHaveLength(2);
  });

  it('leaves a folder that was deleted and made again', async () => {
    const folder = join(home, 'work', 'other folder');
    const run = runner();
    await run.run(laptop('pwd', { folder }), {});
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await run.run(laptop('touch here', { folder }), {});
    expect(existsSync(join(folder, 'here'))).toBe(true);
  });

  it('leaves a folder that was deleted and made again after the learner went there', async () => {
    const folder = join(home, 'work', 'other folder');
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input(`cd '${folder}'\r`);
    await expect.poll(() => session?.view().cwd).toBe(folder);
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await run.run(laptop('touch here', { folder }), {});
    expect(existsSync(join(folder, 'here'))).toBe(true);
  });

  it('is cancelled, and no more, where it is stopped on the way to its folder', async () => {
    const run = runner();
    await run.run(laptop('cd() { sleep 1000; }'), {});
    const abort = new AbortController();
    const done = run.run(laptop('touch ~/after', { folder: join(home, 'work', 'other folder') }), { signal: abort.signal });
    await expect.poll(() => terminals.sessions()[0]?.view().state).toBe('running');
    await new Promise((resolve) => setTimeout(resolve, 100));
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(join(home, 'after'))).toBe(false);
  });

  it('says that its folder is gone', async () => {
    await expect(runner().run(laptop('pwd', { folder: join(home, 'gone') }), {})).rejects.toMatchObject({ code: 'no-folder' });
  });

  it('uses the terminal at its prompt that was used last', async () => {
    const one = await terminals.open({ kind: 'laptop' });
    const two = await terminals.open({ kind: 'laptop' });
    let id = '';
    const onStarted = (started: string) => (id = started);
    await runner().run(laptop('true'), { onStarted });
    expect(id).toBe(two.id);
    await awaitPrompt(one, 10_000);
    one.input('\x03');
    await runner().run(laptop('true'), { onStarted });
    expect(id).toBe(one.id);
  });

  it('prefers the terminal in front of the learner', async () => {
    const one = await terminals.open({ kind: 'laptop' });
    await terminals.open({ kind: 'laptop' });
    let id = '';
    const onStarted = (started: string) => (id = started);
    await runner().run(laptop('true'), { onStarted, terminalId: one.id });
    expect(id).toBe(one.id);
    one.input('sleep 1000\r');
    await expect.poll(() => one.view().state).toBe('running');
    await runner().run(laptop('true'), { onStarted, terminalId: one.id });
    expect(id).not.toBe(one.id);
  });

  it.skipIf(installedShell('zsh') === undefined || installedShell('fish') === undefined)(
    'prefers the one in front whatever its shell',
    async () => {
      await writeFile(join(home, '.zshrc'), 'PS1="own> "\n');
      let id = '';
      const onStarted = (started: string) => (id = started);
      const open = async (name: string) => {
        const file = terminals.shells.find((known) => known.name === name)?.file;
        return terminals.open({ kind: 'laptop' }, { shell: file });
      };
      const zsh = await open('zsh');
      const fish = await open('fish');
      expect(await runner().run(laptop('(exit 3)'), { onStarted, terminalId: zsh.id })).toMatchObject({ exitCode: 3 });
      expect(id).toBe(zsh.id);
      expect(await runner().run(laptop('sh -c "exit 4"'), { onStarted, terminalId: fish.id })).toMatchObject({ exitCode: 4 });
      expect(id).toBe(fish.id);
    },
  );

  it.skipIf(installedShell('zsh') === undefined)(
    'opens terminals with the shell that the learner chose, at once and by its name',
    async () => {
      await writeFile(join(home, '.zshrc'), 'PS1="own> "\n');
      let usualShell: string | undefined;
      terminals = createTerminals({ ...options(), usualShell: () => usualShell });
      const zsh = terminals.shells.find(({ name }) => name === 'zsh')?.file;
      let id = '';
      const onStarted = (started: string) => (id = started);
      const shellOf = async (text: string) => (await runner().run(laptop(text), { onStarted })).output.trim();
      expect(await shellOf('echo "$0"')).toContain('bash');
      usualShell = zsh;
      expect(await shellOf('echo "$0"')).toContain('zsh');
      expect(terminals.find(id).view().title).toBe('laptop, zsh');
      usualShell = '/no/such/shell';
      expect(await shellOf('echo "$0"')).toContain('bash');
    },
  );

  it('tells when a terminal could have the command that was refused', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('sleep 0.5\r');
    await expect.poll(() => session?.view().state).toBe('running');
    let isFree = false;
    const free = run.whenFree?.(laptop('true'), { signal: new AbortController().signal }).then(() => (isFree = true));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(isFree).toBe(false);
    await free;
    expect(session?.view().state).toBe('prompt');
    await expect(run.whenFree?.(laptop('true'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('shares its prompt with no other command that waits for the same program to end', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    // It wants two interrupts.
    session?.input(`sh -c 'n=0; trap "n=\\$((n+1)); [ \\$n = 2 ] && exit 0" INT; while :; do sleep 0.1; done'\r`);
    await expect.poll(() => session?.view().state).toBe('running');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const waiting = run.run(laptop('sleep 0.2\nsh -c "exit 7"'), { whenBusy: 'wait' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const interrupting = run.run(laptop('echo mine'), { whenBusy: 'interrupt' });
    expect(await Promise.all([waiting, interrupting])).toMatchObject([
      { exitCode: 7, output: '' },
      { exitCode: 0, output: 'mine\n' },
    ]);
  });

  it('is refused while a program runs, and runs in a new terminal when that is asked for', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('sleep 1000\r');
    await expect.poll(() => session?.view().state).toBe('running');
    await expect(run.run(laptop('true'), {})).rejects.toMatchObject({ code: 'terminal-busy', message: 'A program runs there.' });
    expect((await run.run(laptop('echo new'), { whenBusy: 'new-terminal' })).output).toBe('new\n');
    expect(terminals.list()).toHaveLength(2);
  });

  it('gives a command without end a tab of its own, once, so that the next one finds a prompt', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const started: string[] = [];
    const onStarted = (id: string) => void started.push(id);
    const endless = await run.run(laptop('sleep 1000', { endless: true }), { onStarted });
    expect(endless.exitCode).toBeUndefined();
    await run.run(laptop('sleep 1000', { endless: true }), { onStarted });
    expect((await run.run(laptop('echo next'), { onStarted })).output).toBe('next\n');
    expect(started[1]).toBe(started[0]);
    expect(started[2]).not.toBe(started[0]);
    expect(terminals.list()).toHaveLength(2);
  });

  it('does not take another program in that tab for the command without end', async () => {
    const run = runner();
    const endless = laptop('sleep 1000', { endless: true });
    let id = '';
    await run.run(endless, { onStarted: (started) => (id = started) });
    await run.interrupt?.(id);
    terminals.find(id).input('cat\r');
    await expect.poll(() => terminals.find(id).view().state).toBe('running');
    await expect(run.run(endless, {})).rejects.toMatchObject({ code: 'terminal-busy' });
  });

  it('types nothing where it was stopped while its terminal was opened', async () => {
    const [gate, ready] = [Promise.withResolvers<undefined>(), environment];
    environment = async (id) => {
      await gate.promise;
      return ready(id);
    };
    const abort = new AbortController();
    const done = runner().run(laptop('touch made'), { signal: abort.signal });
    setTimeout(() => {
      abort.abort();
      gate.resolve(undefined);
    }, 20);
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => terminals.sessions()).toHaveLength(1);
    const [session] = terminals.sessions();
    if (session === undefined) throw new Error('none is open');
    await awaitPrompt(session, 5000);
    session.input('echo $((6 * 7))\r');
    await expect.poll(() => session.text()).toContain('42\r\n');
    expect(session.text()).not.toContain('touch');
  });

  it('is stopped at once while its terminal opens', async () => {
    environment = () => new Promise(() => undefined);
    const abort = new AbortController();
    const done = runner().run(laptop('true'), { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('runs in no terminal of another environment', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('sleep 1000\r');
    await expect.poll(() => session?.view().state).toBe('running');
    const waiting = run.run(laptop('touch made', { environment: 'practice' }), { whenBusy: 'wait' });
    environment = () => Promise.resolve({ ...elsewhere, variables: {} } as unknown as RunningEnvironment);
    chosen = elsewhere.id;
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(join(home, 'work', 'made'))).toBe(false);
  });

  it('is refused behind a half-typed line, which stays as it is', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('rm -rf precious');
    await expect(run.run(laptop('true'), {})).rejects.toMatchObject({ code: 'line-half-typed' });
    await expect.poll(() => session?.text()).toMatch(/rm -rf precious$/);
  });

  it.each([
    ['Esc', '\x1b'],
    ['an arrow', '\x1b[D'],
  ])('runs where nothing stands on the line, whatever the shell would have made of its first letters: %s', async (_name, keys) => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input(keys);
    expect(await run.run(laptop('echo whole'), {})).toMatchObject({ exitCode: 0, output: 'whole\n' });
    expect(terminals.list()).toHaveLength(1);
  });

  it('runs where vi’s command mode waits for a command', async () => {
    await writeFile(join(home, '.bashrc'), 'PS1="own> "\nset -o vi\n');
    const run = runner();
    await run.run(laptop('true'), {});
    terminals.sessions()[0]?.input('\x1b');
    expect(await run.run(laptop('echo whole'), {})).toMatchObject({ exitCode: 0, output: 'whole\n' });
  });

  it('waits until it is known whether keys pressed in a program stand on the line', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('read -rsn1\r');
    await expect.poll(() => session?.view().state).toBe('running');
    session?.input('q');
    await expect.poll(() => session?.view().state).toBe('prompt');
    expect(await run.run(laptop('echo one'), {})).toMatchObject({ exitCode: 0, output: 'one\n' });
    expect(terminals.list()).toHaveLength(1);
  });

  it('does not type its next line behind what the learner typed during the one before', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    const onStarted = () => session?.input('precious');
    const done = run.run(laptop('sleep 0.5\ntouch made'), { onStarted });
    await expect(done).rejects.toMatchObject({ code: 'not-run', message: expect.stringContaining('typed there meanwhile') as string });
    expect(existsSync(join(home, 'work', 'made'))).toBe(false);
    await expect.poll(() => session?.text()).toMatch(/precious$/);
  });

  it('types one line after the other, whatever the learner presses between them', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    const done = run.run(laptop('read -rsn1\ntimeout 1 cat > got || true\ntouch made'), { onStarted: () => session?.input('q') });
    await expect.poll(() => session?.isLineUndecided()).toBe(true);
    session?.input('\r');
    expect(await done).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(home, 'work', 'got'), 'utf8')).toBe('');
    expect(existsSync(join(home, 'work', 'made'))).toBe(true);
  });

  it('never shares a prompt with another one', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const first = run.run(laptop('sleep 0.2; echo first'), {});
    await expect(run.run(laptop('echo second'), {})).rejects.toMatchObject({ code: 'terminal-busy' });
    expect((await first).output).toBe('first\n');
  });

  it('waits for the terminal when that is asked for, and can be told to stop waiting', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('sleep 1000\r');
    await expect.poll(() => session?.view().state).toBe('running');
    const abort = new AbortController();
    const stopped = run.run(laptop('echo never'), { whenBusy: 'wait', signal: abort.signal });
    const waiting = run.run(laptop('echo later'), { whenBusy: 'wait' });
    abort.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    session?.input('\x03');
    expect((await waiting).output).toBe('later\n');
    expect(terminals.list()).toHaveLength(1);
  });

  it('interrupts the program, or clears the half-typed line, when that is asked for', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input('sleep 1000\r');
    await expect.poll(() => session?.view().state).toBe('running');
    expect((await run.run(laptop('echo one'), { whenBusy: 'interrupt' })).output).toBe('one\n');
    session?.input('rm -rf precious');
    expect((await run.run(laptop('echo two'), { whenBusy: 'interrupt' })).output).toBe('two\n');
    expect(terminals.list()).toHaveLength(1);
  });

  it('says that a program does not heed the interrupt', async () => {
    const run = runner();
    await run.run(laptop('true'), {});
    const [session] = terminals.sessions();
    session?.input(`sh -c 'trap "" INT; sleep 1000'\r`);
    await expect.poll(() => session?.view().state).toBe('running');
    await expect(run.run(laptop('true'), { whenBusy: 'interrupt' })).rejects.toMatchObject({ code: 'not-interrupted' });
  });

  it('tells when a command without end has ended after all', async () => {
    const run = runner();
    let id = '';
    const ended = Promise.withResolvers<{ exitCode?: number; output: string }>();
    await run.run(laptop('echo begin; sleep 1000', { endless: true }), { onStarted: (started) => (id = started), onEnded: ended.resolve });
    await expect.poll(() => terminals.find(id).text()).toContain('begin\r\n');
    await run.interrupt?.(id);
    expect(await ended.promise).toMatchObject({ exitCode: 130, output: expect.stringContaining('begin') as string });
  });

  it('suggests a line to a shell that starts at its first prompt', async () => {
    await writeFile(join(home, '.bashrc'), 'read -r -n 1 -t 1 answer; echo "answer: [$answer]"\n');
    const session = await terminals.open({ kind: 'laptop' });
    expect(session.view().state).toBe('starting');
    await runner().suggest(session.id, 'echo suggested');
    await expect.poll(() => session.text()).toContain('echo suggested');
    expect(session.text()).toContain('answer: []');
    expect(session.text()).not.toContain('suggested\r\n');
  });

  it('tells that end to everybody who has asked for it', async () => {
    const run = runner();
    const endless = laptop('sleep 1000', { endless: true });
    const told: string[] = [];
    const asker = (name: string): RunOptions => ({
      onEnding: () => told.push(`${name} ending`),
      onEnded: () => told.push(`${name} ended`),
    });
    let id = '';
    await run.run(endless, { ...asker('first'), onStarted: (started) => (id = started) });
    await run.run(endless, asker('second'));
    await run.interrupt?.(id);
    await expect.poll(() => told).toEqual(['first ending', 'second ending', 'first ended', 'second ended']);
  });

  it('is interrupted, and leaves a prompt', async () => {
    const run = runner();
    const abort = new AbortController();
    const done = run.run(laptop('sleep 1000'), { signal: abort.signal, onStarted: () => setTimeout(() => abort.abort(), 50) });
    expect(await done).toMatchObject({ exitCode: 130 });
    expect((await run.run(laptop('echo after'), {})).output).toBe('after\n');
    await expect(run.run(laptop('true'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails with its terminal', async () => {
    const done = runner().run(laptop('sleep 1000'), {
      onStarted: (id) => {
        void terminals.close(id);
      },
    });
    await expect(done).rejects.toMatchObject({ code: 'terminal-ended' });
  });

  it('fails where its terminal is started again', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      let restarted: Promise<unknown> | undefined;
      const done = runner().run(laptop('sleep 1000'), { onStarted: (id) => void (restarted = terminals.restart(id)) });
      await expect(done).rejects.toMatchObject({ code: 'terminal-ended' });
      await restarted;
    }
  });

  it('waits for no environment that cannot come', async () => {
    environment = () => Promise.reject(new FleetlabError('environment-failed', 'It did not start.'));
    await expect(runner().run(laptop('true'), {})).rejects.toMatchObject({ code: 'environment-failed' });
  });
});

const remoteShells = (['sh', 'bash', 'busybox'] as const).map((name) => [name, installedShell(name) !== undefined] as const);

for (const [name, isInstalled] of remoteShells) {
  const skipped = isInstalled ? '' : ` (skipped: this machine has no ${name})`;
  describe.skipIf(!isInstalled)(`a lesson’s command in a service with ${name}${skipped}`, () => {
    const opened = () => {
      const [session] = terminals.sessions();
      if (session === undefined) throw new Error('none is open');
      return session;
    };

    it('tells how it ended and what it printed, in one session', async () => {
      const run = runner();
      expect(await run.run(service('echo one; echo two', name), {})).toMatchObject({ exitCode: 0, output: 'one\ntwo\n' });
      expect((await run.run(service('false', name), {})).exitCode).toBe(1);
      expect((await run.run(service('no-such-program', name), {})).exitCode).toBe(127);
      expect((await run.run(service('true', name), {})).exitCode).toBe(0);
      expect(terminals.list()).toMatchObject([{ title: `service ${name}`, state: 'prompt' }]);
    });

    it('tells nothing of its own echo where that takes several lines of the screen', async () => {
      const words = Array.from({ length: 40 }, () => 'word').join(' ');
      await runner().run(service('true', name), {});
      expect(await runner().run(service(`echo ${words}; sh -c "exit 3"`, name), {})).toMatchObject({ exitCode: 3, output: `${words}\n` });
    });

    it('ends a block with the learner’s Ctrl+C', async () => {
      const done = runner().run(service('sleep 1000\necho after', name), {
        onStarted: () => setTimeout(() => opened().input('\x03'), 300),
      });
      const { exitCode, output } = await done;
      expect(exitCode).toBe(130);
      expect(output).not.toContain('after');
    });

    it('is interrupted, and leaves a prompt', async () => {
      const run = runner();
      const abort = new AbortController();
      const done = run.run(service('sleep 1000', name), { signal: abort.signal, onStarted: () => setTimeout(() => abort.abort(), 50) });
      expect(await done).toMatchObject({ exitCode: 130 });
      expect((await run.run(service('echo after', name), {})).output).toBe('after\n');
    });

    it('may have several lines, also those that go on and here-documents', async () => {
      const run = runner();
      expect(await run.run(service('echo one\necho two\nsh -c "exit 7"', name), {})).toMatchObject({ exitCode: 7, output: 'one\ntwo\n' });
      expect((await run.run(service('sh -c "exit 7"\necho two', name), {})).exitCode).toBe(7);
      // Busybox's line editor takes no tab.
      const tab = name === 'busybox' ? ' ' : '\t';
      const here = await run.run(service(`tr '\\t' T <<END\n${tab}first $((6 * 7))\nlast\nEND`, name), {});
      expect(here).toMatchObject({ exitCode: 0, output: `${tab.replace('\t', 'T')}first 42\nlast\n` });
      const loop = await run.run(service('for n in 1 2\ndo\n  echo "n $n"\ndone', name), {});
      expect(loop).toMatchObject({ exitCode: 0, output: 'n 1\nn 2\n' });
    });

    it('leaves nothing on the screen but what belongs there', async () => {
      await runner().run(service('echo one', name), {});
      const data = opened().text();
      expect(data).not.toMatch(/fleetlab|133|PS1|printf/);
      expect(stripVTControlCharacters(data)).toContain('# echo one');
    });

    it('keeps the marks’ secret from programs', async () => {
      expect((await runner().run(service('env', name), {})).output).not.toMatch(/fleetlab=|PS1/);
    });

    it('is refused behind a half-typed line, also when it was drawn anew, and while a program runs', async () => {
      const run = runner();
      await run.run(service('true', name), {});
      opened().input('rm precious\x7f\x7f');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await expect(run.run(service('true', name), {})).rejects.toMatchObject({ code: 'line-half-typed' });
      opened().input('\x03');
      await awaitPrompt(opened(), 5000);
      expect(opened().isLineHalfTyped()).toBe(false);
      opened().input('sleep 1000\r');
      await expect.poll(() => opened().view().state).toBe('running');
      await expect(run.run(service('true', name), {})).rejects.toMatchObject({ code: 'terminal-busy' });
      // One interrupt may come before the program was started, and go to the shell.
      await run.interrupt?.(opened().id);
      expect(opened().view()).toMatchObject({ state: 'prompt', exitCode: 130 });
    });

    it('keeps the order of what the learner types while the shell is prepared', async () => {
      const session = await terminals.open({ kind: 'service', service: name });
      await expect.poll(() => session.text()).toContain('# ');
      session.input('echo $((40');
      await new Promise((resolve) => setTimeout(resolve, 150));
      session.input(' + 2))\r');
      await expect.poll(() => session.text()).toMatch(/^42\r$/m);
    });
  });
}

describe.skipIf(process.platform === 'win32')('a lesson’s command in a service', () => {
  it('shares no new connection with another one', async () => {
    const run = runner();
    await run.run(service('true'), {});
    const [session] = terminals.sessions();
    session?.input('exit\r');
    await expect.poll(() => session?.view().state).toBe('ended');
    const both = await Promise.all([run.run(service('sleep 0.3; echo one; (exit 3)'), {}), run.run(service('echo two'), {})]);
    expect(both).toMatchObject([
      { exitCode: 3, output: 'one\n' },
      { exitCode: 0, output: 'two\n' },
    ]);
  });

  it('connects again in the same tab once the connection has ended', async () => {
    const run = runner();
    await run.run(service('true'), {});
    const [session] = terminals.sessions();
    session?.input('exit\r');
    await expect.poll(() => session?.view().state).toBe('ended');
    expect(await run.run(service('echo again'), {})).toMatchObject({ exitCode: 0, output: 'again\n' });
    expect(terminals.list()).toMatchObject([{ title: 'service main', state: 'prompt' }]);
    expect(session?.text()).toMatch(/connected again[^]*device ssh uuid main/);
  });

  it('says that the connection ended while it ran', async () => {
    const run = runner();
    await expect(run.run(service('kill -9 $$'), {})).rejects.toMatchObject({ code: 'terminal-ended' });
  });

  it('says that the connection ended', async () => {
    await expect(runner().run(service('true', 'gone'), {})).rejects.toMatchObject({ code: 'terminal-ended' });
  });

  it('takes the end of the connection for no end of a command without end', async () => {
    const ended = Promise.withResolvers<unknown>();
    await runner().run({ ...service('sleep 0.3; kill -9 $$'), endless: true }, { onEnded: ended.resolve });
    expect(await ended.promise).not.toHaveProperty('exitCode');
  });

  it('gives a command without end a tab of its own', async () => {
    const run = runner();
    const started: string[] = [];
    const onStarted = (id: string) => void started.push(id);
    await run.run({ ...service('sleep 1000'), endless: true }, { onStarted });
    expect(await run.run(service('echo next'), { onStarted })).toMatchObject({ exitCode: 0, output: 'next\n' });
    expect(new Set(started).size).toBe(2);
  });
});

describe.skipIf(bash === undefined || process.platform === 'win32')('closing', () => {
  it('ends what runs in a terminal, in the background and whatever it ignores', async () => {
    const run = runner();
    await run.run(
      laptop(`(trap '' HUP TERM INT; echo $BASHPID > ~/stubborn; sleep 1000 & wait) & nohup sleep 1001 >/dev/null 2>&1 & true`),
      {},
    );
    await expect.poll(() => readFile(join(home, 'stubborn'), 'utf8').catch(() => '')).not.toBe('');
    const stubborn = Number(await readFile(join(home, 'stubborn'), 'utf8'));
    const [session] = terminals.sessions();
    const leader = session?.pty?.pid ?? 0;
    expect(isAlive(stubborn)).toBe(true);
    await terminals.closeAll();
    await expect.poll(() => isAlive(stubborn)).toBe(false);
    const left = async () => (await listProcesses()).filter((info) => info.session === leader || info.pid === leader);
    await expect.poll(left).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'ends what a shell that has ended left in the background, with its tab or at the next start',
    async () => {
      const run = runner();
      const leave = async () => {
        await run.run(laptop('nohup sleep 1000 > /dev/null 2>&1 & echo $! > ~/left'), { whenBusy: 'new-terminal' });
        const pid = Number(await readFile(join(home, 'left'), 'utf8'));
        const session = terminals.sessions().findLast((open) => open.view().state === 'prompt');
        session?.input('exit\r');
        await expect.poll(() => session?.view().state).toBe('ended');
        expect(isAlive(pid)).toBe(true);
        return { pid, session };
      };
      const closed = await leave();
      await terminals.close(closed.session?.id ?? '');
      await expect.poll(() => isAlive(closed.pid)).toBe(false);
      const { pid } = await leave();
      await openLeftOverMarker(join(home, 'terminals.json'));
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  );

  it('ends at the next start what a killed app left behind', async () => {
    await runner().run(laptop('sleep 1000', { endless: true }), {});
    const pid = terminals.sessions()[0]?.pty?.pid ?? 0;
    const marker = await readFile(join(home, 'terminals.json'), 'utf8');
    expect(marker).toContain(String(pid));
    await openLeftOverMarker(join(home, 'terminals.json'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('leaves a process alone that has the number of one from before', async () => {
    const pid = process.pid;
    await writeFile(join(home, 'other.json'), JSON.stringify({ version: 1, value: { leaders: [{ pid, start: 'another-time' }] } }));
    await openLeftOverMarker(join(home, 'other.json'));
    expect(isAlive(pid)).toBe(true);
  });

  it.skipIf(process.platform !== 'linux')('is not kept from one terminal by the shell of another', async () => {
    await terminals.open({ kind: 'laptop' });
    const { output } = await runner().run(laptop('ls -l /proc/self/fd /proc/$$/fd; echo level $SHLVL'), { whenBusy: 'new-terminal' });
    expect(output).toContain('level 1');
    expect(output).not.toMatch(/ptmx|pipe:/);
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves no terminal, no file and no zombie behind, however often it is done',
    async () => {
      const leaders = new Set<number>();
      // Terminals of other programs come and go meanwhile: only this process's own ends of them count, and programs that hold the other end.
      const count = async () => ({
        terminals: (await openFiles()).filter((file) => file.endsWith('/ptmx')).length,
        programs: (await listProcesses()).filter(({ session }) => session !== undefined && leaders.has(session)).length,
        files: (await openFiles()).length,
        children: (await readFile('/proc/self/task/' + String(process.pid) + '/children', 'utf8')).trim().split(' ').filter(Boolean).length,
      });
      const round = async () => {
        const opened = await Promise.all(Array.from({ length: 10 }, () => terminals.open({ kind: 'laptop' })));
        for (const { pty } of opened) leaders.add(pty?.pid ?? 0);
        await Promise.all(opened.map(({ id }) => terminals.close(id)));
      };
      await round();
      await expect.poll(async () => (await count()).children).toBe(0);
      const before = await count();
      expect(before).toMatchObject({ terminals: 0, programs: 0 });
      for (let turn = 0; turn < 20; turn += 1) await round();
      const more = async () => Object.entries(await count()).filter(([name, number]) => number > before[name as keyof typeof before]);
      await expect.poll(more).toEqual([]);
    },
    120_000,
  );

  it('tells the page', async () => {
    const session = await terminals.open({ kind: 'laptop' });
    await terminals.close(session.id);
    expect(events.at(-1)).toEqual({ name: 'terminal.closed', payload: { id: session.id } });
    expect(() => terminals.find(session.id)).toThrow('closed');
  });
});

describe.skipIf(bash === undefined)('a tab', () => {
  it('is restarted in its place, in the folder it was in, and keeps what it showed', async () => {
    const session = await terminals.open({ kind: 'laptop' });
    await expect.poll(() => session.view().state).toBe('prompt');
    session.input("cd 'other folder'; echo $((40 + 2))\r");
    await expect.poll(() => session.view().cwd).toBe(join(home, 'work', 'other folder'));
    session.input('exit 3\r');
    await expect.poll(() => session.view()).toMatchObject({ state: 'ended', exitCode: 3 });
    const again = await terminals.restart(session.id);
    expect(again.id).toBe(session.id);
    await expect.poll(() => again.view()).toMatchObject({ state: 'prompt', cwd: join(home, 'work', 'other folder') });
    expect(again.text()).toMatch(/42[^]*── restarted ──[^]*own> $/);
    expect(terminals.list()).toHaveLength(1);
  });

  it('ends what runs in it before it is restarted', async () => {
    const session = await terminals.open({ kind: 'laptop' });
    await expect.poll(() => session.view().state).toBe('prompt');
    session.input('sleep 1000\r');
    await expect.poll(() => session.view().state).toBe('running');
    const before = session.pty?.pid ?? 0;
    await terminals.restart(session.id);
    expect(isAlive(before)).toBe(false);
    await expect.poll(() => session.view().state).toBe('prompt');
  });

  it('belongs to the environment that it was opened in, and runs lessons’ commands only while that is chosen', async () => {
    const first = await terminals.open({ kind: 'laptop' });
    await expect.poll(() => first.view().state).toBe('prompt');
    chosen = 'environment-1';
    environment = () => Promise.resolve({ ...elsewhere, variables: { WHERE: 'elsewhere' } } as unknown as RunningEnvironment);
    expect((await runner().run(laptop('echo "$WHERE"'), {})).output).toBe('elsewhere\n');
    expect(terminals.list().map((view) => view.environment)).toEqual([practice, elsewhere]);
    chosen = 'practice';
    expect((await runner().run(laptop('echo "at ${WHERE:-home}"'), {})).output).toBe('at home\n');
    expect(terminals.list()).toHaveLength(2);
  });

  it('is started again in its own environment, whatever is chosen by then', async () => {
    const asked: (string | undefined)[] = [];
    const session = await terminals.open({ kind: 'laptop' });
    const before = environment;
    environment = (id) => {
      asked.push(id);
      return before(id);
    };
    chosen = 'environment-1';
    await terminals.restart(session.id);
    expect(asked).toEqual(['practice']);
  });

  it('comes back after the app was started again, with its folder and what it showed', async () => {
    const folder = join(home, 'terminals');
    terminals = createTerminals({ ...options(), past: await openPastTabs(folder) });
    const size = { columns: 97, rows: 11 };
    const first = await terminals.open({ kind: 'laptop' }, { size });
    await expect.poll(() => first.view().state).toBe('prompt');
    first.input("cd 'other folder'; echo $((40 + 2))\r");
    await expect.poll(() => first.view().cwd).toBe(join(home, 'work', 'other folder'));
    await terminals.closeAll();

    terminals = createTerminals({ ...options(), past: await openPastTabs(folder) });
    const [view] = terminals.list();
    expect(view).toMatchObject({ title: first.view().title, cwd: join(home, 'work', 'other folder') });
    const restored = terminals.find(view?.id ?? '');
    const { text, prompts = [] } = restored.past();
    expect(text).toMatch(/42[^]*Fleetlab was started again/);
    expect(prompts[0]).toMatchObject({ exitCode: 0 });
    expect(text.slice(prompts[0]?.at)).toMatch(/^cd 'other folder'/);
    expect(stripVTControlCharacters(text.slice(prompts[0]?.sentAt, prompts[0]?.endedAt))).toBe('42\r\n');
    // What went back over its own lines is drawn as it was, and the line below it comes after all of it.
    expect(restored.size()).toEqual(size);
    expect(text).not.toContain('\x1b[?1049l');
    await expect.poll(() => terminals.list()).toMatchObject([{ state: 'prompt', cwd: join(home, 'work', 'other folder') }]);
    expect((await runner().run(laptop('pwd'), {})).output).toBe(`${join(home, 'work', 'other folder')}\n`);
  });

  it('that is closed before its shell is there lets no command wait for it', async () => {
    const folder = join(home, 'terminals');
    terminals = createTerminals({ ...options(), past: await openPastTabs(folder) });
    await runner().run(laptop('true'), {});
    await terminals.closeAll();

    const ready = environment;
    const later = Promise.withResolvers<RunningEnvironment>();
    environment = () => later.promise;
    terminals = createTerminals({ ...options(), past: await openPastTabs(folder) });
    const [view] = terminals.list();
    const done = runner().run(laptop('true'), {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    void terminals.close(view?.id ?? '');
    await expect(done).rejects.toMatchObject({ code: 'terminal-ended' });
    later.resolve(await ready());
  });

  it('does not let the shell read what output has asked the terminal for', async () => {
    const session = await terminals.open({ kind: 'laptop' });
    await expect.poll(() => session.view().state).toBe('prompt');
    session.input('\x1b[?1;2c\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[3;1R');
    expect((await runner().run(laptop('echo clean'), {})).output).toBe('clean\n');
  });
});

describe('a machine that has no terminals', () => {
  it('gets the reason in words', async () => {
    const without = createTerminals({
      bus: createEventBus(),
      environment: () => environment(),
      chosenEnvironment: () => 'practice',
      device: () => undefined,
      toolchain: { node: '', launcher: '', launcherFolder: '', cliVersion: () => Promise.resolve(undefined) },
      machine: { platform: 'linux', environment: {}, home },
      root,
      folder: () => home,
      spawn: () => Promise.reject(new Error('posix_openpt failed')),
      marker: openLeftOverMarker(join(home, 'none.json')),
    });
    await expect(without.open({ kind: 'laptop' })).rejects.toMatchObject({
      code: 'no-terminal',
      message: expect.stringContaining('posix_openpt failed') as string,
    });
    await expect(without.open({ kind: 'service', service: 'main' })).rejects.toMatchObject({ code: 'no-device' });
  });
});

/** Where this process's open files lead. */
async function openFiles(): Promise<string[]> {
  const numbers = await readdir('/proc/self/fd');
  // The one that lists them is closed by now.
  const files = await Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => undefined)));
  return files.filter((file) => file !== undefined);
}
