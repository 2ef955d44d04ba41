import type { Shell } from '../state.ts';

/** `set -e` leaves failures alone that are only looked at. */
export async function tolerating<T>(shell: Shell, run: () => Promise<T>): Promise<T> {
  shell.tolerated += 1;
  try {
    return await run();
  } finally {
    shell.tolerated -= 1;
  }
}
