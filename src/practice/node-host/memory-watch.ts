import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Watched {
  /** Bytes that this process alone may use. */
  limit: number;
  /** The processes of one container share an object, and its bytes. */
  group: object;
  groupLimit: number;
  /** Told whose limit was passed. */
  onExceeded: (whose: 'process' | 'group') => void;
}

/** Milliseconds between two looks at the memory that services use. */
const interval = 500;
/** Bytes of a page, which /proc counts in. */
const pageSize = 4096;

const watched = new Map<number, Watched>();
let timer: NodeJS.Timeout | undefined;

/**
 * Tells once when a process's resident memory passes its limit, or that of its group the group's: then the biggest of the group is told,
 * as the kernel chooses. Returns the function that ends the watch.
 */
export function watchMemory(pid: number, process: Watched): () => void {
  watched.set(pid, process);
  timer ??= setInterval(look, interval).unref();
  return () => {
    watched.delete(pid);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function look(): void {
  if (process.platform === 'linux') {
    judge(new Map([...watched.keys()].map((pid) => [pid, residentOnLinux(pid)])));
    return;
  }
  const pids = [...watched.keys()].map(String);
  if (process.platform === 'win32') {
    execFile('tasklist', ['/fo', 'csv', '/nh', '/fi', 'imagename eq node.exe'], { windowsHide: true }, (error, output) => {
      if (error !== null) return;
      // "node.exe","4242","Console","1","61,204 K": the separator of thousands is the laptop's language's.
      const rows = [...output.matchAll(/^"[^"]*","(\d+)",.*,"([^"]*)"\s*$/gm)];
      judge(new Map(rows.map(([, pid, kilobytes]) => [Number(pid), Number((kilobytes ?? '').replaceAll(/\D/g, '')) * 1024])));
    });
    return;
  }
  execFile('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')], (error, output) => {
    if (error !== null) return;
    const rows = [...output.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)];
    judge(new Map(rows.map(([, pid, kilobytes]) => [Number(pid), Number(kilobytes) * 1024])));
  });
}

/** `resident`: bytes by process. */
function judge(resident: ReadonlyMap<number, number>): void {
  const groups = new Map<object, { pid: number; bytes: number; entry: Watched }[]>();
  for (const [pid, bytes] of resident) {
    const entry = watched.get(pid);
    if (entry === undefined) continue;
    if (bytes > entry.limit) end(pid, entry, 'process');
    else groups.set(entry.group, [...(groups.get(entry.group) ?? []), { pid, bytes, entry }]);
  }
  for (const members of groups.values()) {
    const [biggest] = members.toSorted((one, other) => other.bytes - one.bytes);
    const together = members.reduce((sum, { bytes }) => sum + bytes, 0);
    if (biggest !== undefined && together > biggest.entry.groupLimit) end(biggest.pid, biggest.entry, 'group');
  }
}

function end(pid: number, entry: Watched, whose: 'process' | 'group'): void {
  watched.delete(pid);
  entry.onExceeded(whose);
}

function residentOnLinux(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${String(pid)}/statm`, 'latin1').split(' ')[1]) * pageSize;
  } catch {
    // It has just ended.
    return 0;
  }
}
