import { randomUUID } from 'node:crypto';
import type { CommandTime, PastPrompt } from '../../../shared/domain/terminal.ts';
import { endMark, screenMark, type ScreenMark } from '../../../shared/screen-marks.ts';
import { createPromptPlaces } from './prompt-places.ts';
import { createScrollback } from './scrollback.ts';

/** What a terminal has shown, with escape sequences, and where prompts stand in it. */
export interface PastText {
  text: string;
  prompts?: readonly PastPrompt[] | undefined;
}

/** The output of a session: kept for the next screen, sent to those that are there, and for both where prompts and commands are in it. */
export interface ShownOutput {
  /** UTF-8. */
  push(bytes: Buffer): void;
  /** A prompt ends here. */
  prompt(): void;
  /** Its line was sent. */
  sent(): void;
  /** The command of that line has ended. */
  ended(exitCode: number): void;
  /** Its end will not be told: the shell is gone. */
  giveUp(): void;
  /** Clears all above the prompt, or above the last line of what runs; `front` is kept before what is left. */
  clear(front: string): void;
  text(): string;
  past(): { text: string; prompts: PastPrompt[] };
  /** Another number each time that `past` is another one: that is long. */
  turn(): number;
  /** The same for a screen: with the marks in it, behind the modes that were on where it begins. */
  marked(): string;
  /** Of the marks that screens get. */
  readonly key: string;
}

const leaveOtherScreen = '\x1b[?1049l';

/** `later`: what is written behind the text of an earlier run. */
export function createShownOutput(
  send: (bytes: Buffer) => void,
  before: PastText | undefined,
  later: (text: string) => string,
): ShownOutput {
  const scrollback = createScrollback();
  const places = createPromptPlaces();
  const key = randomUUID();
  let turn = 0;
  /** Tells how long the command that was sent last has taken. */
  let timed: (() => CommandTime) | undefined;
  if (before !== undefined && before.text !== '') {
    scrollback.push(Buffer.from(before.text + later(before.text)));
    places.load(before.text, before.prompts ?? []);
  }

  function past(): { text: string; prompts: PastPrompt[] } {
    const { bytes, from } = scrollback.kept();
    return { text: bytes.toString(), prompts: places.within(bytes, from) };
  }

  /** For the screens alone: what is kept has its places. */
  function mark(what: ScreenMark): void {
    send(Buffer.from(screenMark(key, what)));
  }

  return {
    key,
    push(bytes) {
      turn += 1;
      scrollback.push(bytes);
      send(bytes);
    },
    prompt() {
      turn += 1;
      places.prompt(scrollback.end());
      mark('P');
    },
    sent() {
      turn += 1;
      places.sent(scrollback.end());
      timed = startClock();
      mark('C');
    },
    ended(exitCode) {
      turn += 1;
      const end = { exitCode, time: timed?.() };
      timed = undefined;
      places.ended(scrollback.end(), end);
      mark(endMark(end));
    },
    giveUp() {
      timed = undefined;
      places.giveUp();
    },
    clear(front) {
      turn += 1;
      const { bytes, from } = scrollback.kept();
      const prompt = places.waiting() ?? -1;
      // What a job in the background has printed since may be more than is kept.
      const until = prompt < from ? bytes.length : prompt - from;
      const above = bytes.subarray(0, until);
      // What a program drew on the other screen goes, too, where nothing has come since that but the prompt.
      const left = above.lastIndexOf(leaveOtherScreen);
      const at = from + Math.max(above.lastIndexOf('\n') + 1, left === -1 ? 0 : left + leaveOtherScreen.length);
      places.forgetBefore(at);
      scrollback.keepFrom(at, Buffer.from(front));
      mark('X');
    },
    text: () => scrollback.text(),
    past,
    turn: () => turn,
    marked() {
      const { text, prompts } = past();
      let written = 0;
      let marked = scrollback.front();
      for (const [at, what] of prompts.flatMap(marksOf)) {
        marked += text.slice(written, at) + screenMark(key, what);
        written = at;
      }
      return marked + text.slice(written);
    },
  };
}

/** The clock on the wall may be set meanwhile: it tells when, and another one how long. */
function startClock(): () => CommandTime {
  const beganAt = Date.now();
  const start = performance.now();
  return () => ({ beganAt, milliseconds: Math.round(performance.now() - start) });
}

function marksOf({ at, sentAt, endedAt, exitCode, time }: PastPrompt): [number, ScreenMark][] {
  return [
    [at, 'P'],
    ...(sentAt === undefined ? [] : [[sentAt, 'C'] satisfies [number, ScreenMark]]),
    ...(endedAt === undefined || exitCode === undefined ? [] : [[endedAt, endMark({ exitCode, time })] satisfies [number, ScreenMark]]),
  ];
}
