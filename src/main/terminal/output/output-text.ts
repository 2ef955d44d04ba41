/** Output between two marks: whole characters in UTF-8. It is made a string where somebody reads it; a flood goes to the screen as it came. */
export interface OutputText {
  readonly kind: 'text';
  readonly bytes: Buffer;
  readonly data: string;
}

export function outputText(output: string | Buffer): OutputText {
  return typeof output === 'string' ? new Text(Buffer.from(output), output) : new Text(output);
}

/** A class, as objects with getters of their own cost the collector a tenth of this process's time in a flood (measured). */
class Text implements OutputText {
  readonly kind = 'text';
  readonly bytes: Buffer;
  private characters: string | undefined;

  constructor(bytes: Buffer, characters?: string) {
    this.bytes = bytes;
    this.characters = characters;
  }

  get data(): string {
    return (this.characters ??= this.bytes.toString());
  }
}

/** How many bytes at the end begin a character that goes on in what comes next: 0 to 3. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    // Of UTF-8 (RFC 3629, section 3): 10xxxxxx goes on, 110xxxxx begins two bytes, 1110xxxx three, 11110xxx four.
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
