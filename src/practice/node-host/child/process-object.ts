import type { Channel } from './channel.ts';
import { creationMask } from './fs-binding.ts';
import type { FileCalls } from './fs-binding.ts';
import { replace } from './internals.ts';
import type { Callable, Internals, SystemErrors } from './internals.ts';
import { killProcess } from './process-binding.ts';
import type { ServiceStart } from '../protocol.ts';

/** `process` and `os` tell of the container. Returns what is to be told of a signal. */
export function replaceProcessObject(
  internals: Internals,
  channel: Channel,
  calls: FileCalls,
  errors: SystemErrors,
  start: ServiceStart,
): (name: string, number: number) => void {
  let directory = start.workingDirectory;
  let title = start.argv.join(' ').slice(0, 200);
  let { uid, gid } = start;
  const notPermitted = (syscall: string): Error =>
    Object.assign(new Error(`EPERM: operation not permitted, ${syscall}`), { errno: -1, code: 'EPERM', syscall });
  define({
    pid: start.pid,
    ppid: start.parentPid,
    platform: 'linux',
    arch: start.architecture,
    execPath: start.execPath,
  });
  process.argv = start.argv;
  process.execArgv = [];
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  for (const [name, value] of Object.entries(start.environment)) process.env[name] = value;
  Object.defineProperty(process, 'title', {
    get: () => title,
    set: (value: unknown) => {
      title = String(value);
    },
    enumerable: true,
    configurable: true,
  });
  Object.assign(process, {
    cwd: () => directory,
    chdir(path: string) {
      try {
        directory = calls.call('enter', { path: calls.absolute(path) }).value as string;
      } catch (error) {
        throw calls.failure(error, { syscall: 'chdir', path: directory, destination: path });
      }
    },
    umask(value?: number | string) {
      const before = creationMask.bits;
      if (value !== undefined) creationMask.bits = (typeof value === 'string' ? Number.parseInt(value, 8) : value) & 0o777;
      return before;
    },
    getuid: () => uid,
    geteuid: () => uid,
    getgid: () => gid,
    getegid: () => gid,
    getgroups: () => [gid],
    ...Object.fromEntries(
      ['setuid', 'seteuid', 'setgid', 'setegid'].map((name) => [
        name,
        (id: number | string) => {
          if (uid !== 0 && Number(id) !== uid) throw notPermitted(name);
          if (name.endsWith('uid')) uid = Number(id);
          else gid = Number(id);
        },
      ]),
    ),
    setgroups() {
      if (uid !== 0) throw notPermitted('setgroups');
    },
    initgroups() {
      if (uid !== 0) throw notPermitted('initgroups');
    },
    loadEnvFile(path: string | URL = '.env') {
      const { readFileSync } = internals.module('fs') as unknown as { readFileSync: (path: string | URL, encoding: 'utf8') => string };
      const { parseEnv } = internals.module('util') as unknown as { parseEnv: (text: string) => Record<string, string> };
      for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8')))) process.env[name] ??= value;
    },
    _kill: (pid: number, signal: number) => killProcess(channel, errors, pid, signal),
    uptime: (() => {
      const before = Date.now();
      return () => (Date.now() - before) / 1000;
    })(),
  });
  // They reach other processes of the laptop, or tell of it.
  for (const name of ['_debugProcess', '_debugEnd', '_linkedBinding', 'dlopen', 'execve', 'report']) refuse(process, name);
  replaceOs(internals, channel, start);
  return replaceSignals(internals, channel);
}

function define(members: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(process, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

function refuse(target: object, name: string): void {
  const unavailable = (): never => {
    throw Object.assign(new Error(`process.${name} is not supported on the practice device`), {
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    });
  };
  const members = { getReport: unavailable, writeReport: unavailable, reportOnUncaughtException: false };
  Object.defineProperty(target, name, {
    value: name === 'report' ? members : unavailable,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Handlers of signals are the container's: practice tells when one arrives. */
function replaceSignals(internals: Internals, channel: Channel): (name: string, number: number) => void {
  const handlers = new Map<number, Set<Signal>>();

  class Signal {
    onsignal: Callable | undefined;
    private number = 0;

    start(number: number): number {
      this.number = number;
      const all = handlers.get(number) ?? new Set();
      all.add(this);
      handlers.set(number, all);
      channel.call({ call: 'handleSignal', number, isHandled: true });
      return 0;
    }
    stop(): number {
      const all = handlers.get(this.number);
      if (all?.delete(this) === true && all.size === 0) channel.call({ call: 'handleSignal', number: this.number, isHandled: false });
      return 0;
    }
    close(): void {
      this.stop();
    }
    ref(): void {
      // A handler alone keeps no process alive.
    }
    unref(): void {
      // As above.
    }
    hasRef(): boolean {
      return false;
    }
    getAsyncId(): number {
      return 0;
    }
  }
  replace(internals.binding('signal_wrap'), { Signal });
  return (_name, number) => {
    for (const handler of [...(handlers.get(number) ?? [])]) handler.onsignal?.call(handler, number);
  };
}

function replaceOs(internals: Internals, channel: Channel, start: ServiceStart): void {
  const account = (): { username: string; homedir: string; shell: string } =>
    channel.call({ call: 'account', uid: start.uid }).value as { username: string; homedir: string; shell: string };
  const cpu = ['Fleetlab practice device', 1500, 1000, 0, 1000, 100_000, 0];
  replace(internals.binding('os'), {
    getHostname: () => start.hostname,
    getOSInformation: () => ['Linux', '#1 SMP PREEMPT_DYNAMIC', start.kernelRelease, start.machine],
    getTotalMem: () => start.memory.total,
    getFreeMem: () => start.memory.free,
    getUptime: () => Math.floor((Date.now() - start.bootedAt) / 1000),
    getLoadAvg: (into: Float64Array) => into.set([0.04, 0.06, 0.02]),
    getCPUs: () => [...cpu, ...cpu, ...cpu, ...cpu],
    getAvailableParallelism: () => 4,
    getHomeDirectory: () => process.env['HOME'] ?? account().homedir,
    getInterfaceAddresses: () =>
      (channel.call({ call: 'interfaces' }).value as { name: string; address: string; netmask: string; hardwareAddress: string }[]).flatMap(
        ({ name, address, netmask, hardwareAddress }) => [name, address, netmask, 'IPv4', hardwareAddress, name === 'lo', -1],
      ),
    getUserInfo: () => ({ uid: start.uid, gid: start.gid, ...account() }),
    setPriority: () => 0,
    getPriority: () => 0,
  });
}
