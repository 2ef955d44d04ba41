import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { interruptSession } from '../../../../src/main/terminal/session/interrupt.ts';
import type { Pty } from '../../../../src/main/terminal/pty/pty.ts';
import { runAtMarks } from '../../../../src/main/terminal/run/run-in-session.ts';
import { createSession, type TerminalSession } from '../../../../src/main/terminal/session/session.ts';

const secret = 'secret';
const mark = (content: string) => `\x1b]133;${content};fleetlab=${secret}\x07`;
const folder = `\x1b]633;P;Cwd=/home/ada;fleetlab=${secret}\x07`;
const prompt = `${folder}${mark('A;0')}$ ${mark('B')}`;

/** A shell that does what the test says. */
function fakePty() {
  const written: string[] = [];
  let tell: (data: Buffer) => void = () => undefined;
  const pty: Pty = {
    pid: 1,
    write: (data) => void written.push(data),
    resize: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    kill: () => undefined,
    onData: (listener) => void (tell = listener),
    onExit: () => undefined,
  };
  return { pty, written, print: (text: string) => tell(Buffer.from(text)) };
}

function open() {
  const shell = fakePty();
  let shown = '';
  const session = createSession({
    id: 'one',
    target: { kind: 'laptop' },
    environment: { id: 'practice', kind: 'practice', name: 'practice device' },
    title: 'laptop',
    shell: 'bash',
    secret,
    pty: shell.pty,
    size: { columns: 80, rows: 24 },
    onOutput: (bytes) => (shown += Buffer.from(bytes).toString()),
    onChange: () => undefined,
  });
  return { session, shown: () => shown, ...shell };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** With the marks that screens get as `<P>`, and without the time that commands took. */
function readable(text: string, key: string): string {
  return text.replaceAll(`\x1b]7531;${key};`, '<').replaceAll(/(?:;\d+;\d+)?\x07/g, '>');
}

function replayed(session: TerminalSession): string {
  const { data, key } = session.replay();
  return readable(data, key);
}

describe('a terminal', () => {
  it('tells where its prompts stand and how their commands ended, also when it is drawn anew or was cleared', () => {
    const { session, print } = open();
    print(prompt);
    print(`true\r\n${mark('C')}${mark('D;0')}${prompt}`);
    print(`é false\r\n${mark('C')}no\r\n${mark('D;1')}${prompt}`);
    expect(replayed(session)).toBe('$ <P>true\r\n<C><D;0>$ <P>é false\r\n<C>no\r\n<D;1>$ <P>');
    const { text, prompts = [] } = session.past();
    expect(text).not.toContain(session.replay().key);
    expect(prompts.map(({ at, sentAt, endedAt }) => [text.slice(at, sentAt), text.slice(sentAt, endedAt)])).toEqual([
      ['true\r\n', ''],
      ['é false\r\n', 'no\r\n'],
      ['', text],
    ]);
    expect(prompts.map(({ exitCode }) => exitCode)).toEqual([0, 1, undefined]);
  });

  it('tells when a command began and how long it took, on a clock that nobody sets, also when it is drawn anew', () => {
    vi.useFakeTimers({ now: 1_764_590_400_000 });
    const { session, print, shown } = open();
    print(`${prompt}make\r\n${mark('C')}`);
    vi.advanceTimersByTime(2000);
    vi.setSystemTime(0);
    vi.advanceTimersByTime(500);
    print(`${mark('D;2')}${prompt}`);
    vi.runOnlyPendingTimers();
    const time = { beganAt: 1_764_590_400_000, milliseconds: 2500 };
    expect(session.past().prompts?.[0]).toMatchObject({ exitCode: 2, time });
    const told = `D;2;${time.beganAt};${time.milliseconds}\x07`;
    expect(shown()).toContain(told);
    expect(session.replay().data).toContain(told);
  });

  it('is cleared down to its prompt, which keeps the modes that are on, and what is drawn below it', () => {
    const { session, print } = open();
    print(`${prompt}ls\r\n${mark('C')}files\r\n${mark('D;0')}\x1b[?2004hin a folder\r\n${prompt}ls /u\r\nusr\x1b[A`);
    session.clear();
    expect(replayed(session)).toBe('\x1b[?2004h$ <P>ls /u\r\nusr\x1b[A');
    print('\r\n'.repeat(600_000));
    session.clear();
    expect(replayed(session)).toBe('\x1b[?2004h');
    print(`${mark('C')}one\r\ntwo`);
    session.clear();
    expect(replayed(session)).toBe('\x1b[?2004htwo');
    print('\x1b[?1049hthe editor\r\nis here');
    session.clear();
    expect(replayed(session)).toContain('the editor');
  });

  it('is on the shell’s own screen at its prompt, whatever a program that was killed has left', () => {
    const { session, print } = open();
    print(`${prompt}ssh\r\n${mark('C')}\x1b[?1049hthe editor`);
    print(`${mark('D;255')}${prompt}`);
    expect(replayed(session)).toMatch(/the editor<D;255>\x1b\[\?1049l\$ <P>$/);
    session.clear();
    expect(replayed(session)).toBe('$ <P>');
  });

  it('is drawn anew on the screen that a program fills, also when the switch to it is kept no more', () => {
    const { session, print } = open();
    print(`${prompt}top\r\n${mark('C')}\x1b[?1049h${'\x1b[Hload\r\n'.repeat(200_000)}`);
    expect(session.replay().data).toMatch(/^\x1b\[\?1049h\x1b\[Hload/);
    expect(session.text()).not.toContain('1049');
  });

  it('can be cleared after a reset', () => {
    const { session, print } = open();
    print(`${prompt}reset\r\n${mark('C')}\x1b[?1049h\x1bcold\r\nnew`);
    session.clear();
    expect(replayed(session)).toBe('new');
  });

  it('keeps an empty prompt where it is cleared', () => {
    const { session, print } = open();
    print(`${folder}${mark('A;0')}${mark('B')}true\r\n${mark('C')}${mark('D;0')}${folder}${mark('A;0')}${mark('B')}`);
    session.clear();
    expect(replayed(session)).toBe('<P>');
  });

  it('tells its screens of prompts, commands and clearing where they come, by a key that is in no output', async () => {
    const { session, print, shown } = open();
    print(`${prompt}false\r\n${mark('C')}no\r\n${mark('D;1')}${prompt}`);
    session.clear();
    await vi.advanceTimersByTimeAsync(100);
    expect(readable(shown(), session.replay().key)).toBe('$ <P>false\r\n<C>no\r\n<D;1>$ <P><X>');
  });

  it('is at its prompt some seconds after one whose end is not marked', async () => {
    const { session, print } = open();
    print(folder);
    await vi.advanceTimersByTimeAsync(4000);
    expect(session.view().state).toBe('starting');
    print('late> ');
    await vi.advanceTimersByTimeAsync(4000);
    expect(session.view().state).toBe('starting');
    await vi.advanceTimersByTimeAsync(1500);
    expect(session.view().state).toBe('prompt');
  });

  it('is at no prompt while a command runs, however the prompts before it were marked', async () => {
    const { session, print } = open();
    print(folder);
    await vi.advanceTimersByTimeAsync(1000);
    print(prompt);
    print(mark('C'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(session.view().state).toBe('running');
  });

  it('stays ended', async () => {
    const { session, print } = open();
    print(folder);
    session.start(fakePty().pty);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(session.view().state).toBe('unknown');
  });

  it('forgets a line that a program has read, also where Backspace is pressed behind it', async () => {
    const { session, print } = open();
    print(prompt);
    session.input('read\r');
    print(mark('C'));
    session.input('y\r');
    print(`${mark('D;0')}${prompt}`);
    expect(session.isLineSent()).toBe(true);
    await vi.advanceTimersByTimeAsync(200);
    session.input('\x7f');
    await vi.advanceTimersByTimeAsync(1000);
    expect({ isSent: session.isLineSent(), isHalfTyped: session.isLineHalfTyped() }).toEqual({ isSent: false, isHalfTyped: false });
  });

  it('is free as soon as it is known that a key which ended the program stands on no line', async () => {
    const { session, print } = open();
    print(prompt);
    session.input('less\r');
    print(mark('C'));
    let isFree = false;
    void interruptSession(session, () => session.view().state === 'prompt' && !session.isLineHalfTyped()).then(() => (isFree = true));
    session.input('q');
    print(`${mark('D;0')}${prompt}`);
    await vi.advanceTimersByTimeAsync(600);
    expect(isFree).toBe(true);
  });

  it('gets no line of a block any more once it was started again', async () => {
    const { session, print, written } = open();
    print(prompt);
    const done = runAtMarks(session, { text: 'first\nsecond', endless: false }, {});
    done.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(10);
    print(mark('C'));
    // The learner's own, which the shell runs next.
    session.input('sleep 99\r');
    print(`${mark('D;0')}${prompt}`);
    print(mark('C'));
    const next = fakePty();
    session.start(next.pty);
    await expect(done).rejects.toMatchObject({ code: 'terminal-ended' });
    next.print(prompt);
    await vi.advanceTimersByTimeAsync(5000);
    expect(written.join('')).not.toContain('second');
    expect(next.written).toEqual([]);
  });
});
