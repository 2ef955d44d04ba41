/** The last output of a session, to draw it again after a reload. */
export interface Scrollback {
  push(data: string): void;
  text(): string;
}

/** Keeps between `limit` and 1.25 times `limit` characters; a cut is made after a line, so that no escape sequence is halved. */
export function createScrollback(limit = 1_000_000): Scrollback {
  let chunks: string[] = [];
  let length = 0;

  function trim(): void {
    const all = chunks.join('');
    const cut = all.indexOf('\n', all.length - limit);
    const kept = all.slice(cut === -1 ? all.length - limit : cut + 1);
    chunks = [kept];
    length = kept.length;
  }

  return {
    push(data) {
      chunks.push(data);
      length += data.length;
      if (length > limit * 1.25) trim();
    },
    text() {
      if (chunks.length > 1) chunks = [chunks.join('')];
      return chunks[0] ?? '';
    },
  };
}
