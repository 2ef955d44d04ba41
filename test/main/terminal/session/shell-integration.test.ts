import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runAtMarks } from '../../../../src/main/terminal/run/run-in-session.ts';
import { interruptSession } from '../../../../src/main/terminal/session/interrupt.ts';
import { awaitPrompt } from '../../../../src/main/terminal/session/await-prompt.ts';
import { quoteFor, type ShellKind } from '../../../../src/main/terminal/shells/shells.ts';
import { installedShell, openSession, root, type OpenedSession } from '../support/session.ts';

let home: string;
let opened: OpenedSession | undefined;
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'fleetlab-home-')));
});
afterEach(async () => {
  opened?.close();
  opened = undefined;
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

const settings: Record<string, string> = {
  bash: '.bashrc',
  zsh: '.zshrc',
  fish: '.config/fish/config.fish',
};
const ownPrompt: Record<string, string> = {
  bash: `PS1='own> '; PATH=/usr/local/own:$PATH; export MARKER=$((MARKER+1))\n`,
  zsh: `PS1='own> '; PATH=/usr/local/own:$PATH; export MARKER=$((MARKER+1)); HISTFILE=$HOME/history\n`,
  fish: `function fish_prompt; echo -n 'own> '; end; set -gx PATH /usr/local/own $PATH; set -gx MARKER (math "0$MARKER" + 1)\n`,
};

const replacedPrompts = {
  bash: ["PROMPT_COMMAND='echo hi'", "PS0=; PS1=''; unset PS2", 'set -u; unset PS1', "trap 'true' DEBUG", 'set -o vi', 'stty -echo'],
  zsh: [
    'precmd_functions=(true)',
    "preexec_functions=(); PS1=''; unset PS2",
    'set -u; unset PS1',
    'setopt ksh_arrays sh_word_split',
    'bindkey -v',
  ],
  fish: ["function fish_prompt; echo -n 'new> '; end", 'functions -e fish_prompt', 'fish_vi_key_bindings'],
};

const rightPrompt = {
  bash: '',
  zsh: "RPROMPT='right %?'\n",
  fish: "function fish_right_prompt; echo -n 'right'; end\n",
};
const exportedPrompts = {
  bash: "export PS1='mine> ' PS2='more> ' PS0=\n",
  zsh: "export PS1='mine> ' PS2='more> '\n",
  fish: "set -gx PS1 'mine> '\n",
};
const nestedShell = { bash: 'bash --norc', zsh: 'zsh -f', fish: 'fish --no-config' };

async function start(kind: ShellKind, more = '', fleetlab?: string): Promise<OpenedSession> {
  const started = await startSlowly(kind, more, fleetlab);
  await awaitPrompt(started.session, 15_000);
  return started;
}
/** Without waiting for its prompt. */
async function startSlowly(kind: ShellKind, more: string, fleetlab?: string): Promise<OpenedSession> {
  const shell = installedShell(kind);
  if (shell === undefined) throw new Error('skipped before');
  const file = join(home, settings[kind] ?? '');
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, (ownPrompt[kind] ?? '') + more);
  opened = await openSession(shell, home, {}, undefined, fleetlab);
  return opened;
}
const isWindows = process.platform === 'win32';
/** Until it is decided what stands on the line of a prompt that is there. */
const decided = () => new Promise((resolve) => setTimeout(resolve, 800));
const run = (text: string, options: Parameters<typeof runAtMarks>[2] = {}) => {
  if (opened === undefined) throw new Error('not started');
  return runAtMarks(opened.session, { text, endless: false }, options);
};

for (const kind of ['bash', 'zsh', 'fish'] as const) {
  describe.skipIf(installedShell(kind) === undefined)(`${kind} with marks`, () => {
    it('tells how each command ended and what it printed', async () => {
      await start(kind);
      expect(await run('echo hello')).toMatchObject({ exitCode: 0, output: 'hello\n' });
      expect((await run('false')).exitCode).toBe(1);
      expect((await run('sh -c "exit 42"')).exitCode).toBe(42);
      expect((await run('no-such-program-anywhere')).exitCode).toBe(127);
      expect((await run('true')).exitCode).toBe(0);
    });

    it('follows the folder, whatever its name', async () => {
      const { session } = await start(kind);
      const folder = join(home, isWindows ? 'a; b “d” $e' : 'a; b\\c “d” $e');
      await mkdir(folder);
      expect((await run(`cd ${quoteFor(kind, folder)}`)).exitCode).toBe(0);
      expect(session.view().cwd).toBe(folder);
    });

    it('leaves the learner’s own settings as they are', async () => {
      const { session, screen } = await start(kind);
      await run('true');
      session.replay();
      expect(screen()).toContain('own> ');
      expect((await run('echo "$MARKER"')).output).toBe('1\n');
    });

    it('puts the balena command before what the settings put first', async () => {
      await start(kind);
      const { output } = await run(kind === 'fish' ? 'string join : $PATH' : 'echo "$PATH"');
      if (isWindows) expect(output).toMatch(/^[^:]*\/resources\/launcher\/windows:/);
      else expect(output.startsWith(`${join(root, 'resources', 'launcher')}:`)).toBe(true);
      expect(output).toContain('/usr/local/own');
    });

    it('keeps the secret from programs and from the screen', async () => {
      const { session, screen } = await start(kind);
      expect((await run('env')).output).not.toMatch(/test-secret|FLEETLAB/);
      session.replay();
      expect(screen()).not.toContain('test-secret');
      expect(screen()).not.toContain('fleetlab=');
    });

    it('is not fooled by a program that prints marks', async () => {
      await start(kind);
      const { exitCode } = await run(String.raw`printf '\033]133;D;0\007\033]133;A\007\033]133;D;0;fleetlab=guess\007'; sh -c 'exit 9'`);
      expect(exitCode).toBe(9);
    });

    it('has no mouse reports and its cursor at the prompt, whatever a program left on', async () => {
      const { session, screen } = await start(kind);
      await run(String.raw`printf '\033[?1003h\033[?1006h\033[?25l'`);
      const isOver = (shown: string) =>
        shown.includes('\x1b[?1003h') &&
        shown.lastIndexOf('\x1b[?1003l') > shown.lastIndexOf('\x1b[?1003h') &&
        shown.lastIndexOf('\x1b[?25h') > shown.lastIndexOf('\x1b[?25l');
      await expect.poll(() => isOver(screen())).toBe(true);
      expect(isOver(session.text())).toBe(true);
    });

    it('rubs out whole characters where a program reads a line', async () => {
      const { session } = await start(kind);
      const begun = join(home, 'begun');
      const done = run(`sh -c 'touch "$0"; exec head -n 1 > ~/read' '${begun}'`);
      await vi.waitFor(() => readFile(begun), { timeout: 10_000 });
      session.input('añ漢\x7f\x7f\r');
      await done;
      expect(await readFile(join(home, 'read'), 'utf8')).toBe('a\n');
    });

    it('knows when a program runs and when the shell waits', async () => {
      const { session, states } = await start(kind);
      const done = run('sleep 0.3');
      await expect.poll(() => session.view().state).toBe('running');
      await done;
      expect(session.view().state).toBe('prompt');
      expect(states.filter((state, index) => state !== states[index - 1])).toEqual(['starting', 'prompt', 'running', 'prompt']);
    });

    it.skipIf(kind === 'fish')('keeps the tabs of a block', async () => {
      await start(kind);
      const visible = "| tr '\\t' T";
      expect((await run(`printf 'a\tb\\n' ${visible}\nprintf 'c\td\\n' ${visible}`)).output).toBe('aTb\ncTd\n');
      expect((await run(`printf 'a\tb\\n' ${visible}`)).output).toBe('aTb\n');
    });

    it('runs several lines as one block', async () => {
      await start(kind);
      const { exitCode, output } = await run('echo one\necho two\nsh -c "exit 7"');
      expect(output).toMatch(/one[^]*two/);
      expect(exitCode).toBe(7);
    });

    it('tells the first failure of a block, also where its last line went well', async () => {
      const { session } = await start(kind);
      expect(await run('echo one\nsh -c "exit 7"\nsh -c "exit 8"\necho two')).toMatchObject({ exitCode: 7 });
      expect(await run('echo one')).toMatchObject({ exitCode: 0 });
      expect(session.isLineHalfTyped()).toBe(false);
    });

    it('tells what was printed without a line end as it is', async () => {
      await start(kind);
      expect((await run('printf abc')).output).toBe('abc');
      expect((await run('printf "  a\\n  b"')).output).toBe('  a\n  b');
      expect((await run('printf abc\nprintf def\necho ghi')).output).toBe('abc\ndef\nghi\n');
    });

    it('runs lines that go on as one, and each in its turn', async () => {
      await start(kind);
      const text = [
        'echo "a',
        'b"',
        '',
        'echo c \\',
        '  d',
        'echo e |',
        '  cat',
        '# a remark',
        'sh -c "exit 7" &&',
        '  echo never',
        'echo f',
      ];
      expect(await run(text.join('\n'))).toMatchObject({ exitCode: 7, output: 'a\nb\nc d\ne\nf\n' });
    });

    it('runs what takes several lines in its own language', async () => {
      await start(kind);
      const loop = kind === 'fish' ? ['for x in 1 2', '  echo $x', 'end'] : ['for x in 1 2; do', '  echo $x', 'done'];
      expect(await run(['false', ...loop, 'true'].join('\n'))).toMatchObject({ exitCode: 1, output: '1\n2\n' });
    });

    it('runs what comes before a line that it cannot read, and none after it', async () => {
      const { session } = await start(kind);
      await expect(run('touch ~/before\necho )\ntouch ~/after')).rejects.toMatchObject({ code: 'not-run' });
      await awaitPrompt(session, 5000);
      expect((await run('ls ~')).output).toContain('before');
      expect((await run('ls ~')).output).not.toContain('after');
    });

    it.skipIf(kind === 'fish')('runs a here-document', async () => {
      await start(kind);
      const { exitCode, output } = await run('cat <<END > ~/written\nfirst $((6 * 7))\n\tlast\nEND');
      expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
      expect(await readFile(join(home, 'written'), 'utf8')).toBe('first 42\n\tlast\n');
    });

    it('interrupts', async () => {
      const { session } = await start(kind);
      const abort = new AbortController();
      const begun = join(home, 'begun');
      const done = run(`sh -c 'touch "$0"; exec sleep 100' '${begun}'`, { signal: abort.signal });
      // A shell that is still about to start the program takes the key for one typed at its prompt.
      await vi.waitFor(() => readFile(begun), { timeout: 10_000 });
      abort.abort();
      expect(await done).toMatchObject({ exitCode: 130 });
      expect(session.view().state).toBe('prompt');
      expect((await run('echo still here')).output).toBe('still here\n');
    });

    it('notices a half-typed line, also after the window was resized', async () => {
      const { session } = await start(kind);
      expect(session.isLineHalfTyped()).toBe(false);
      session.input('ech');
      expect(session.isLineHalfTyped()).toBe(true);
      session.resize({ columns: 70, rows: 20 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(session.isLineHalfTyped()).toBe(true);
      session.input('\x03');
      await awaitPrompt(session, 5000);
      expect(session.isLineHalfTyped()).toBe(false);
      if (session.isLineBlank()) await interruptSession(session, () => !session.isLineHalfTyped() && !session.isLineBlank());
      expect((await run('stty size')).output.trim()).toBe('20 70');
    });

    it('has an empty line after an interrupt, also one that came before it had read what was typed', async () => {
      const { session } = await start(kind);
      for (let turn = 0; turn < (kind === 'fish' ? 2 : 5); turn += 1) {
        session.input('rm -rf precious');
        await interruptSession(session, () => !session.isLineHalfTyped());
        expect(await run('echo clean')).toMatchObject({ exitCode: 0, output: 'clean\n' });
      }
      session.input('\x03');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await awaitPrompt(session, 5000);
      expect((await run('echo clean')).output).toBe('clean\n');
    });

    it('runs no line of a block after the one that was interrupted', async () => {
      await start(kind);
      const abort = new AbortController();
      const begun = join(home, 'begun');
      const done = run(`sh -c 'touch "$0"; exec sleep 100' '${begun}'\ntouch ~/after`, { signal: abort.signal });
      await vi.waitFor(() => readFile(begun), { timeout: 10_000 });
      abort.abort();
      await done;
      expect((await run('ls ~/after')).exitCode).not.toBe(0);
    });

    it.each([
      ['Esc', '\x1b'],
      ['an arrow', '\x1b[D'],
      ['the key to the begin of the line', '\x01'],
      ['the key that takes the next one as it is', '\x16'],
    ])('tells keys that leave nothing to be seen from a half-typed line: %s', async (_name, keys) => {
      const { session } = await start(kind, rightPrompt[kind]);
      session.input(keys);
      await decided();
      expect({ isHalfTyped: session.isLineHalfTyped(), isBlank: session.isLineBlank() }).toEqual({ isHalfTyped: false, isBlank: true });
      await interruptSession(session, () => !session.isLineHalfTyped() && !session.isLineBlank());
      expect((await run('echo clean')).output).toBe('clean\n');
    });

    it('notices what is typed, or recalled, after a key that left nothing to be seen', async () => {
      const { session } = await start(kind);
      await run('echo before');
      for (const keys of ['\x1b[A', 'ls']) {
        session.input('\x1b[D');
        await decided();
        session.input(keys);
        await decided();
        expect({ isHalfTyped: session.isLineHalfTyped(), isBlank: session.isLineBlank() }).toEqual({ isHalfTyped: true, isBlank: false });
        await interruptSession(session, () => !session.isLineHalfTyped());
      }
    });

    it('is not mistaken for a line that the learner sent before the prompt was there', async () => {
      const { session } = await startSlowly(kind, 'touch ~/begun; sleep 0.5\n');
      await vi.waitFor(() => readFile(join(home, 'begun')), { timeout: 10_000 });
      session.input('sleep 0.3; echo mine\r');
      await awaitPrompt(session, 15_000);
      expect(await run('sh -c "exit 7"')).toMatchObject({ exitCode: 7, output: '' });
    });

    it('goes on with a block behind a line that the learner sent meanwhile, which is none of it', async () => {
      const { session } = await start(kind);
      const done = run('sleep 0.5\nsh -c "exit 7"');
      await expect.poll(() => session.view().state).toBe('running');
      await new Promise((resolve) => setTimeout(resolve, 100));
      session.input('ls /nonexistent\r');
      const { exitCode, output } = await done;
      expect(exitCode).toBe(7);
      expect(output).not.toContain('cannot access');
      expect(session.text()).toContain('cannot access');
    });

    it('ends a block with the learner’s Ctrl+C', async () => {
      const { session } = await start(kind);
      const begun = join(home, 'begun');
      const done = run(`sh -c 'touch "$0"; exec sleep 100' '${begun}'\ntouch ~/after`);
      await vi.waitFor(() => readFile(begun), { timeout: 10_000 });
      session.input('\x03');
      expect(await done).toMatchObject({ exitCode: 130, isStopped: true });
      expect((await run('ls ~/after')).exitCode).not.toBe(0);
    });

    it('is no success where it was stopped half-way, whatever its first line made of that', async () => {
      await start(kind);
      const abort = new AbortController();
      const begun = join(home, 'begun');
      const line = `sh -c 'trap "exit 0" INT; touch "$0"; while :; do sleep 0.1; done' '${begun}'`;
      const done = run(`${line}\ntouch ~/after`, { signal: abort.signal });
      await vi.waitFor(() => readFile(begun), { timeout: 10_000 });
      abort.abort();
      expect(await done).toMatchObject({ exitCode: 130, isStopped: true });
    });

    it('says how many lines came before those that it tells', async () => {
      await start(kind);
      const { output, omittedLines } = await run('seq 1 9000');
      const lines = output.trimEnd().split('\n');
      expect(lines.at(-1)).toBe('9000');
      expect(omittedLines).toBe(9000 - lines.length);
      expect(lines[0]).toBe(String((omittedLines ?? 0) + 1));
      expect(await run('seq 1 10')).not.toHaveProperty('omittedLines');
    });

    it.skipIf(kind === 'fish')('ends also where a function of the learner’s makes the prompt anew behind Fleetlab’s', async () => {
      const { session } = await start(kind);
      const functions = kind === 'bash' ? 'PROMPT_COMMAND+=(late)' : 'precmd_functions+=(late)';
      await run(`late() { PS1='late> '; }`);
      expect((await run(functions)).exitCode).toBe(0);
      expect(session.view().state).toBe('prompt');
      expect(await run('sh -c "exit 7"')).toMatchObject({ exitCode: 7 });
      expect(session.text()).toContain('late> ');
    });

    it('takes a line that goes on for one that is half typed', async () => {
      const { session } = await start(kind);
      session.input('echo "half\r');
      await expect.poll(() => session.isLineHalfTyped()).toBe(true);
      await interruptSession(session, () => !session.isLineHalfTyped());
      expect((await run('echo whole')).output).toBe('whole\n');
    });

    it('says that a text cannot be run, and leaves an empty line', async () => {
      const { session } = await start(kind);
      await expect(run('echo "never closed')).rejects.toMatchObject({ code: 'not-run' });
      await awaitPrompt(session, 5000);
      await expect(run('echo )')).rejects.toMatchObject({ code: 'not-run' });
      await awaitPrompt(session, 5000);
      await expect(run('# nothing but a remark')).rejects.toMatchObject({ code: 'not-run' });
      await awaitPrompt(session, 5000);
      expect((await run('echo after')).output).toBe('after\n');
    });

    it.each([
      ['the begin of a line', 'rm -rf pre'],
      ['a line that was recalled', '\x1b[A'],
      ['a line of which something was rubbed out', 'ls -lx\x7f'],
      ['a line behind one that is run', 'true\rrm -rf pre'],
    ])('notices what was typed while a program ran: %s', async (_name, keys) => {
      const { session } = await start(kind);
      session.input('sleep 0.3\r');
      await expect.poll(() => session.view().state).toBe('running');
      session.input(keys);
      await expect.poll(() => session.view().state).toBe('prompt');
      await decided();
      expect(session.isLineHalfTyped()).toBe(true);
      await interruptSession(session, () => !session.isLineHalfTyped());
      expect((await run('echo clean')).output).toBe('clean\n');
    });

    it('notices what was typed before its first prompt', async () => {
      const { session } = await startSlowly(kind, 'touch ~/begun; sleep 0.5\n');
      await vi.waitFor(() => readFile(join(home, 'begun')), { timeout: 10_000 });
      session.input('rm -rf pre');
      await awaitPrompt(session, 15_000);
      await decided();
      expect(session.isLineHalfTyped()).toBe(true);
    });

    it.each(['q', '\x1b[B'])('has an empty line where a program has read what was typed: %j', async (keys) => {
      const { session } = await start(kind, rightPrompt[kind]);
      session.input(`sh -c 'stty -icanon -echo; echo "ready$((1 + 1))"; head -c ${keys.length}; stty icanon echo'\r`);
      await expect.poll(() => session.text()).toContain('ready2');
      session.input(keys);
      await expect.poll(() => session.view().state === 'prompt' && !session.isLineHalfTyped(), { timeout: 5000 }).toBe(true);
    });

    it('notices what was typed at the prompt just after a program has read what was typed before', async () => {
      const { session } = await start(kind);
      session.input(`sh -c 'stty -icanon -echo; echo "ready$((1 + 1))"; head -c 1; stty icanon echo'\r`);
      await expect.poll(() => session.text()).toContain('ready2');
      session.input('q');
      await expect.poll(() => session.view().state).toBe('prompt');
      session.input('rm');
      await decided();
      expect(session.isLineHalfTyped()).toBe(true);
    });

    it('keeps the secret from programs, and knows that a shell inside it is one, where prompts are exported', async () => {
      const { session } = await start(kind, exportedPrompts[kind]);
      expect((await run('env')).output).not.toMatch(/test-secret/);
      session.input(`${nestedShell[kind]}\r`);
      await expect.poll(() => session.view().state).toBe('running');
      session.input('env; expr 6 \\* 7\r');
      await expect.poll(() => session.text(), { timeout: 10_000 }).toMatch(/^42\r$/m);
      await decided();
      expect(session.view().state).toBe('running');
      session.input('exit\r');
      await expect.poll(() => session.view().state, { timeout: 5000 }).toBe('prompt');
      await awaitPrompt(session, 5000);
      expect(session.text()).not.toContain('test-secret');
      expect(await run('echo outside')).toMatchObject({ exitCode: 0, output: 'outside\n' });
    });

    it.each(replacedPrompts[kind])('tells how commands end after %s', async (line) => {
      const { session } = await start(kind);
      session.input(`${line}\r`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await awaitPrompt(session, 5000);
      expect((await run('sh -c "exit 42"')).exitCode).toBe(42);
      expect(await run('echo fine')).toMatchObject({ exitCode: 0, output: 'fine\n' });
    });

    it('says when it is gone', async () => {
      const { session } = await start(kind);
      await expect(run('exit 5')).rejects.toMatchObject({ code: 'terminal-ended' });
      expect(session.view()).toMatchObject({ state: 'ended', exitCode: 5 });
    });
  });
}

describe.skipIf(installedShell('zsh') === undefined)('zsh', () => {
  it('keeps its marks and its PATH whatever the settings make of names and lists', async () => {
    await start('zsh', "alias -g C='| wc -l'\nsetopt ksh_arrays sh_word_split\n");
    expect(await run('echo one')).toMatchObject({ exitCode: 0, output: 'one\n' });
    expect((await run('sh -c "exit 3"')).exitCode).toBe(3);
    expect((await run('echo $PATH')).output).toContain(`${process.env['PATH'] ?? ''}\n`);
  });
});

describe.skipIf(installedShell('fish') === undefined)('fish', () => {
  it('tells no success of a command that was put to sleep', async () => {
    const { session } = await start('fish');
    const done = run('sleep 1000');
    await expect.poll(() => session.view().state).toBe('running');
    await new Promise((resolve) => setTimeout(resolve, 300));
    session.input('\x1a');
    expect(await done).not.toHaveProperty('exitCode');
  });

  it('refuses a command whose tabs it would lose, unless they are indentation', async () => {
    await start('fish');
    await expect(run("printf 'a\tb'")).rejects.toMatchObject({ code: 'not-run' });
    expect(await run('for x in 1\n\techo $x\nend')).toMatchObject({ exitCode: 0, output: '1\n' });
  });
});

/** No bash of macOS is here: ours takes the way of 3.2, which has neither PS0 nor lists of prompt commands. */
describe.skipIf(installedShell('bash') === undefined)('bash on the way of 3.2', () => {
  const startOld = async (more = '') => {
    const integration = join('resources', 'shell-integration', 'bash', 'integration.bash');
    const text = await readFile(join(root, integration), 'utf8');
    const old = text.replaceAll('${BASH_VERSINFO[0]}', '3').replaceAll('${BASH_VERSINFO[1]}', '2');
    expect(old).not.toBe(text);
    const folder = join(home, 'fleetlab');
    await mkdir(join(folder, integration, '..'), { recursive: true });
    await writeFile(join(folder, integration), old);
    return start('bash', more, folder);
  };

  it('tells how commands end and what they printed', async () => {
    await startOld();
    expect(await run('echo hello')).toMatchObject({ exitCode: 0, output: 'hello\n' });
    expect((await run('sh -c "exit 42"')).exitCode).toBe(42);
    expect(await run('echo one\nsh -c "exit 7"\necho two')).toMatchObject({ exitCode: 7, output: 'one\ntwo\n' });
  });

  it('leaves the last argument to the next command', async () => {
    await startOld();
    expect(await run('mkdir made && cd "$_" && basename "$PWD"')).toMatchObject({ exitCode: 0, output: 'made\n' });
  });

  it.each([
    ['one', 'trap \'echo "$_" >> ~/seen\' DEBUG\n'],
    ['one with quotes, that fails', "trap 'echo \"it'\\''s $_\" >> ~/seen; false' DEBUG\n"],
  ])('keeps a DEBUG trap of the learner’s: %s', async (_name, settings) => {
    await startOld(settings);
    expect(await run('echo fine')).toMatchObject({ exitCode: 0, output: 'fine\n' });
    expect((await run('sh -c "exit 3"')).exitCode).toBe(3);
    expect(await readFile(join(home, 'seen'), 'utf8')).not.toBe('');
  });

  it('keeps the learner’s prompt command, and its view of the last status', async () => {
    await startOld(`PROMPT_COMMAND='echo "status $?" >> ~/statuses'\n`);
    await run('sh -c "exit 3"');
    expect(await readFile(join(home, 'statuses'), 'utf8')).toContain('status 3');
  });
});

describe.skipIf(installedShell('bash') === undefined)('bash', () => {
  it('hands an exported prompt on as it looks, and without the secret, also in the line that exports it', async () => {
    const { session } = await start('bash');
    expect((await run('export PS1 PS2 PS0; env')).output).not.toContain('test-secret');
    session.input('bash --norc\r');
    await expect.poll(() => stripVTControlCharacters(session.text()), { timeout: 5000 }).toMatch(/bash --norc\s+own> $/);
  });

  it('keeps the learner’s prompt command, and its view of the last status', async () => {
    const { session } = await start('bash', `PROMPT_COMMAND='echo "status $?" >> ~/statuses; PS1="new> "'\n`);
    await run('sh -c "exit 3"');
    expect(await readFile(join(home, 'statuses'), 'utf8')).toContain('status 3');
    expect(session.text()).toContain('new> ');
    expect((await run('false')).exitCode).toBe(1);
  });

  it('keeps a prompt command that is a list', async () => {
    await start('bash', `PROMPT_COMMAND=('touch ~/first' 'touch ~/second')\n`);
    expect((await run('ls ~/first ~/second')).exitCode).toBe(0);
  });

  it('is called unknown where its settings start another program', async () => {
    const shell = installedShell('bash');
    if (shell === undefined) return;
    await writeFile(join(home, '.bashrc'), 'exec cat\n');
    opened = await openSession(shell, home, {}, 300);
    const { session } = opened;
    await expect.poll(() => session.view().state).toBe('unknown');
  });

  it.each([
    ['is gone', 'unset PROMPT_COMMAND'],
    ['has another one before it', 'PROMPT_COMMAND="true; $PROMPT_COMMAND"'],
    ['has another list before it', 'PROMPT_COMMAND=(true "${PROMPT_COMMAND[@]}")'],
  ])('tells how commands end where the prompt command %s', async (_name, line) => {
    const { session } = await start('bash');
    session.input(`${line}\r`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await awaitPrompt(session, 5000);
    expect(await run('echo fine')).toMatchObject({ exitCode: 0, output: 'fine\n' });
    expect(await run('ls /nonexistent')).toMatchObject({ exitCode: 2 });
    expect(await run('echo fine')).toMatchObject({ exitCode: 0, output: 'fine\n' });
  });

  it('tells how commands end where the settings are read again', async () => {
    await start('bash', 'PROMPT_COMMAND="true; $PROMPT_COMMAND"\n');
    await run('source ~/.bashrc');
    expect((await run('false')).exitCode).toBe(1);
  });

  it('keeps what was the first prompt command with the first: bash-preexec looks for itself there', async () => {
    await start('bash', `PROMPT_COMMAND='if [[ \${PROMPT_COMMAND[0]} == *installer* ]]; then touch ~/found; fi; true installer'\n`);
    expect((await run('ls ~/found')).exitCode).toBe(0);
  });

  it('does not end by its marks where set -e would not end it', async () => {
    await start('bash');
    await run('set -e');
    expect((await run('false && true')).exitCode).toBe(1);
    expect((await run('echo goes on')).output).toBe('goes on\n');
  });

  it('says that it cannot read a line, which is no command', async () => {
    await start('bash');
    await expect(run('echo )')).rejects.toMatchObject({ code: 'not-run' });
    expect((await run('echo after')).output).toBe('after\n');
  });
});
