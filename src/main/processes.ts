import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process of this machine. `start` tells it from a later one with the same number; equal texts mean the same process. */
export interface ProcessInfo {
  pid: number;
  parent: number;
  group: number;
  /** The session's leader; only where the system tells (Linux). */
  session?: number;
  start: string;
}

/** All processes that this account may see. Empty on Windows, where a closed console ends what is attached to it. */
export async function listProcesses(): Promise<ProcessInfo[]> {
  if (process.platform === 'linux') return listFromProc();
  return process.platform === 'win32' ? [] : listFromPs();
}

/** What `start` of this process is; undefined where there is no such process (or on Windows, where it is not told). */
export async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return (await readStat(pid, await bootId()))?.start;
  return (await listProcesses()).find((info) => info.pid === pid)?.start;
}

/** Whether the process still runs; one that has ended and that nobody has waited for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // Another user's; a process that ends between the two looks leaves no file.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Everything that hangs on `leader`: it, its descendants, and the members of the sessions of these. */
export function treeOf(processes: readonly ProcessInfo[], leader: number): ProcessInfo[] {
  const members = new Set([leader]);
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const { pid, parent, session } of processes)
      if (members.has(parent) || (session !== undefined && session === leader)) members.add(pid);
  }
  return processes.filter(({ pid }) => members.has(pid));
}

/** Asks all to end (hangup, as a closed terminal does), and kills what is still there after `patience` milliseconds. */
export async function endProcesses(victims: readonly ProcessInfo[], patience = 1000): Promise<void> {
  for (const { pid } of victims) signal(pid, 'SIGHUP');
  for (const { pid } of victims) signal(pid, 'SIGCONT');
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && victims.some(({ pid }) => isAlive(pid))) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const { pid, start } of victims) if (isAlive(pid) && (await startOf(pid)) === start) signal(pid, 'SIGKILL');
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return /^[ZX]/.test(text.slice(text.lastIndexOf(')') + 2));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already, which is what was wanted.
  }
}

async function listFromProc(): Promise<ProcessInfo[]> {
  const boot = await bootId();
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map((name) => readStat(Number(name), boot)));
  return found.filter((info) => info !== undefined);
}

async function readStat(pid: number, boot: string): Promise<ProcessInfo | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // proc_pid_stat(5): the name is in parentheses and may hold anything; then state, ppid, pgrp, session, …, starttime (field 22).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    start: `${boot}:${fields[19] ?? ''}`,
  };
}

/** Process numbers and start times begin anew with each boot. */
async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

async function listFromPs(): Promise<ProcessInfo[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,state=,lstart='], {
    env: { ...process.env, LC_ALL: 'C' },
  });
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line);
    if (match === null || match[4]?.startsWith('Z') === true) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), group: Number(match[3]), start: match[5] ?? '' }];
  });
}
