/** A key as a line editor knows it: a character, or a name such as `left`, `ctrl-a`, `meta-b`, `paste-start`. */
export type Key = { kind: 'character'; text: string } | { kind: 'key'; name: string };

/** Turns what a terminal sends into keys. Escape sequences may arrive in pieces. */
export interface KeyDecoder {
  decode(text: string): Key[];
}

const controlNames: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
};
const sequences: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[H': 'home',
  '[F': 'end',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[3~': 'delete',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[1;5C': 'word-right',
  '[1;5D': 'word-left',
  '[1;3C': 'word-right',
  '[1;3D': 'word-left',
  '[200~': 'paste-start',
  '[201~': 'paste-end',
};

export function createKeyDecoder(): KeyDecoder {
  /** What has come of an escape sequence, from its ESC on. */
  let sequence = '';

  function decodeCharacter(character: string): Key | undefined {
    if (sequence !== '') return continueSequence(character);
    if (character === '\x1b') {
      sequence = character;
      return undefined;
    }
    const control = controlNames[character];
    if (control !== undefined) return { kind: 'key', name: control };
    if (character < ' ') return { kind: 'key', name: `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}` };
    return { kind: 'character', text: character };
  }

  function continueSequence(character: string): Key | undefined {
    sequence += character;
    const body = sequence.slice(1);
    if (body === '[' || body === 'O') return undefined;
    // CSI sequences end with a byte from `@` to `~` (ECMA-48, 5.4).
    if (body.startsWith('[') && !/^\[[0-?]*[@-~]$/.test(body)) {
      if (/^\[[0-?]*$/.test(body)) return undefined;
      sequence = '';
      return { kind: 'key', name: 'unknown' };
    }
    sequence = '';
    const named = sequences[body];
    if (named !== undefined) return { kind: 'key', name: named };
    if (body.length > 1) return { kind: 'key', name: 'unknown' };
    return { kind: 'key', name: body === '\x7f' || body === '\b' ? 'meta-backspace' : `meta-${body}` };
  }

  return {
    decode: (text) =>
      Array.from(text)
        .map(decodeCharacter)
        .filter((key) => key !== undefined),
  };
}
