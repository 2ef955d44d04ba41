import { inWords } from '../shared/errors.ts';

/**
 * Closes parts one after the other, each whatever came of those before: a disk that is full must not keep programs from being ended. Tells each
 * failure, and never rejects.
 */
export async function closeInTurn(parts: readonly (() => void | Promise<void>)[], onProblem: (message: string) => void): Promise<void> {
  for (const close of parts) {
    try {
      await close();
    } catch (error) {
      onProblem(inWords(error));
    }
  }
}
