/**
 * A terminal's output on the browser host's WebSocket: a binary message of the terminal's id, a line feed and the output. It comes by the
 * megabyte, and as JSON each of its escape characters would be written as six and read one by one.
 */
export interface TerminalOutput {
  id: string;
  /** UTF-8; begins and ends between two characters. */
  bytes: Uint8Array;
}

const lineFeed = 10;

export function encodeOutput({ id, bytes }: TerminalOutput): Uint8Array {
  const head = new TextEncoder().encode(`${id}\n`);
  const message = new Uint8Array(head.length + bytes.length);
  message.set(head);
  message.set(bytes, head.length);
  return message;
}

/** Undefined for a message that names no terminal. The bytes are the message's own. */
export function decodeOutput(message: Uint8Array): TerminalOutput | undefined {
  const end = message.indexOf(lineFeed);
  if (end <= 0) return undefined;
  return { id: new TextDecoder().decode(message.subarray(0, end)), bytes: message.subarray(end + 1) };
}
