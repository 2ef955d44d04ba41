import { expect, test } from 'vitest';
import { textUntil } from '../process/fixtures.ts';
import { createMachine } from './fixtures.ts';
import type { Machine, ShellName } from './fixtures.ts';
import { shellPrograms } from '../../../src/practice/shell/shell.ts';

const sleepers = (machine: Machine): number => machine.system.processes.list().filter((process) => process.arguments[0] === 'sleep').length;
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('what is printed before a long wait is there at once', async () => {
  const machine = await createMachine();
  const { stdout, process } = machine.start(['sh', '-c', 'echo ready; sleep 1000']);
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('ready\n');
  process.signal('SIGKILL');
  expect(await process.exited).toEqual({ code: 137, signal: 'SIGKILL' });
});

test('each stage of a pipeline passes on what it has while the others run', async () => {
  const machine = await createMachine();
  const { stdout, process } = machine.start(['sh', '-c', '{ echo one; sleep 1000; } | cat | cat']);
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('one\n');
  machine.system.processes.signal(-process.group, 'SIGTERM');
  expect((await process.exited).code).toBe(143);
  await until(() => sleepers(machine) === 0);
});

test('a loop that does nothing stays killable and leaves others their turn', async () => {
  const machine = await createMachine();
  const busy = ['while true; do :; done', 'until false; do x=$((x+1)); done', 'f() { while :; do :; done; }; f | f'].map((script) =>
    machine.start(['sh', '-c', script]),
  );
  expect((await machine.run('echo still; sleep 0.01; echo alive')).stdout).toBe('still\nalive\n');
  for (const { process } of busy) process.signal('SIGTERM');
  for (const { process } of busy) expect((await process.exited).code).toBe(143);
});

test.each([
  ['bash', 'sleep 1000', ['sleep', '1000']],
  ['bash', 'echo a; cd /; sleep 1000', ['sleep', '1000']],
  ['busybox sh', 'sleep 1000', ['sleep', '1000']],
  ['dash', 'exec sleep 1000', ['sleep', '1000']],
  ['dash', 'sleep 1000', ['sh', '-c', 'sleep 1000']],
  ['bash', 'trap "echo x" EXIT; sleep 1000', ['sh', '-c', 'trap "echo x" EXIT; sleep 1000']],
] as const)('%s -c %j runs as %j', async (shell, script, expected) => {
  const machine = await createMachine();
  const { process } = machine.start(['sh', '-c', script], { shell });
  await until(() => sleepers(machine) === 1);
  expect(process.arguments).toEqual(expected);
  machine.system.processes.signal(-process.group, 'SIGKILL');
});

test('exec "$@" of an entry script keeps the PID, the environment and the directory', async () => {
  const machine = await createMachine();
  await machine.system.fileSystem.writeFile('/bin/entry.sh', '#!/bin/sh\nset -e\nexport STAGE=ready\ncd /tmp\nexec "$@"\n', {
    mode: 0o755,
  });
  const outcome = await machine.run("entry.sh sh -c 'echo $STAGE $PWD $#' name one two & p=$!; wait $p", { shell: 'dash' });
  expect(outcome).toEqual({ stdout: 'ready /tmp 2\n', stderr: '', code: 0 });
});

test('a signal with a trap runs it after the command in front; without one it ends the shell', async () => {
  const machine = await createMachine();
  const { stdout, process } = machine.start(['sh', '-c', "trap 'echo stopping; exit 0' TERM; echo up; while true; do sleep 0.01; done"]);
  await textUntil(stdout, (text) => text === 'up\n');
  process.signal('SIGTERM');
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('stopping\n');
  expect((await process.exited).code).toBe(0);
});

test('wait ends at once when a signal with a trap comes', async () => {
  const machine = await createMachine();
  const { stdout, process } = machine.start(['sh', '-c', "trap 'echo got it' USR1; sleep 1000 & echo up; wait; echo $?; kill $!"]);
  await textUntil(stdout, (text) => text === 'up\n');
  // Time for `wait` to begin; a signal before it would be none of its business.
  await new Promise((resolve) => setTimeout(resolve, 30));
  process.signal('SIGUSR1');
  expect(await textUntil(stdout, (text) => text.split('\n').length > 2)).toBe('got it\n138\n');
  expect((await process.exited).code).toBe(0);
});

