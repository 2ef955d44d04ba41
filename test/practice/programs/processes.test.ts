import { expect, test } from 'vitest';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const typed = (input: string, ...commands: string[]): { command: string; input: string }[] =>
  commands.map((command) => ({ command, input }));

compareWithRealTools('xargs', [
  ...typed('a b\nc  "d e" f\\ g\n', 'xargs', 'xargs -n 1', 'xargs -n 2 echo x', 'xargs -L 1', 'xargs printf [%s]', 'xargs -t echo'),
  ...typed('one two\nthree\n', 'xargs -I{} echo [{}]', 'xargs -I X echo X-X', 'xargs -d o echo', "xargs -d '\\n' -n1 echo"),
  ...typed('a\0b c\0', 'xargs -0 -n1 echo'),
  ...typed('', 'xargs echo none', 'xargs -r echo none'),
  ...typed('x\n', 'xargs false', 'xargs no-such-program', 'xargs -n x echo', 'xargs -n 0 echo'),
  ...typed("it's\n", 'xargs'),
]);

compareWithRealTools('timeout, nohup and nice', [
  'timeout 5 echo in time',
  'timeout 0.05 sleep 5',
  'timeout -s KILL 0.05 sleep 5',
  'timeout --preserve-status 0.05 sleep 5',
  'timeout -v 0.05 sleep 5',
  'timeout 5 false',
  'timeout 5 no-such-program',
  'timeout x echo',
  'timeout 5',
  { command: 'nohup echo kept', stderr: 'none' },
  'nohup no-such-program',
  'nohup',
  'nice -n 5 echo nice',
  'nice -n x echo',
  'nice no-such-program',
]);

compareWithRealTools('system', [
  'uname',
  'uname -s -o',
  'uname x',
  'arch x',
  { command: 'id -u', root: true },
  { command: 'id -un', root: true },
  'id -ug',
  'id no-such-user',
  { command: 'whoami', root: true },
  'whoami x',
  'tty',
  'true',
  'false',
  'test -n x',
  'printf %03d|%s 7 x',
  'echo -n x',
  'sync',
]);

