import type { PastPrompt } from '../../shared/domain/terminal.ts';

/** Where the prompts of a session stand in its output, and how their commands ended: drawn again, its marks are where they were. */
export interface PromptPlaces {
  /** A prompt ends behind so many bytes of output. One that is drawn anew takes the place of the one before. */
  prompt(at: number, isNew: boolean): void;
  /** The command that was sent at the last prompt has ended. */
  ended(exitCode: number): void;
  /** Those that stand in the part of the output that is kept, which begins behind `from` bytes. */
  within(kept: Buffer, from: number): PastPrompt[];
  /** Those of the text that the session begins with. */
  load(text: string, prompts: readonly PastPrompt[]): void;
}

const most = 2000;

export function createPromptPlaces(): PromptPlaces {
  /** `at` in bytes. */
  let places: PastPrompt[] = [];

  return {
    prompt(at, isNew) {
      if (!isNew && places.at(-1)?.exitCode === undefined) places.pop();
      places.push({ at });
      if (places.length > most) places = places.slice(most / 10);
    },
    ended(exitCode) {
      const last = places.pop();
      if (last !== undefined) places.push({ exitCode, ...last });
    },
    within(kept, from) {
      let read = 0;
      let characters = 0;
      return places
        .filter(({ at }) => at >= from)
        .map(({ at, ...place }) => {
          characters += kept.toString('utf8', read, at - from).length;
          read = at - from;
          return { at: characters, ...place };
        });
    },
    load(text, prompts) {
      places = prompts.map(({ at, ...place }) => ({ at: Buffer.byteLength(text.slice(0, at)), ...place }));
    },
  };
}
