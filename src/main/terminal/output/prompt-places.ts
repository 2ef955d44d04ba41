import type { PastPrompt } from '../../../shared/domain/terminal.ts';
import type { CommandEnd } from '../../../shared/screen-marks.ts';

/** Where the prompts of a session stand in its output, and how their commands ended: drawn again, its marks are where they were. */
export interface PromptPlaces {
  /** A prompt ends behind so many bytes of output. It takes the place of one at which nothing was sent. */
  prompt(at: number): void;
  /** The line at the last prompt was sent, behind so many bytes. */
  sent(at: number): void;
  /** The command of that line has ended there. */
  ended(at: number, end: CommandEnd): void;
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

  function isWaiting(place: PastPrompt | undefined): place is PastPrompt {
    return place !== undefined && place.sentAt === undefined;
  }

  function change(part: Partial<PastPrompt>): void {
    const last = places.pop();
    if (last !== undefined) places.push({ ...last, ...part });
  }

  return {
    prompt(at) {
      if (isWaiting(places.at(-1))) places.pop();
      places.push({ at });
      if (places.length > most) places = places.slice(most / 10);
      isUnderWay = false;
    },
    sent(sentAt) {
      isUnderWay = isWaiting(places.at(-1));
      if (isUnderWay) change({ sentAt });
    },
    ended(endedAt, { exitCode, time }) {
      if (isUnderWay) change({ endedAt, exitCode, ...(time === undefined ? {} : { time }) });
      isUnderWay = false;
    },
    giveUp() {
      isUnderWay = false;
    },
    waiting() {
      const last = places.at(-1);
      return isWaiting(last) ? last.at : undefined;
    },
    forgetBefore(at) {
      places = places.filter((place) => place.at >= at);
    },
    within(kept, from) {
      const characters = countOn((start, end) => kept.toString('utf8', start, end).length);
      return places.filter(({ at }) => at >= from).map((place) => movePrompt(place, (at) => characters(at - from)));
    },
    load(text, prompts) {
      const bytes = countOn((start, end) => Buffer.byteLength(text.slice(start, end)));
      places = prompts.map((place) => movePrompt(place, bytes));
    },
  };
}

/** The same prompt where its places are others; asked for them in their order. */
export function movePrompt({ at, sentAt, endedAt, ...prompt }: PastPrompt, move: (at: number) => number): PastPrompt {
  return {
    at: move(at),
    ...(sentAt === undefined ? {} : { sentAt: move(sentAt) }),
    ...(endedAt === undefined ? {} : { endedAt: move(endedAt) }),
    ...prompt,
  };
}

/** How much there is before a place, of places that come in their order: each part is counted once. */
function countOn(count: (start: number, end: number) => number): (place: number) => number {
  let read = 0;
  let counted = 0;
  return (place) => {
    counted += count(read, place);
    read = place;
    return counted;
  };
}
