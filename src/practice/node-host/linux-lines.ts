/** Windows' C library ends the lines that a program prints with CR LF; a program of Linux ends them with LF. */
export async function* withLinuxLines(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const part of parts) {
    // As latin1, each byte is a character.
    const text = held + part.toString('latin1');
    held = text.endsWith('\r') ? '\r' : '';
    const whole = text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    if (whole !== '') yield Buffer.from(whole, 'latin1');
  }
  if (held !== '') yield Buffer.from(held, 'latin1');
}
