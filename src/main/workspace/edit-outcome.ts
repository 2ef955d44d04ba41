/** What became of applying a change to a text. */
export type EditOutcome =
  | { kind: 'applied'; text: string }
  /** The file is so already: nothing to do. */
  | { kind: 'already' }
  /** There is no such file. */
  | { kind: 'missing' }
  /** The change does not fit what is there; `reason` is a sentence. `isBroken`: nothing fits, because the file cannot be read. */
  | { kind: 'conflict'; reason: string; isBroken?: true };
