import { ExitControl, InterruptControl } from '../control.ts';
import type { Shell } from '../state.ts';

/** The promise's value, unless the shell is killed or the line interrupted first. */
export function unlessEnded<T>(shell: Shell, promise: Promise<T>): Promise<T> {
  const { ended } = shell.context;
  const { interruption } = shell;
  return new Promise((resolve, reject) => {
    const onEnd = (): void => settle(() => reject(new ExitControl(137)));
    const onInterrupt = (): void => settle(() => reject(new InterruptControl()));
    const settle = (finish: () => void): void => {
      ended.removeEventListener('abort', onEnd);
      interruption?.removeEventListener('abort', onInterrupt);
      finish();
    };
    if (ended.aborted) return onEnd();
    if (interruption?.aborted === true) return onInterrupt();
    ended.addEventListener('abort', onEnd);
    interruption?.addEventListener('abort', onInterrupt);
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
  });
}
