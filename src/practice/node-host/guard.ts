import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/**
 * Ends the services' processes when practice is killed without a word. On Windows the system does that (libuv puts children into
 * a job that ends with its parent); elsewhere a small shell waits for the end of a pipe that only practice holds, which also ends a
 * process that is in an endless loop and hears nothing.
 */
const script = `while read -r what pid; do
  if [ "$what" = add ]; then pids="$pids $pid"
  else kept=; for each in $pids; do [ "$each" = "$pid" ] || kept="$kept $each"; done; pids=$kept; fi
done
[ -z "$pids" ] || kill -9 $pids`;

const watched = new Set<number>();
let guard: ChildProcess | undefined;

/** Watches over a process until the function it returns is called. */
export function guardProcess(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  watched.add(pid);
  if (guard === undefined) startGuard();
  else tell('add', pid);
  return () => {
    watched.delete(pid);
    tell('remove', pid);
    if (watched.size === 0) stopGuard();
  };
}

function startGuard(): void {
  const started = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], env: {}, detached: true });
  guard = started;
  started.stdin.on('error', () => undefined);
  started.on('error', () => undefined);
  started.on('exit', () => {
    if (guard !== started) return;
    // Somebody ended it; the processes it watched over get another one.
    guard = undefined;
    if (watched.size > 0) startGuard();
  });
  started.unref();
  (started.stdin as unknown as { unref(): void }).unref();
  for (const pid of watched) tell('add', pid);
}

function stopGuard(): void {
  guard?.stdin?.end();
  guard = undefined;
}

function tell(what: 'add' | 'remove', pid: number): void {
  guard?.stdin?.write(`${what} ${String(pid)}\n`);
}
