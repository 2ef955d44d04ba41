import { outputText } from './output-text.ts';
import { createPrivateModes } from './private-modes.ts';

/** The last output of a session, to draw it again after a reload. */
export interface Scrollback {
  /** UTF-8. */
  push(bytes: Buffer): void;
  /** How many bytes were pushed in all. */
  end(): number;
  /** What is kept, which begins behind `from` of the bytes that were pushed. */
  kept(): { bytes: Buffer; from: number };
  text(): string;
  /** What switches on the modes that were on where what is kept begins: what was let go of has their switches. */
  front(): string;
  /** Keeps what was pushed behind so many bytes, with something in its front. */
  keepFrom(at: number, front: Buffer): void;
}

interface Block {
  bytes: Buffer;
  length: number;
}

/**
 * Keeps between `limit` and 1.125 times `limit` bytes, of which the oldest are let go of by the block, up to the end of a line, so that neither
 * a character nor an escape sequence is halved. Copied into blocks that are used again: kept as they come, each of the thousand small pieces
 * would live long enough to cost the collector its time (measured: a fifth of this process's in a flood).
 */
export function createScrollback(limit = 1_000_000): Scrollback {
  const blockLength = Math.ceil(limit / 8);
  const blocks: Block[] = [];
  let isCut = false;
  let end = 0;
  /** As what was let go of has left them. */
  let modes = createPrivateModes();

  function withRoom(): Block {
    const newest = blocks.at(-1);
    if (newest !== undefined && newest.length < blockLength) return newest;
    const isFull = blocks.length > 8;
    const oldest = isFull ? blocks.shift() : undefined;
    if (oldest !== undefined) modes.push(outputText(oldest.bytes.subarray(0, oldest.length)));
    const block = oldest ?? { bytes: Buffer.allocUnsafe(blockLength), length: 0 };
    isCut ||= isFull;
    block.length = 0;
    blocks.push(block);
    return block;
  }

  function kept(): { bytes: Buffer; from: number; before: Buffer } {
    const all = Buffer.concat(blocks.map(({ bytes, length }) => bytes.subarray(0, length)));
    const start = isCut ? all.indexOf('\n') + 1 : 0;
    const bytes = all.subarray(start);
    return { bytes, from: end - bytes.length, before: all.subarray(0, start) };
  }

  function push(bytes: Buffer): void {
    end += bytes.length;
    for (let copied = 0; copied < bytes.length;) {
      const block = withRoom();
      const length = bytes.copy(block.bytes, block.length, copied);
      block.length += length;
      copied += length;
    }
  }

  return {
    push,
    end: () => end,
    kept() {
      const { bytes, from } = kept();
      return { bytes, from };
    },
    text: () => kept().bytes.toString(),
    front() {
      const there = modes.copy();
      there.push(outputText(kept().before));
      return there.redo();
    },
    keepFrom(at, front) {
      const { bytes, from } = kept();
      const before = end;
      blocks.length = 0;
      isCut = false;
      modes = createPrivateModes();
      push(front);
      push(bytes.subarray(at - from));
      end = before;
    },
  };
}
