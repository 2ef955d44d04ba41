import type { PastPrompt } from '../../shared/domain/terminal.ts';

/** Where the prompts of a session stand in its output, and how their commands ended: drawn again, its marks are where they were. */
export interface PromptPlaces {
  /** A prompt ends behind so many bytes of output. It takes the place of one at which nothing was sent. */
  prompt(at: number): void;
  /** The line at the last prompt was sent. */
  sent(): void;
  /** The command of that line has ended. */
  ended(exitCode: number): void;
  /** Its end will not be told: the shell is gone. */
  giveUp(): void;
  /** Behind so many bytes the prompt that waits ends; undefined where none does. */
  waiting(): number | undefined;
  /** What comes before is not kept any more. */
  forgetBefore(at: number): void;
  /** Those that stand in the part of the output that is kept, which begins behind `from` bytes. */
  within(kept: Buffer, from: number): PastPrompt[];
  /** Those of the text that the session begins with. */
  load(text: string, prompts: readonly PastPrompt[]): void;
}

/** Each is a marker of the screen, which costs with every line that comes. */
const most = 500;

export function createPromptPlaces(): PromptPlaces {
  /** `at` in bytes. */
  let places: PastPrompt[] = [];
  /** The command of the last one is under way. */
  let isUnderWay = false;

  function change(part: Partial<PastPrompt>): void {
    const last = places.pop();
    if (last !== undefined) places.push({ ...last, ...part });
  }

  return {
    prompt(at) {
      if (places.at(-1)?.isSent === false) places.pop();
      places.push({ at, isSent: false });
      if (places.length > most) places = places.slice(most / 10);
      isUnderWay = false;
    },
    sent() {
      isUnderWay = places.at(-1)?.isSent === false;
      change({ isSent: true });
    },
    ended(exitCode) {
      if (isUnderWay) change({ exitCode });
      isUnderWay = false;
    },
    giveUp() {
      isUnderWay = false;
    },
    waiting() {
      const last = places.at(-1);
      return last?.isSent === false ? last.at : undefined;
    },
    forgetBefore(at) {
      places = places.filter((place) => place.at >= at);
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
      let read = 0;
      let bytes = 0;
      places = prompts.map(({ at, ...place }) => {
        bytes += Buffer.byteLength(text.slice(read, at));
        read = at;
        return { at: bytes, ...place };
      });
    },
  };
}
