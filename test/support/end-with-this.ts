import { spawn, type ChildProcess } from 'node:child_process';

/** A run that is ended from outside closes nothing: what was started for it ends soon after it. On Windows it has to be ended by hand. */
export function endWithThis<T extends ChildProcess>(child: T): T {
  if (process.platform === 'win32') return child;
  const watch = 'while kill -0 "$1" && kill -0 "$2"; do sleep 1; done; kill "$2"';
  spawn('sh', ['-c', watch, 'sh', String(process.pid), String(child.pid)], { stdio: 'ignore', detached: true }).unref();
  return child;
}
