/** The last output of a session, to draw it again after a reload. */
export interface Scrollback {
  push(data: string): void;
  text(): string;
}

/** Keeps between `limit` and 1.125 times `limit` characters; a cut is made after a line, so that no escape sequence is halved. */
export function createScrollback(limit = 1_000_000): Scrollback {
  const blockLength = Math.ceil(limit / 16);
  // All but the last are at least that long: output comes by the thousand small pieces, and whole blocks are let go of.
  const blocks: string[] = [''];
  let length = 0;
  let isCut = false;

  function add(data: string): void {
    const last = blocks.at(-1) ?? '';
    if (last.length < blockLength) blocks[blocks.length - 1] = last + data;
    else blocks.push(data);
    length += data.length;
  }

  function trim(): void {
    for (let first = blocks[0] ?? ''; blocks.length > 1 && length - first.length >= limit; first = blocks[0] ?? '') {
      blocks.shift();
      length -= first.length;
      isCut = true;
    }
  }

  return {
    push(data) {
      // Longer than a block is one that is too long to be let go of as a whole.
      for (let start = 0; start < data.length; start += blockLength) add(data.slice(start, start + blockLength));
      trim();
    },
    text() {
      const all = blocks.join('');
      return isCut ? all.slice(all.indexOf('\n') + 1) : all;
    },
  };
}
