import type { Process, ProcessTable } from '../process/process.ts';
import type { FileSystem } from './filesystem.ts';
import { generatedFileSystem } from './generated-file-system.ts';
import type { GeneratedNode } from './generated-file-system.ts';

/** The machine that /proc tells of. Sizes in bytes, times in milliseconds since 1970. */
export interface ProcessFileSystemOptions {
  processes: () => Pick<ProcessTable, 'list' | 'find'>;
  /** The process that looks, for /proc/self; undefined where it is not known. */
  self: () => Process | undefined;
  environmentOf: (process: Process) => ReadonlyMap<string, string>;
  workingDirectoryOf: (process: Process) => string;
  mounts: () => readonly { source: string; target: string; type: string; options: string }[];
  hostname: () => string;
  kernelRelease: string;
  architecture: string;
  memory: () => { total: number; free: number };
  bootedAt: number;
  now: () => number;
  /** What there is beside the processes of `processes`: their names at the top, and what stands at a path. */
  others?: { names(): readonly string[]; find(names: readonly string[]): GeneratedNode | undefined };
}

type Nodes = Readonly<Record<string, () => GeneratedNode>>;

/** `/proc` of one PID namespace (proc(5)): its processes and what everyday programs read of the machine. */
export function processFileSystem(options: ProcessFileSystemOptions): FileSystem {
  const machine: Nodes = {
    cpuinfo: () => file(cpuInfo(options.architecture)),
    filesystems: () => file('nodev\tproc\nnodev\ttmpfs\nnodev\tsysfs\n\text4\n'),
    loadavg: () => file(`0.04 0.06 0.02 1/${options.processes().list().length} ${highestPid(options)}\n`),
    meminfo: () => file(memoryInfo(options.memory())),
    mounts: () => file(mountLines(options)),
    self: () => ({ kind: 'symlink', target: String(options.self()?.pid ?? 1) }),
    sys: () => directory(['kernel']),
    uptime: () => file(uptime(options)),
    version: () => file(`Linux version ${options.kernelRelease} (practice@fleetlab) #1 SMP PREEMPT_DYNAMIC\n`),
  };
  const kernel: Nodes = {
    hostname: () => file(`${options.hostname()}\n`),
    osrelease: () => file(`${options.kernelRelease}\n`),
    ostype: () => file('Linux\n'),
  };

  return generatedFileSystem((names) => {
    const [first, second, third, ...deeper] = names;
    if (first === undefined) {
      const pids = options.processes().list();
      return directory([...Object.keys(machine), ...pids.map((process) => String(process.pid)), ...(options.others?.names() ?? [])]);
    }
    const other = options.others?.find(names);
    if (other !== undefined) return other;
    if (deeper.length > 0) return undefined;
    if (first === 'sys') {
      if (second === undefined) return directory(['kernel']);
      if (second !== 'kernel') return undefined;
      return third === undefined ? directory(Object.keys(kernel)) : nodeOf(kernel, third);
    }
    if (third !== undefined) return undefined;
    const process = /^[1-9]\d*$/.test(first) ? options.processes().find(Number(first)) : undefined;
    if (process === undefined) return second === undefined ? nodeOf(machine, first) : undefined;
    const nodes = nodesOfProcess(process, options);
    return second === undefined ? directory(Object.keys(nodes)) : nodeOf(nodes, second);
  }, options.now);
}

function nodesOfProcess(process: Process, options: ProcessFileSystemOptions): Nodes {
  const { pid, parent } = process;
  const name = commandName(process);
  const [letter, word] = process.state === 'stopped' ? ['T', 'stopped'] : ['S', 'sleeping'];
  return {
    cmdline: () => file(process.arguments.map((argument) => `${argument}\0`).join('')),
    comm: () => file(`${name}\n`),
    cwd: () => ({ kind: 'symlink', target: options.workingDirectoryOf(process) }),
    environ: () => file([...options.environmentOf(process)].map(([key, value]) => `${key}=${value}\0`).join('')),
    mounts: () => file(mountLines(options)),
    stat: () => {
      const ticks = Math.max(0, Math.round((process.startedAt - options.bootedAt) / 10));
      return file(`${pid} (${name}) ${letter} ${parent} ${process.group} ${process.group} 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${ticks} 0 0\n`);
    },
    status: () => file(`Name:\t${name}\nState:\t${letter} (${word})\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t${parent}\nThreads:\t1\n`),
  };
}

/** proc(5): at most 15 characters. */
function commandName(process: Process): string {
  const first = process.arguments[0] ?? '';
  return first.slice(first.lastIndexOf('/') + 1).slice(0, 15);
}

function mountLines(options: ProcessFileSystemOptions): string {
  return options
    .mounts()
    .map((mount) => `${mount.source} ${mount.target} ${mount.type} ${mount.options} 0 0\n`)
    .join('');
}

function uptime(options: ProcessFileSystemOptions): string {
  const seconds = ((options.now() - options.bootedAt) / 1000).toFixed(2);
  return `${seconds} ${seconds}\n`;
}

function highestPid(options: ProcessFileSystemOptions): number {
  return Math.max(
    0,
    ...options
      .processes()
      .list()
      .map((process) => process.pid),
  );
}

function memoryInfo({ total, free }: { total: number; free: number }): string {
  const line = (name: string, bytes: number): string => `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;
  return line('MemTotal', total) + line('MemFree', free) + line('MemAvailable', free) + line('SwapTotal', 0) + line('SwapFree', 0);
}

function cpuInfo(architecture: string): string {
  const model = architecture === 'x86_64' ? 'model name' : 'Model';
  return [0, 1, 2, 3].map((number) => `processor\t: ${number}\n${model}\t: Fleetlab practice device\n\n`).join('');
}

function file(content: string): GeneratedNode {
  return { kind: 'file', read: () => content };
}

function directory(names: readonly string[]): GeneratedNode {
  return { kind: 'directory', names: () => names };
}

function nodeOf(nodes: Nodes, name: string): GeneratedNode | undefined {
  return Object.hasOwn(nodes, name) ? nodes[name]?.() : undefined;
}
