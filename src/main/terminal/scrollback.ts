/** The last output of a session, to draw it again after a reload. */
export interface Scrollback {
  push(data: string): void;
  text(): string;
}

interface Block {
  /** UTF-8. */
  bytes: Buffer;
  length: number;
}

/** Room that is left unused at a block's end rather than to cut a character in two: the longest has four bytes. */
const longestCharacter = 4;

/**
 * Keeps between `limit` and 1.125 times `limit` bytes, of which the oldest are let go of by the block, up to the end of a line, so that no
 * escape sequence is halved. Bytes in blocks that are used again: as strings, each of the thousand small pieces in which output comes would
 * live long enough to be moved about by the collector (measured: a fifth of this process's time in a flood).
 */
export function createScrollback(limit = 1_000_000): Scrollback {
  const blockLength = Math.max(Math.ceil(limit / 8), longestCharacter);
  const encoder = new TextEncoder();
  const blocks: Block[] = [];
  let isCut = false;

  /** A block with room for a character at least. */
  function last(): Block {
    const newest = blocks.at(-1);
    if (newest !== undefined && blockLength - newest.length >= longestCharacter) return newest;
    const isFull = blocks.length > 8;
    const block = (isFull ? blocks.shift() : undefined) ?? { bytes: Buffer.allocUnsafe(blockLength), length: 0 };
    isCut ||= isFull;
    block.length = 0;
    blocks.push(block);
    return block;
  }

  return {
    push(data) {
      for (let rest = data; rest !== '';) {
        const block = last();
        const { read, written } = encoder.encodeInto(rest, block.bytes.subarray(block.length));
        block.length += written;
        rest = rest.slice(read);
      }
    },
    text() {
      const all = blocks.map(({ bytes, length }) => bytes.toString('utf8', 0, length)).join('');
      return isCut ? all.slice(all.indexOf('\n') + 1) : all;
    },
  };
}