test('a command list on stdin is read line by line, so that commands read what follows', async () => {
  const machine = await createMachine();
  const { stdin, stdout, process } = machine.start(['sh']);
  stdin.write('echo first\n');
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('first\n');
  stdin.end('read x\nfor me\necho "got $x"\nif true\nthen echo whole\nfi\ncat\nthe rest\n');
  expect((await process.exited).code).toBe(0);
  stdout.end();
  expect(await textUntil(stdout, () => false)).toBe('got for me\nwhole\nthe rest\n');
});

test('/proc/1/fd/1 is what PID 1 prints to', async () => {
  const machine = await createMachine();
  const init = machine.system.processes.find(1);
  expect(init).toBeDefined();
  const { process, stdout } = machine.start(['sh', '-c', 'echo to the log > /proc/1/fd/1; echo mine; echo self > /proc/self/fd/1']);
  expect((await process.exited).code).toBe(0);
  stdout.end();
  expect(await textUntil(stdout, () => false)).toBe('mine\nself\n');
});

test.each<[ShellName, string, string, number]>([
  ['busybox sh', 'nosuch', 'sh: nosuch: not found\n', 127],
  ['busybox sh', 'cd /nosuch', "sh: cd: line 1: can't cd to /nosuch: No such file or directory\n", 2],
  ['busybox sh', 'cat < nofile', "sh: can't open nofile: no such file\n", 1],
  ['busybox sh', 'fi', 'sh: syntax error: unexpected "fi"\n', 2],
  ['busybox sh', 'echo "a', 'sh: syntax error: unterminated quoted string\n', 2],
  ['busybox sh', 'kill 99999', "sh: kill: line 1: can't kill pid 99999: No such process\n", 1],
  ['busybox sh', 'a=(1 2)', 'sh: syntax error: unexpected "("\n', 2],
  ['bash', 'coproc cat', 'bash: line 1: coproc: not supported on the practice device\n', 2],
  ['bash', 'ulimit -n 10', 'bash: line 1: ulimit: setting limits is not supported on the practice device\n', 1],
  ['dash', 'ulimit -u', 'dash: 1: ulimit: Illegal option -u\n', 2],
  ['bash', 'shopt -s globstar', 'bash: line 1: shopt: globstar: not supported on the practice device\n', 1],
])('%s -c %j says %j', async (shell, script, message, code) => {
  const machine = await createMachine();
  expect(await machine.run(script, { shell })).toEqual({ stdout: '', stderr: message, code });
});

test.each<[string, string, number]>([
  ['nosuch.sh', 'sh: 0: cannot open nosuch.sh: No such file\n', 2],
  ['/tmp', 'sh: 0: cannot open /tmp: Is a directory\n', 2],
  ['bad.sh', 'bad.sh: 2: nosuch: not found\nbad.sh: 3: Syntax error: "fi" unexpected\n', 2],
])('sh %s', async (file, message, code) => {
  const machine = await createMachine();
  await machine.system.fileSystem.writeFile('/work/bad.sh', 'true\nnosuch\nfi\n');
  const { process, stderr } = machine.start(['sh', file]);
  expect((await process.exited).code).toBe(code);
  stderr.end();
  expect(await textUntil(stderr, () => false)).toBe(message);
});

test('files run by their #! line, by the shell itself without one, and refuse where they cannot', async () => {
  const machine = await createMachine();
  const { fileSystem } = machine.system;
  await fileSystem.writeFile('/work/with', '#!/bin/bash\necho "$0 $1 ${BASH_VERSION:+bash}"\n', { mode: 0o755 });
  await fileSystem.writeFile('/work/without', 'echo "$0 $1"\n', { mode: 0o755 });
  await fileSystem.writeFile('/work/binary', '\x7fELF\x02\x01\0', { mode: 0o755 });
  await fileSystem.writeFile('/work/lost', '#!/bin/nowhere\n', { mode: 0o755 });
  const outcome = await machine.run('./with a; ./without b; ./binary; echo $?; ./lost; echo $?', { shell: 'dash' });
  expect(outcome.stdout).toBe('./with a bash\n./without b\n126\n127\n');
  expect(outcome.stderr).toBe('dash: 1: ./binary: Exec format error\ndash: 1: ./lost: not found\n');
});

test('what is written while the reader is slow stays within the pipe', async () => {
  const machine = await createMachine();
  const { process, stdout } = machine.start(['sh', '-c', 'yes | { sleep 0.05; head -1; }']);
  expect((await process.exited).code).toBe(0);
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('y\n');
  await until(() => machine.system.processes.list().length === 1);
});

