/** Reads of something that changes, one at a time. */
export interface Reads<View> {
  /** Who asks during a read gets the next, which has seen what they did. */
  ask(): Promise<View>;
  /** Another thing is to be read: begins at once. The read under way is told so by its signal, and who waits for it gets this one's answer. */
  anew(): Promise<View>;
  /** Resolves when no read is under way but those that were left. */
  idle(): Promise<void>;
}

interface Going<View> {
  answer: Promise<View>;
  instead: PromiseWithResolvers<View>;
  left: AbortController;
}

/** `read` is not to reject. */
export function createReads<View>(read: (left: AbortSignal) => Promise<View>): Reads<View> {
  let going: Going<View> | undefined;
  let next: Promise<View> | undefined;

  function begin(): Promise<View> {
    next = undefined;
    if (going !== undefined) return going.answer;
    const left = new AbortController();
    const instead = Promise.withResolvers<View>();
    // One that is left may hang for long: nobody is to wait for it.
    const own = read(left.signal).then((view) => (left.signal.aborted ? instead.promise : view));
    const answer = Promise.race([own, instead.promise]).finally(() => {
      if (going === begun) going = undefined;
    });
    const begun = { answer, instead, left };
    going = begun;
    return answer;
  }

  return {
    ask() {
      if (going === undefined) return begin();
      next ??= going.answer.then(begin);
      return next;
    },
    anew() {
      const before = going;
      before?.left.abort();
      going = undefined;
      const answer = begin();
      before?.instead.resolve(answer);
      return answer;
    },
    async idle() {
      await going?.answer.catch(() => undefined);
    },
  };
}
