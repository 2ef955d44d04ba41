/** The shells whose behaviour and wording are followed: dash 0.5.12, bash 5.2, busybox ash 1.37. */
export type Flavour = 'dash' | 'bash' | 'busybox';

/** What bash has and a POSIX shell has not; busybox's ash was built with some of it. */
export interface FlavourFeatures {
  /** `[[ ]]`, `$'…'`, `${x/a/b}`, `${x:1:2}`, `function`, `source`, `let`, pipefail. */
  bashWords: boolean;
  /** Arrays, `(( ))`, `{1..3}`, `${x^^}`, `${!x}`, `<( )`, `<<<`, `declare`. */
  bashOnly: boolean;
  /** `echo` interprets backslashes unasked. */
  echoEscapes: boolean;
  /** The last command of `-c` is executed in the shell's place (measured: dash 0.5.12 does not). */
  replacesItself: boolean;
}

const features: Readonly<Record<Flavour, FlavourFeatures>> = {
  dash: { bashWords: false, bashOnly: false, echoEscapes: true, replacesItself: false },
  bash: { bashWords: true, bashOnly: true, echoEscapes: false, replacesItself: true },
  busybox: { bashWords: true, bashOnly: false, echoEscapes: false, replacesItself: true },
};

export function featuresOf(flavour: Flavour): FlavourFeatures {
  return features[flavour];
}
