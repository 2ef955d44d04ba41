import { describe, expect, it } from 'vitest';
import { processFileSystem } from '../../../src/practice/filesystem/process-file-system.ts';
import type { Process } from '../../../src/practice/process/process.ts';

function fakeProcess(pid: number, parent: number, commandLine: string[]): Process {
  return {
    pid,
    parent,
    arguments: commandLine,
    user: 'root',
    startedAt: 2000,
    state: 'running',
    group: pid,
    exited: new Promise(() => undefined),
    signal: () => undefined,
  };
}

function proc() {
  const list = [fakeProcess(1, 0, ['/bin/bash', '-c', 'sleep infinity']), fakeProcess(7, 1, ['sleep', 'infinity'])];
  return processFileSystem({
    processes: () => ({ list: () => list, find: (pid) => list.find((process) => process.pid === pid) }),
    self: () => list[1],
    environmentOf: (process) => new Map([['PID', String(process.pid)]]),
    workingDirectoryOf: () => '/usr/src/app',
    mounts: () => [{ source: 'overlay', target: '/', type: 'overlay', options: 'rw' }],
    hostname: () => 'box',
    kernelRelease: '6.12.0',
    architecture: 'x86_64',
    memory: () => ({ total: 4096 * 1024, free: 1024 * 1024 }),
    bootedAt: 1000,
    now: () => 3500,
  });
}

async function text(path: string): Promise<string> {
  return (await proc().readFile(path)).toString();
}

describe('processFileSystem', () => {
  it('lists the processes beside what it says of the machine', async () => {
    expect(await proc().list('/')).toEqual(
      ['1', '7', 'cpuinfo', 'filesystems', 'loadavg', 'meminfo', 'mounts', 'self', 'sys', 'uptime', 'version'].sort(),
    );
  });

  it('tells a process’s command line, name, environment and state', async () => {
    expect(await text('/1/cmdline')).toBe('/bin/bash\0-c\0sleep infinity\0');
    expect(await text('/1/comm')).toBe('bash\n');
    expect(await text('/7/environ')).toBe('PID=7\0');
    expect(await text('/7/status')).toContain('PPid:\t1\n');
    expect(await proc().readLink('/7/cwd')).toBe('/usr/src/app');
    expect((await text('/7/stat')).split(' ').slice(0, 4)).toEqual(['7', '(sleep)', 'S', '1']);
  });

  it('knows who looks', async () => {
    expect(await proc().readLink('/self')).toBe('7');
    expect(await text('/self/comm')).toBe('sleep\n');
  });

  it('tells time, memory, mounts and kernel', async () => {
    expect(await text('/uptime')).toBe('2.50 2.50\n');
    expect(await text('/meminfo')).toMatch(/^MemTotal: +4096 kB\nMemFree: +1024 kB\n/);
    expect(await text('/mounts')).toBe('overlay / overlay rw 0 0\n');
    expect(await text('/version')).toMatch(/^Linux version 6\.12\.0 /);
    expect(await text('/sys/kernel/hostname')).toBe('box\n');
  });

  it('has nothing of a process that is not there, and takes no changes', async () => {
    await expect(proc().readFile('/99/cmdline')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(proc().readFile('/toString')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(proc().writeFile('/1/comm', 'x')).rejects.toMatchObject({ code: 'EACCES' });
    await expect(proc().remove('/1', { recursive: true })).rejects.toMatchObject({ code: 'EPERM' });
  });
});
