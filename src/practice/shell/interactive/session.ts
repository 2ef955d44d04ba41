import type { Shell } from '../state.ts';
import { runInput } from '../execution/script.ts';

export function runInteractively(shell: Shell): Promise<number> {
  return runInput(shell);
}