test('a killed shell lets go of its pipes', async () => {
  const machine = await createMachine();
  const outcome = await machine.run('{ while :; do sleep 0.01; done; } | cat & p=$!; sleep 0.03; kill -9 $p; echo ended', {
    shell: 'dash',
  });
  expect(outcome.stdout).toBe('ended\n');
  for (const process of machine.system.processes.list()) if (process.pid !== 1) process.signal('SIGKILL');
  await until(() => machine.system.processes.list().length === 1);
});

test('output can go through a process of its own from here on', async () => {
  const machine = await createMachine();
  const { stdout } = machine.start(['bash', '-c', 'exec > >(upper); echo shout; exec >&-; sleep 1000'], { shell: 'bash' });
  expect(await textUntil(stdout, (text) => text.endsWith('\n'))).toBe('SHOUT\n');
});

test('a directory is no input', async () => {
  const machine = await createMachine();
  const outcome = await machine.run('read x < /tmp; echo $?; cat < /tmp; echo $?', { shell: 'bash' });
  expect(outcome.stdout).toBe('1\n1\n');
  expect(outcome.stderr).toContain('bash: line 1: read: read error: Is a directory\n');
});

test('set -m lets a script put a job back into the foreground', async () => {
  const machine = await createMachine();
  const outcome = await machine.run('set -m; sleep 0.02 & echo first; fg %1; echo $?', { shell: 'bash' });
  expect(outcome).toEqual({ stdout: 'first\nsleep 0.02\n0\n', stderr: '', code: 0 });
});

test('every shell is there by the names that images give it', () => {
  expect([...shellPrograms.keys()].sort()).toEqual(['ash', 'bash', 'busybox ash', 'busybox sh', 'dash', 'rbash', 'sh']);
});

test('ulimit shows what the container was given', async () => {
  const machine = await createMachine();
  Object.assign(machine.system, {
    limits: new Map([
      ['nofile', { soft: 1024, hard: 4096 }],
      ['stack', { soft: 16 * 1024 * 1024, hard: -1 }],
    ]),
  });
  expect((await machine.run('ulimit -n; ulimit -Hn; ulimit -s; ulimit -Hs; ulimit', { shell: 'bash' })).stdout).toBe(
    '1024\n4096\n16384\nunlimited\nunlimited\n',
  );
  const { stdout } = await machine.run('ulimit -a', { shell: 'bash' });
  expect(stdout).toContain('open files                          (-n) 1024\n');
  expect(stdout).toContain('stack size                  (kbytes, -s) 16384\n');
  expect((await machine.run('ulimit -a', { shell: 'dash' })).stdout).toContain('nofiles              1024\n');
});

test.each<[ShellName, string, number]>([
  ['bash', 'bash: fork: Resource temporarily unavailable\n', 254],
  ['dash', 'dash: 1: Cannot fork\n', 2],
])('%s gives up where there are too many processes', async (shell, message, code) => {
  const machine = await createMachine({ maximumProcesses: 2 });
  expect(await machine.run('echo first; cat /nothing; echo next', { shell })).toEqual({ stdout: 'first\n', stderr: message, code });
});

test('a fork bomb stays inside its limit, and what it is killed with ends all of it', async () => {
  const machine = await createMachine({ maximumProcesses: 64 });
  const bomb = machine.start(['bash', '-c', 'bomb() { bomb | bomb & }; bomb; sleep 100'], { shell: 'bash' });
  const { processes } = machine.system;
  let most = 0;
  let complaints = '';
  bomb.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  while (!complaints.includes('fork: Resource temporarily unavailable')) {
    await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, processes.list().length);
  }
  expect(most).toBeLessThanOrEqual(64);
  await processes.end();
  expect(processes.list()).toEqual([]);
  await bomb.process.exited;
});

test('endless loops of several shells leave timers and others their turn', async () => {
  const machine = await createMachine();
  for (const script of ['while :; do :; done', 'until false; do x=$((x + 1)); done', 'f() { f; }; while true; do [ 1 = 1 ]; done'])
    machine.start(['bash', '-c', script], { shell: 'bash' });
  expect((await machine.run('echo answered')).stdout).toBe('answered\n');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await machine.system.processes.end();
});
