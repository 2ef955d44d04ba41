import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../../../src/practice/engine/engine.ts';
import type { Program } from '../../../../src/practice/process/process.ts';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programFile } from '../../../../src/practice/process/program-file.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

/** What a container's specification changes for the processes inside, with the real shell and programs. */

let lab: TestEngine;
let image: string;

/** Prints what the kernel would let root do. */
const capabilities: Program = (context) =>
  new Promise((resolve) => {
    context.stdout.write(`${[...(context.system.capabilities ?? [])].sort().join(' ')}\n`, () => resolve(0));
  });

beforeEach(async () => {
  const own = new Map([['capabilities', capabilities]]);
  lab = await testEngine({ programs: createRegistry([own, shellPrograms, programs]) });
  const dockerfile = 'FROM debian:trixie-slim\nCOPY capabilities /usr/bin/\nCMD ["sleep", "infinity"]\n';
  image = (await lab.build(dockerfile, { capabilities: programFile('capabilities') })).image.id;
});
afterEach(() => lab.close());

async function up(more: Partial<ContainerSpec> = {}): Promise<void> {
  await lab.engine.createContainer(spec(image, { privileged: false, ...more }));
  await lab.engine.startContainer('main_1_1');
}

async function sh(script: string): Promise<string> {
  const { stdout, stderr } = await run(lab.engine, 'main_1_1', ['sh', '-c', script]);
  return stdout + stderr;
}

function refusal(more: Partial<ContainerSpec>): Promise<unknown> {
  return lab.engine.createContainer(spec(image, { privileged: false, ...more })).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('tmpfs', () => {
  it('is empty at each start, has its mode, and is shown as a mount', async () => {
    await up({ tmpfs: [{ target: '/run', options: 'size=64m,mode=755' }, { target: '/sys/fs/cgroup' }] });
    expect(await sh('touch /run/pid; ls /run; stat -c %a /run /sys/fs/cgroup')).toBe('pid\n755\n1777\n');
    expect(await sh('mount -t tmpfs')).toContain('tmpfs on /run type tmpfs (rw,nosuid,nodev,noexec,relatime,size=65536k,mode=755)\n');
    expect(await sh('grep cgroup /proc/mounts')).toMatch(/^tmpfs \/sys\/fs\/cgroup tmpfs rw,/);
    expect(await sh('df /run')).toMatch(/tmpfs +65536 +0 +65536 +0% \/run\n$/);
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    await lab.engine.startContainer('main_1_1');
    expect(await sh('ls -A /run')).toBe('');
  });

  it('holds as much as its size says, also after files went', async () => {
    await up({ tmpfs: [{ target: '/small', options: 'size=1m' }] });
    await sh('head -c 900000 /dev/zero > /file; head -c 200000 /dev/zero > /other');
    expect(await sh('cp /file /small/a; cp /file /small/b')).toMatch(/No space left on device\n$/);
    expect(await sh('rm /small/a; cp /file /small/c && stat -c %s /small/c')).toBe('900000\n');
    expect(await sh('mv /small/c /small/d; echo more >> /small/d; cp /other /small/e')).toMatch(/No space left on device\n$/);
    expect(await sh('df -h /small')).toMatch(/tmpfs +1\.0M +\S+ +\S+ +\d+% \/small\n$/);
  });

  it.each(['size=lots', 'mode=9', 'color=red', 'uid'])('refuses the option %s', async (options) => {
    expect(await refusal({ tmpfs: [{ target: '/run', options }] })).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(options) as string,
    });
  });

  it('refuses a second mount at its place', async () => {
    const mounts = [{ volume: 'data', target: '/run/' }];
    expect(await refusal({ mounts, tmpfs: [{ target: '/run' }] })).toMatchObject({ message: 'Duplicate mount point: /run' });
  });
});

describe('capabilities', () => {
  const usual = 'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';

  it.each<[string, Partial<ContainerSpec>, string]>([
    ['nothing', {}, usual],
    ['cap_add', { capabilitiesAdded: ['SYS_ADMIN', 'CAP_SYS_RESOURCE'] }, `${usual} SYS_ADMIN SYS_RESOURCE`.split(' ').sort().join(' ')],
    ['cap_drop', { capabilitiesDropped: ['NET_RAW', 'mknod'] }, usual.replace('MKNOD ', '').replace('NET_RAW ', '')],
    ['cap_drop ALL and cap_add', { capabilitiesDropped: ['ALL'], capabilitiesAdded: ['KILL'] }, 'KILL'],
  ])('with %s', async (_, more, expected) => {
    await up(more);
    expect(await sh('capabilities')).toBe(`${expected}\n`);
  });

  it('are all there where it is privileged, and all but one with ALL', async () => {
    await up({ privileged: true });
    const all = (await sh('capabilities')).trim().split(' ');
    expect(all).toHaveLength(41);
    await lab.engine.removeContainer('main_1_1', { force: true });
    await up({ capabilitiesAdded: ['ALL'], capabilitiesDropped: ['SYS_MODULE'] });
    expect((await sh('capabilities')).trim().split(' ')).toEqual(all.filter((name) => name !== 'SYS_MODULE'));
  });

  it('that the kernel does not have are refused', async () => {
    expect(await refusal({ capabilitiesAdded: ['SYS_MAGIC'] })).toMatchObject({
      code: 'invalid',
      message: 'invalid CapAdd: unknown capability: "CAP_SYS_MAGIC"',
    });
  });
});

