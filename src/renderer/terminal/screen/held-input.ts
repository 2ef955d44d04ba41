import type { Terminal } from '@xterm/xterm';

export interface HeldInput {
  /** What the terminal hands out; sent now, or as soon as `release` is called. */
  take(data: string): void;
  /** The replay is drawn, or there is none. */
  release(): void;
}

/**
 * What is typed while the replay is not drawn yet waits until it is, in its order. The old questions of the replay (where is the cursor?) are
 * in the past and get no answer, which would be typed into the shell. So all that a terminal hands out by then is the learner's, keys as well
 * as pastes and what an input method writes, but for reports of the focus and the mouse: whether they are wanted is not known before the end.
 * A key may be told by a mode that the replay leaves again (arrows, in an editor that has ended): shells take both forms.
 */
export function holdInput({ parser }: Terminal, send: (data: string) => void): HeldInput {
  let held: string[] | undefined = [];
  const isPast = (): boolean => held !== undefined;
  // What `refuseQuestions` leaves: device attributes, state and place of the cursor, modes.
  for (const prefix of ['', '?', '>', '=']) parser.registerCsiHandler({ ...prefixed(prefix), final: 'c' }, isPast);
  for (const prefix of ['', '?']) {
    parser.registerCsiHandler({ ...prefixed(prefix), final: 'n' }, isPast);
    parser.registerCsiHandler({ ...prefixed(prefix), intermediates: '$', final: 'p' }, isPast);
  }
  return {
    take(data) {
      if (held === undefined) send(data);
      else if (!isReport(data)) held.push(data);
    },
    release() {
      const waiting = held ?? [];
      held = undefined;
      for (const data of waiting) send(data);
    },
  };
}

function prefixed(prefix: string): { prefix?: string } {
  return prefix === '' ? {} : { prefix };
}

/** Of the focus or the mouse; no key or paste begins like this. */
function isReport(data: string): boolean {
  return /^\x1b\[(?:[IO]$|M|<)/.test(data);
}
