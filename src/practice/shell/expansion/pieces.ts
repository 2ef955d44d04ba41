import { escapePattern } from './pattern.ts';

/**
 * A word on its way from its source to fields. Quoted text is neither split nor used as a pattern; `splits` says that
 * unquoted text came from an expansion and is split at IFS. A break parts the elements of `"$@"`.
 */
export type Piece = { kind: 'text'; text: string; quoted: boolean; splits: boolean } | { kind: 'break' };

/** One field: its text, and as a pattern, in which quoted characters stand for themselves. */
export interface Field {
  text: string;
  pattern: string;
}

export function quotedPiece(text: string): Piece {
  return { kind: 'text', text, quoted: true, splits: false };
}

export function literalPiece(text: string): Piece {
  return { kind: 'text', text, quoted: false, splits: false };
}

export function expandedPiece(text: string): Piece {
  return { kind: 'text', text, quoted: false, splits: true };
}

/** Field splitting (POSIX XCU 2.6.5). */
export function splitFields(pieces: readonly Piece[], separators: string): Field[] {
  const fields: Field[] = [];
  const whitespace = new Set(Array.from(separators).filter((character) => ' \t\n'.includes(character)));
  let current: Field | undefined;
  let isAfterWhitespace = false;

  const append = (text: string, quoted: boolean): void => {
    current ??= { text: '', pattern: '' };
    current.text += text;
    current.pattern += quoted ? escapePattern(text) : text;
    isAfterWhitespace = false;
  };
  const close = (): void => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };

  for (const piece of pieces) {
    if (piece.kind === 'break') {
      close();
      isAfterWhitespace = false;
    } else if (!piece.splits || separators === '') {
      if (piece.quoted || piece.text !== '') append(piece.text, piece.quoted);
    } else {
      for (const character of piece.text) {
        if (!separators.includes(character)) append(character, false);
        else if (whitespace.has(character)) {
          if (current !== undefined) isAfterWhitespace = true;
          close();
        } else if (current !== undefined) {
          close();
        } else if (isAfterWhitespace) {
          isAfterWhitespace = false;
        } else {
          fields.push({ text: '', pattern: '' });
        }
      }
    }
  }
  close();
  return fields;
}

/** The pieces as one text, where no splitting takes place (assignments, `case`). */
export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'break' ? ' ' : piece.text)).join('');
}

/** The pieces as one pattern. */
export function joinPattern(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'break' ? ' ' : piece.quoted ? escapePattern(piece.text) : piece.text)).join('');
}
