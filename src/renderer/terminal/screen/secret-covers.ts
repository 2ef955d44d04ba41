import type { Terminal } from '@xterm/xterm';
import { findSecrets, type Identity } from '../../presenter/secrets.ts';

/** Covers what is not for a projector: pieces of the page over the cells, so whatever draws the text cannot let it through. */
export interface SecretCovers {
  /** `identity` counts where `isOn`. */
  set(isOn: boolean, identity: Identity | undefined): void;
  dispose(): void;
}

export function createSecretCovers(terminal: Terminal): SecretCovers {
  const layer = document.createElement('div');
  layer.className = 'secret-covers';
  layer.setAttribute('aria-hidden', 'true');
  let covers = false;
  let known: Identity | undefined;
  let drawn = '';

  function cover(): void {
    const screen = terminal.element?.querySelector<HTMLElement>('.xterm-screen');
    if (screen == null) return;
    if (layer.parentElement !== screen) screen.append(layer);
    const pieces = covers ? piecesOf(terminal, known) : [];
    const next = JSON.stringify([pieces, terminal.cols, terminal.rows]);
    if (next === drawn) return;
    drawn = next;
    layer.replaceChildren(...pieces.map((piece) => drawPiece(piece, terminal.cols, terminal.rows)));
  }

  // At once, for the frame that shows new text, and in the next, when what follows from it (a scrolled view, a new size) has settled.
  let isPlanned = false;
  function coverTwice(): void {
    if (!covers && drawn === '') return;
    cover();
    coverNext();
  }
  function coverNext(): void {
    if ((!covers && drawn === '') || isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      cover();
    });
  }

  const listeners = [
    terminal.onRender(coverTwice),
    // Each line of output scrolls, and none is drawn before all of them are taken in.
    terminal.onScroll(coverNext),
    terminal.onResize(coverTwice),
    terminal.onWriteParsed(coverTwice),
    terminal.buffer.onBufferChange(coverTwice),
  ];
  return {
    set(isOn, identity) {
      covers = isOn;
      known = identity;
      coverTwice();
    },
    dispose() {
      for (const listener of listeners) listener.dispose();
      layer.remove();
    },
  };
}

/** In parts of the screen, which is as large as its rows and columns together. */
function drawPiece({ row, column, length }: Piece, columns: number, rows: number): HTMLElement {
  const piece = document.createElement('span');
  piece.className = 'secret-cover';
  piece.style.left = `${(100 * column) / columns}%`;
  piece.style.top = `${(100 * row) / rows}%`;
  piece.style.width = `${(100 * length) / columns}%`;
  piece.style.height = `${100 / rows}%`;
  return piece;
}

interface Piece {
  row: number;
  column: number;
  length: number;
}

/** The cells in view that hold secrets; a line that was wrapped is read as one. */
function piecesOf({ buffer: { active }, rows, cols }: Terminal, identity: Identity | undefined): Piece[] {
  const pieces: Piece[] = [];
  let first = active.viewportY;
  while (first > 0 && active.getLine(first)?.isWrapped === true) first -= 1;
  const end = active.viewportY + rows;
  for (let start = first; start < end;) {
    let next = start + 1;
    while (active.getLine(next)?.isWrapped === true) next += 1;
    let text = '';
    const cells: { line: number; column: number; width: number }[] = [];
    for (let line = start; line < next; line += 1) {
      for (let column = 0; column < cols; column += 1) {
        const cell = active.getLine(line)?.getCell(column);
        if (cell === undefined || cell.getWidth() === 0) continue;
        // Text positions count UTF-16 units; a cell may hold several.
        const characters = cell.getChars() === '' ? ' ' : cell.getChars();
        for (let unit = 0; unit < characters.length; unit += 1) cells.push({ line, column, width: cell.getWidth() });
        text += characters;
      }
    }
    for (const { from, to } of findSecrets(text, identity)) pieces.push(...rowsOf(cells.slice(from, to), active.viewportY, rows));
    start = next;
  }
  return pieces;
}

/** One piece for each row that the cells are on. */
function rowsOf(cells: readonly { line: number; column: number; width: number }[], top: number, rows: number): Piece[] {
  const pieces = new Map<number, Piece>();
  for (const { line, column, width } of cells) {
    const row = line - top;
    if (row < 0 || row >= rows) continue;
    const piece = pieces.get(row);
    if (piece === undefined) pieces.set(row, { row, column, length: width });
    else piece.length = column + width - piece.column;
  }
  return [...pieces.values()];
}