test('timeout passes a signal on to its command', async () => {
  const { start, table } = makeSystem();
  const { process } = await start(['timeout', '100', 'sleep', '100']);
  while (table.list().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  process.signal('SIGTERM');
  expect(await process.exited).toEqual({ code: 143 });
  expect(table.list()).toEqual([]);
});

test('timeout ends what its command has started, too', async () => {
  const { run, table } = makeSystem();
  await run(['timeout', '0.05', 'env', 'nice', 'sleep', '100']);
  while (table.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(table.list()).toEqual([]);
});

test('processes are found, listed and ended by name', async () => {
  const { run, start } = makeSystem();
  await start(['tail', '-f', '/etc/hosts']);
  const first = await start(['sleep', '1000']);
  const second = await start(['sleep', '2000']);
  expect((await run(['pgrep', 'sle'])).stdout).toBe('2\n3\n');
  expect((await run(['pgrep', '-af', 'sleep 2'])).stdout).toMatch(/^3 sleep 2000\n/);
  expect((await run(['pidof', 'sleep'])).stdout).toBe('3 2\n');
  expect(await run(['pgrep', 'none'])).toMatchObject({ stdout: '', code: 1 });
  expect(await run(['pkill', '-9', '-o', 'sleep'])).toMatchObject({ code: 0 });
  expect(await first.process.exited).toEqual({ code: 137, signal: 'SIGKILL' });
  expect(await run(['killall', 'sleep'])).toMatchObject({ code: 0 });
  expect(await second.process.exited).toEqual({ code: 143, signal: 'SIGTERM' });
  expect(await run(['killall', 'sleep'])).toEqual({ stdout: '', stderr: 'sleep: no process found\n', code: 1 });
  const third = await start(['sleep', '3000']);
  expect(await run(['kill', String(third.process.pid)])).toMatchObject({ code: 0 });
  expect(await third.process.exited).toEqual({ code: 143, signal: 'SIGTERM' });
});

test('the machine tells who and what it is', async () => {
  const { run } = makeSystem(
    {
      '/proc/cpuinfo': 'processor\t: 0\n\nprocessor\t: 1\n',
      '/proc/uptime': '93784.50 1\n',
      '/proc/loadavg': '0.04 0.06 0.02 1/3 9\n',
      '/proc/meminfo': 'MemTotal:  4096000 kB\nMemFree:  1024000 kB\nMemAvailable:  2048000 kB\n',
    },
    { now: () => Date.UTC(2026, 10, 23, 6, 7, 8) },
  );
  expect((await run(['uname', '-a'])).stdout).toBe('Linux restless-bush 6.12.61-yocto-standard #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n');
  expect((await run(['hostname'])).stdout).toBe('restless-bush\n');
  expect((await run(['nproc'])).stdout).toBe('2\n');
  expect((await run(['uptime'])).stdout).toBe(' 06:07:08 up 1 day,  2:03,  0 users,  load average: 0.04, 0.06, 0.02\n');
  expect((await run(['uptime', '-p'])).stdout).toBe('up 1 day, 2 hours, 3 minutes\n');
  expect((await run(['free', '-m'])).stdout).toMatch(
    /^ +total +used +free +shared +buff\/cache +available\nMem: +4000 +2000 +1000 +0 +0 +2000\nSwap: +0 +0 +0\n$/,
  );
  expect((await run(['id'], { user: 'node' })).stdout).toBe('uid=1000(node) gid=1000(node) groups=1000(node),29(audio)\n');
  expect((await run(['id'], { user: '4711:4712' })).stdout).toBe('uid=4711 gid=4712 groups=4712\n');
  expect(await run(['whoami'], { user: '4711' })).toMatchObject({ stderr: 'whoami: cannot find name for user ID 4711\n', code: 1 });
  expect((await run(['which', 'ls', 'nothing', '/usr/bin/cat'])).stdout).toBe('/usr/bin/ls\n/usr/bin/cat\n');
});

test('mounts are listed and never changed', async () => {
  const mounts = [
    { source: 'overlay', target: '/', type: 'overlay', options: 'rw,relatime' },
    { source: 'proc', target: '/proc', type: 'proc', options: 'rw' },
    { source: '/dev/vda1', target: '/data', type: 'ext4', options: 'rw' },
  ];
  const { run } = makeSystem({ '/data/x': '' }, { mounts: () => mounts });
  expect((await run(['mount'])).stdout).toBe(
    'overlay on / type overlay (rw,relatime)\nproc on /proc type proc (rw)\n/dev/vda1 on /data type ext4 (rw)\n',
  );
  expect(await run(['mount', '/dev/sda1', '/mnt'])).toEqual({ stdout: '', stderr: 'mount: /mnt: permission denied.\n', code: 32 });
  expect(await run(['umount', '/data'])).toMatchObject({ stderr: 'umount: /data: must be superuser to unmount.\n', code: 32 });
  expect((await run(['df', '-h', '/data/x'])).stdout).toMatch(
    /^Filesystem +Size +Used +Avail Use% Mounted on\n\/dev\/vda1 +\S+ +\S+ +\S+ +\d+% \/data\n$/,
  );
  expect((await run(['df'])).stdout).not.toContain('proc');
});

test('what is not on the practice device says so and fails', async () => {
  const { run } = makeSystem();
  expect(await run(['apt-get', 'install', 'curl'])).toEqual({
    stdout: '',
    stderr: expect.stringContaining('practice device has packages of Debian') as string,
    code: 100,
  });
  expect(await run(['systemctl', 'status'])).toMatchObject({ code: 1 });
  expect(await run(['vi', 'x'])).toMatchObject({ code: 1 });
  expect(await run(['perl', '-e', '1'])).toEqual({ stdout: '', stderr: 'perl: not supported on the practice device\n', code: 1 });
});

test('busybox runs the applet that it is given, in its own style', async () => {
  const { run, start } = makeSystem();
  await start(['sleep', '1000']);
  expect((await run(['busybox', 'echo', 'hello'])).stdout).toBe('hello\n');
  expect((await run(['busybox', 'ps'])).stdout).toBe(
    'PID   USER     TIME  COMMAND\n    1 root      0:00 sleep 1000\n    3 root      0:00 busybox ps\n',
  );
  expect(await run(['busybox', 'nothing'])).toEqual({ stdout: '', stderr: 'nothing: applet not found\n', code: 127 });
});

test('yes goes on until its reader has gone', async () => {
  const { start } = makeSystem();
  const { process, stdout } = await start(['yes', 'again']);
  const first: Buffer = await new Promise((resolve) => stdout.once('data', resolve));
  expect(first.toString().startsWith('again\nagain\n')).toBe(true);
  stdout.destroy();
  expect((await process.exited).code).toBe(141);
});