describe('devices', () => {
  it('are those of every container, and those that are named', async () => {
    await up({ devices: ['/dev/ttyS0:/dev/printer:rwm', '/dev/fuse'] });
    expect(await sh('ls /dev')).toContain('null');
    expect(await sh('ls -d /dev/printer /dev/fuse /dev/kmsg')).toMatch(/^\/dev\/fuse\n\/dev\/printer\n.*kmsg.*No such file/s);
  });

  it('are all of the device’s where it is privileged', async () => {
    await up({ privileged: true });
    expect((await sh('ls -d /dev/kmsg /dev/mmcblk0p6 /dev/net/tun /dev/null')).split('\n')).toHaveLength(5);
  });

  it('that the device lacks leave the container Created with the engine’s error', async () => {
    await expect(up({ devices: ['/dev/i2c-1:/dev/i2c-1:rwm'] })).rejects.toThrow(
      'error gathering device information while adding custom device "/dev/i2c-1": no such file or directory',
    );
    expect((await lab.engine.inspectContainer('main_1_1')).state).toMatchObject({ status: 'created', exitCode: 128 });
    expect(await refusal({ name: 'other', devices: ['i2c'] })).toMatchObject({ code: 'invalid' });
  });
});

describe('init', () => {
  it('is PID 1, the command its child, which a signal without a handler ends', async () => {
    await up({ init: true });
    expect(await sh("tr '\\0' ' ' < /proc/1/cmdline")).toBe('/sbin/docker-init -- sleep infinity ');
    expect(await sh("tr '\\0' ' ' < /proc/2/cmdline")).toBe('sleep infinity ');
    await lab.engine.stopContainer('main_1_1');
    expect((await lab.engine.inspectContainer('main_1_1')).state).toMatchObject({ status: 'exited', exitCode: 143 });
  });

  it('ends with its command’s code, and a program that is not there is said as ever', async () => {
    await up({ init: true, command: ['sh', '-c', 'exit 7'] });
    await lab.until(async () => (await lab.engine.inspectContainer('main_1_1')).state.status === 'exited');
    expect((await lab.engine.inspectContainer('main_1_1')).state).toMatchObject({ exitCode: 7 });
    await lab.engine.createContainer(spec(image, { name: 'nothing', init: true, command: ['nonsense'] }));
    await expect(lab.engine.startContainer('nothing')).rejects.toThrow('executable file not found in $PATH');
  });
});

it('a root that is read-only takes no file, but tmpfs and volumes do', async () => {
  await up({ isRootReadOnly: true, tmpfs: [{ target: '/tmp' }], mounts: [{ volume: 'data', target: '/data' }] });
  expect(await sh('echo x > /file; echo x > /etc/hosts; rm /etc/passwd')).toMatch(
    /Read-only file system\n.*Read-only file system\n.*Read-only file system\n/,
  );
  expect(await sh('echo kept > /tmp/file && echo kept > /data/file && cat /tmp/file /data/file')).toBe('kept\nkept\n');
  expect(await sh('grep " / " /proc/mounts')).toBe('overlay / overlay ro,relatime 0 0\n');
});

describe('limits', () => {
  it('are shown by ulimit', async () => {
    await up({ ulimits: { nofile: { soft: 1024, hard: 2048 } } });
    expect(await sh('ulimit -n; ulimit -Hn')).toBe('1024\n2048\n');
  });

  it.each<[Partial<ContainerSpec>, string]>([
    [{ ulimits: { nofiles: { soft: 1, hard: 1 } } }, 'invalid ulimit type: nofiles'],
    [{ ulimits: { nofile: { soft: 2, hard: 1 } } }, 'ulimit soft limit must be less than or equal to hard limit: 2 > 1'],
    [{ memoryLimit: 1024 }, 'Minimum memory limit allowed is 6MB'],
  ])('%j are refused', async (more, message) => {
    expect(await refusal(more)).toMatchObject({ code: 'invalid', message });
  });
});

describe('a misbehaving service', () => {
  it('that spins leaves other containers, the engine and its own log their turn', async () => {
    await up({ command: ['bash', '-c', 'echo spinning; while :; do :; done'] });
    await lab.engine.createContainer(spec(image, { name: 'other' }));
    await lab.engine.startContainer('other');
    for (let turn = 0; turn < 20; turn += 1) expect((await run(lab.engine, 'other', ['echo', 'still here'])).stdout).toBe('still here\n');
    expect(await lab.outputOf('main_1_1')).toEqual(['spinning']);
    await lab.engine.stopContainer('main_1_1', { graceSeconds: 0 });
    expect((await lab.engine.inspectContainer('main_1_1')).state).toMatchObject({ exitCode: 137 });
  });

  it('that forks without end stays inside its container, which can be killed', async () => {
    await up({ command: ['bash', '-c', 'bomb() { bomb | bomb & }; bomb; sleep 1000'] });
    await lab.engine.createContainer(spec(image, { name: 'other' }));
    await lab.engine.startContainer('other');
    await lab.until(async () => (await lab.outputOf('main_1_1')).includes('bash: fork: Resource temporarily unavailable'));
    expect((await run(lab.engine, 'other', ['echo', 'still here'])).stdout).toBe('still here\n');
    await lab.engine.removeContainer('main_1_1', { force: true });
    expect(await lab.engine.containers()).toHaveLength(1);
  });
});
