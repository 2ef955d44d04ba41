/** How many bytes of output are on their way, where what has arrived is told in characters. */
export interface PendingBytes {
  add(data: string): void;
  /** So many characters have arrived, in the order in which they were added; what was never added is passed over. */
  take(characters: number): void;
  count(): number;
  clear(): void;
}

/** Characters that are counted together at least: single keys are not to make a long list. */
const together = 4096;

export function createPendingBytes(): PendingBytes {
  let pieces: { characters: number; bytes: number }[] = [];
  let sum = 0;

  return {
    add(data) {
      const bytes = Buffer.byteLength(data);
      const last = pieces.at(-1);
      sum += bytes;
      if (last === undefined || last.characters >= together) pieces.push({ characters: data.length, bytes });
      else {
        last.characters += data.length;
        last.bytes += bytes;
      }
    },
    take(characters) {
      let left = characters;
      while (left > 0) {
        const first = pieces[0];
        if (first === undefined) return;
        const isWhole = left >= first.characters;
        const bytes = isWhole ? first.bytes : Math.floor((first.bytes * left) / first.characters);
        sum -= bytes;
        left -= first.characters;
        if (isWhole) pieces.shift();
        else {
          first.characters = -left;
          first.bytes -= bytes;
        }
      }
    },
    count: () => sum,
    clear() {
      pieces = [];
      sum = 0;
    },
  };
}
