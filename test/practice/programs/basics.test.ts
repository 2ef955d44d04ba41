import { expect, test } from 'vitest';
import { programs } from '../../../src/practice/programs/programs.ts';
import { refusals } from '../../../src/practice/programs/refusals.ts';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const poem = { a: 'one\ntwo\n\n\nthree\n', b: 'tab\there\u0001\u00e9\n', 'no-end': 'last line' };

compareWithRealTools('cat', [
  { command: 'cat a', files: poem },
  { command: 'cat a - no-end', files: poem, input: 'standard input\n' },
  { command: 'cat no-end a', files: poem },
  { command: 'cat -n a no-end a', files: poem },
  { command: 'cat -b a', files: poem },
  { command: 'cat -s a', files: poem },
  { command: 'cat -A b', files: poem },
  { command: 'cat -et b', files: poem },
  { command: 'cat missing a', files: poem },
  { command: 'cat dir', files: { 'dir/': '' } },
  { command: 'cat -z' },
  { command: 'cat --zzz' },
  { command: 'cat --number=3' },
  { command: 'cat --show', stderr: 'presence' },
  { command: 'cat', input: 'x' },
]);

const tree = { 'b.txt': 'bb', 'a.txt': 'a'.repeat(5000), '.hidden': '', 'dir/inner': '', 'dir/sub/deep': '', 'run.sh': '#!/bin/sh\n' };
const modes = { 'run.sh': 0o755, 'b.txt': 0o600 };

compareWithRealTools('ls', [
  { command: 'ls', files: tree },
  { command: 'ls -a', files: tree },
  { command: 'ls -A', files: tree },
  { command: 'ls -1r', files: tree },
  { command: 'ls -R', files: tree },
  { command: 'ls -S a.txt b.txt run.sh', files: tree },
  { command: 'ls -d dir', files: tree },
  { command: 'ls -p', files: tree },
  { command: 'ls -F', files: tree, modes },
  { command: 'ls dir a.txt', files: tree },
  { command: 'ls missing a.txt', files: tree },
  { command: 'ls a.txt/', files: tree },
  { command: 'ls -l a.txt b.txt run.sh', files: tree, modes, root: true },
  { command: 'ls -lh a.txt b.txt', files: tree, modes, root: true },
  { command: 'ls -ln a.txt', files: tree, root: true },
  { command: 'ls -go a.txt run.sh', files: tree, modes },
  { command: 'ls -l --full-time a.txt', files: tree, root: true },
  { command: 'ls -s a.txt b.txt', files: tree },
  { command: 'ls -C', files: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`file-${'x'.repeat(n % 9)}${String(n)}`, ''])) },
  { command: 'ls -C -w 40', files: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`n${String(n * n * n)}`, ''])) },
  { command: 'ls --color=always', files: tree, modes },
  { command: 'ls --group-directories-first', files: tree },
  { command: 'ls -y' },
  { command: 'ls --zz' },
]);

compareWithRealTools('date', [
  'date -d @0',
  'date -u -d @1700000000 +%F_%T',
  "date -d '2026-03-01 12:34:56' +'%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M %n%p %P %q %r %R %s %S %t%T %u %U %V %w %W %x %X %y %Y %z %:z %::z %Z %%'",
  "date -d 2027-01-01 +'%-d|%_m|%05j|%^a|%#Z|%-H|%10Y|%3N|%N'",
  'date -d 2024-12-30 +%G-W%V-%u',
  'date -I -d 2026-05-06',
  'date -Iseconds -d @1700000001',
  'date -Iminutes -d @1700000001',
  'date -R -d @1700000001',
  'date --rfc-3339=seconds -d @1700000001',
  'date -d 2026-05-06T07:08:09Z +%s',
  'date -d 2026-05-06T07:08:09+02:00 +%s',
  "date -d '6 May 2026 3pm' +%s",
  "date -d 'Wed, 06 May 2026 07:08:09 +0000' +%s",
  "date -d '2026-05-06 + 2 days' +%F",
  "date -d '2026-05-06 1 month ago' +%F",
  'date -d 2026-02-30',
  'date -d nonsense',
  'date nonsense',
  'date +%F extra',
  "date +'%Q %'",
  { command: 'date -r a +%FT%T', files: { a: '' } },
  { command: 'date -r missing' },
]);

