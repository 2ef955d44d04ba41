import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Watched {
  limit: number;
  onExceeded: () => void;
}

/** Milliseconds between two looks at the memory that services use. */
const interval = 500;
/** Bytes of a page, which /proc counts in. */
const pageSize = 4096;

const watched = new Map<number, Watched>();
let timer: NodeJS.Timeout | undefined;

/** Tells once when a process's resident memory passes `limit` bytes; returns the function that ends the watch. */
export function watchMemory(pid: number, limit: number, onExceeded: () => void): () => void {
  watched.set(pid, { limit, onExceeded });
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
    for (const pid of watched.keys()) judge(pid, residentOnLinux(pid));
    return;
  }
  const pids = [...watched.keys()].map(String);
  if (process.platform === 'win32') {
    execFile('tasklist', ['/fo', 'csv', '/nh', '/fi', 'imagename eq node.exe'], { windowsHide: true }, (error, output) => {
      if (error !== null) return;
      // "node.exe","4242","Console","1","61,204 K": the separator of thousands is the laptop's language's.
      for (const [, pid, kilobytes] of output.matchAll(/^"[^"]*","(\d+)",.*,"([^"]*)"\s*$/gm)) {
        judge(Number(pid), Number((kilobytes ?? '').replaceAll(/\D/g, '')) * 1024);
      }
    });
    return;
  }
  execFile('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')], (error, output) => {
    if (error !== null) return;
    for (const [, pid, kilobytes] of output.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)) judge(Number(pid), Number(kilobytes) * 1024);
  });
}

function judge(pid: number, resident: number): void {
  const entry = watched.get(pid);
  if (entry === undefined || resident <= entry.limit) return;
  watched.delete(pid);
  entry.onExceeded();
}

function residentOnLinux(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${String(pid)}/statm`, 'latin1').split(' ')[1]) * pageSize;
  } catch {
    // It has just ended.
    return 0;
  }
}
