import type { Buffer as NodeBuffer } from 'node:buffer';

/**
 * What practice and a service's process say to each other: a length, a JSON header with its own length, and bytes.
 * Both sides run this file; it uses nothing but Buffer.
 */
export interface Frame {
  header: Record<string, unknown>;
  data: NodeBuffer;
}

export function encodeFrame(header: unknown, data?: Uint8Array): NodeBuffer {
  const text = Buffer.from(JSON.stringify(header));
  const bytes = data?.length ?? 0;
  const frame = Buffer.allocUnsafe(8 + text.length + bytes);
  frame.writeUInt32LE(4 + text.length + bytes, 0);
  frame.writeUInt32LE(text.length, 4);
  frame.set(text, 8);
  if (data !== undefined && bytes > 0) frame.set(data, 8 + text.length);
  return frame;
}

/** Reads a frame's body, which is what follows the first length. */
export function decodeFrame(body: NodeBuffer): Frame {
  const length = body.readUInt32LE(0);
  return {
    header: JSON.parse(body.toString('utf8', 4, 4 + length)) as Record<string, unknown>,
    data: body.subarray(4 + length),
  };
}

/** Collects chunks and tells each frame that is whole, in order. */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: NodeBuffer) => void {
  let rest: NodeBuffer[] = [];
  let size = 0;
  return (chunk) => {
    rest.push(chunk);
    size += chunk.length;
    while (size >= 4) {
      const [first] = rest;
      const whole = rest.length === 1 && first !== undefined ? first : Buffer.concat(rest);
      rest = [whole];
      const length = whole.readUInt32LE(0);
      if (size < 4 + length) return;
      const body = whole.subarray(4, 4 + length);
      rest = [whole.subarray(4 + length)];
      size -= 4 + length;
      onFrame(decodeFrame(body));
    }
  };
}