compareWithRealTools('sleep, env and printenv', [
  'sleep 0',
  'sleep 0.01 0.001s',
  'sleep',
  'sleep x 1 y',
  'sleep 1w',
  'sleep -k',
  { command: 'env -i A=1 B=2' },
  { command: 'env -i A=1 PATH=/usr/bin:/bin printenv A', stderr: 'none' },
  { command: 'env -u A printenv A', environment: { A: 'x' } },
  { command: 'env B=2 printenv B' },
  { command: 'env no-such-program' },
  { command: 'env ./a', files: { a: '' } },
  { command: 'env -C missing cat a', files: { a: 'x' } },
  { command: 'env -C dir cat a', files: { 'dir/a': 'x' } },
  { command: 'printenv NOT THERE' },
  { command: 'printenv -0 A', environment: { A: 'x' } },
]);

test('ls colours directories and executable files where the terminal is known', async () => {
  const { run } = makeSystem({ '/w/dir/': '', '/w/run': '#!/bin/sh\n', '/w/text': '' });
  const { stdout } = await run(['ls', '--color=always'], { environment: { TERM: 'xterm' } });
  expect(stdout).toBe('\u001b[01;34mdir\u001b[0m\n\u001b[01;32mrun\u001b[0m\ntext\n');
});

test('a sleep without end stops at a signal, and its wait is over at once', async () => {
  const { start } = makeSystem();
  const { process } = await start(['sleep', 'infinity']);
  process.signal('SIGTERM');
  expect(await process.exited).toEqual({ code: 143, signal: 'SIGTERM' });
});

test('cat hands a line on before the next one is there', async () => {
  const { start } = makeSystem();
  const { stdin, stdout, process } = await start(['cat', '-n']);
  const first = new Promise<string>((resolve) => stdout.once('data', (data: Buffer) => resolve(data.toString())));
  stdin.write('one\n');
  expect(await first).toBe('     1\tone\n');
  stdin.end();
  expect(await process.exited).toEqual({ code: 0 });
});

test('ps lists the processes of its own namespace in each of its forms', async () => {
  const { run, start } = makeSystem({}, { now: () => Date.UTC(2026, 10, 23, 6, 7, 8) });
  await start(['sleep', 'infinity']);
  await start(['sleep', '1000'], { user: 'node' });
  expect((await run(['ps', '-e', '-o', 'pid,ppid,user,args', '--no-headers'])).stdout).toBe(
    '      1       0 root     sleep infinity\n      2       0 node     sleep 1000\n      3       0 root     ps -e -o pid,ppid,user,args --no-headers\n',
  );
  expect((await run(['ps', '-o', 'pid=', '-C', 'sleep'])).stdout).toBe('      1\n      2\n');
  expect((await run(['ps', '-ef'])).stdout).toMatch(
    /^UID +PID +PPID +C STIME TTY +TIME CMD\nroot +1 +0 +0 06:07 \? +00:00:00 sleep infinity\n/,
  );
  expect((await run(['ps', 'aux'])).stdout).toMatch(
    /^USER +PID %CPU %MEM +VSZ +RSS TTY +STAT START +TIME COMMAND\nroot +1 +0\.0 +0\.0 .*sleep infinity\n/,
  );
  expect((await run(['ps', '-p', '99'])).code).toBe(1);
  expect((await run(['ps', '-o', 'nonsense'])).stderr).toContain('unknown user-defined format specifier "nonsense"');
});

test('every program explains itself or is refused in words', async () => {
  const { run } = makeSystem();
  // They take everything as text, as the real ones do; a compiled program does what its author wants.
  const without = new Set(['[', 'echo', 'test', 'true', 'false', 'printf', 'pwd', 'kill', 'busybox', 'c-program']);
  for (const name of programs.keys()) {
    if (without.has(name) || name.includes(' ')) continue;
    const { stdout, stderr, code } = await run([name, '--help']);
    const isRefused = refusals.get(name) === programs.get(name);
    if (isRefused)
      expect({ name, code: code > 0, says: stderr.startsWith(name) && /on the practice device/.test(stderr) }).toEqual({
        name,
        code: true,
        says: true,
      });
    else expect({ name, code, says: /usage|npm <command>|\[OPTIONS/i.test(stdout + stderr) }).toEqual({ name, code: 0, says: true });
  }
});
