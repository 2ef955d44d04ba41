import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Pids of a process and all below it. */
export async function processTree(rootPid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [rootPid];
  for (const pid of found) found.push(...pairs.filter(([, parent]) => parent === pid).map(([child = 0]) => child));
  return found;
}

/** Proportional set size on Linux, resident set size elsewhere. */
export async function residentBytes(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
    return Number(/^Pss: +(\d+)/m.exec(text)?.[1] ?? 0) * 1024;
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) * 1024;
}
