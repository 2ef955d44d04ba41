export interface TimekeeperOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Adds time spent to a step's. */
  add: (stepId: string, seconds: number) => void;
}

/** A longer time without a sign of the learner is a pause: nobody knows how much of it was spent on the step. */
const longestRest = 3 * 60_000;

/** Measures the time that is really spent on steps, from signs of the learner. */
export interface Timekeeper {
  /** The learner is at work on this step: the time since the last sign was spent on it, unless that was a pause. */
  note(stepId: string): void;
}

export function createTimekeeper({ now, add }: TimekeeperOptions): Timekeeper {
  let last: number | undefined;
  return {
    note(stepId) {
      const time = now();
      const passed = last === undefined ? 0 : time - last;
      last = time;
      if (passed > 0 && passed <= longestRest) add(stepId, passed / 1_000);
    },
  };
}
