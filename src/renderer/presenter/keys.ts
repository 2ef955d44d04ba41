/** What a key does while presenting. */
export type PresenterAction =
  | { kind: 'next' | 'previous' | 'next-step' | 'previous-step' | 'first' | 'last' }
  | { kind: 'layout'; number: number }
  | {
      kind: 'next-layout' | 'reveal' | 'conceal' | 'blank' | 'plan' | 'notes' | 'clock' | 'full-screen' | 'run-next' | 'other-part' | 'map';
    }
  /** Closes what lies above, else leaves. */
  | { kind: 'back' }
  | { kind: 'leave' }
  /** Kept from the browser and from the page: a clicker's start button reloads else. */
  | { kind: 'nothing' };

export interface PresenterKeys {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export interface PresenterKeyPlace {
  /**
   * `shell`: keys are the shell's but F6 and a clicker's; `program`: a program fills the terminal (an editor, a pager) and pages itself;
   * `text`: a text field or the editor; `control`: a button, which has Space and Enter; `slide`: anything else.
   */
  focus: 'shell' | 'program' | 'text' | 'control' | 'slide';
}

/**
 * Undefined where the key is not the presenter's. Clickers send PageDown and PageUp, most `.` or B for the blank screen, some F5 and Escape
 * for their start button.
 */
export function matchPresenterKey(keys: PresenterKeys, { focus }: PresenterKeyPlace): PresenterAction | undefined {
  const isPlain = !keys.ctrlKey && !keys.metaKey && !keys.altKey;
  if (keys.key === 'F6' && isPlain) return { kind: 'other-part' };
  if (keys.key === 'F5' && isPlain && !keys.shiftKey && focus !== 'program') return { kind: 'nothing' };
  if (keys.ctrlKey !== keys.metaKey && !keys.altKey && !keys.shiftKey) {
    if (keys.key === 'Enter') return { kind: 'run-next' };
    if (keys.code === 'Backquote') return { kind: 'other-part' };
  }
  if (focus === 'program') return undefined;
  if (isPlain && !keys.shiftKey && keys.key === 'PageDown') return { kind: 'next' };
  if (isPlain && !keys.shiftKey && keys.key === 'PageUp') return { kind: 'previous' };
  if (focus === 'shell') return undefined;
  if (keys.altKey && !keys.ctrlKey && !keys.metaKey && !keys.shiftKey) return altKeys[keys.code];
  if (!isPlain) return undefined;
  if (keys.key === 'Escape') return { kind: 'back' };
  if (focus === 'text') return undefined;
  if (keys.shiftKey && keys.code === 'KeyH') return { kind: 'conceal' };
  if (keys.key === '?') return { kind: 'map' };
  if (keys.shiftKey) return undefined;
  if (focus === 'control' && (keys.key === ' ' || keys.key === 'Enter')) return undefined;
  if (/^[1-5]$/.test(keys.key)) return { kind: 'layout', number: Number(keys.key) };
  return namedKeys[keys.key] ?? letterKeys[keys.key.toLowerCase()];
}

const altKeys: Readonly<Record<string, PresenterAction>> = {
  KeyP: { kind: 'leave' },
  Comma: { kind: 'previous-step' },
  Period: { kind: 'next-step' },
};

const namedKeys: Readonly<Record<string, PresenterAction>> = {
  ArrowRight: { kind: 'next' },
  ArrowDown: { kind: 'next' },
  ' ': { kind: 'next' },
  ArrowLeft: { kind: 'previous' },
  ArrowUp: { kind: 'previous' },
  Home: { kind: 'first' },
  End: { kind: 'last' },
  '.': { kind: 'blank' },
};

const letterKeys: Readonly<Record<string, PresenterAction>> = {
  b: { kind: 'blank' },
  c: { kind: 'plan' },
  f: { kind: 'full-screen' },
  h: { kind: 'reveal' },
  n: { kind: 'notes' },
  s: { kind: 'clock' },
  t: { kind: 'next-layout' },
};
