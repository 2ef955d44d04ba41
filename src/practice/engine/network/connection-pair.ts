import { Duplex } from 'node:stream';

interface Side {
  stream: Duplex;
  /** Takes over what the other side wrote; called when this side is read. */
  wanted: (() => void) | undefined;
  hasEnded: boolean;
}

/**
 * The two ends of one TCP connection, in memory. A writer waits for a reader that is slow; `end` closes one direction; an end that is
 * closed with bytes unread, or written to after it was closed, resets the other (`read ECONNRESET`), as a kernel does.
 */
export function connectionPair(): [Duplex, Duplex] {
  const sides: [Side, Side] = [makeSide(), makeSide()];
  function makeSide(): Side {
    const side: Side = { stream: undefined as unknown as Duplex, wanted: undefined, hasEnded: false };
    const other = (): Side => (sides[0] === side ? sides[1] : sides[0]);
    side.stream = new Duplex({
      read() {
        const { wanted } = side;
        side.wanted = undefined;
        wanted?.();
      },
      write(chunk: Buffer, _encoding, callback) {
        const reader = other();
        if (reader.stream.destroyed) callback(brokenConnection('write', 'EPIPE'));
        else if (reader.stream.push(chunk)) callback();
        else reader.wanted = callback;
      },
      final(callback) {
        side.hasEnded = true;
        if (!other().stream.destroyed) other().stream.push(null);
        callback();
      },
      destroy(error, callback) {
        const far = other();
        const { wanted } = side;
        const hasUnread = wanted !== undefined || side.stream.readableLength > 0;
        side.wanted = undefined;
        if (!far.stream.destroyed) {
          const waiting = far.wanted;
          far.wanted = undefined;
          if (hasUnread || error !== null) far.stream.destroy(brokenConnection('read', 'ECONNRESET'));
          else if (!side.hasEnded) far.stream.push(null);
          waiting?.();
        }
        wanted?.();
        callback(error);
      },
    });
    // An end without a reader for its errors must not end the whole process.
    side.stream.on('error', () => undefined);
    return side;
  }
  return [sides[0].stream, sides[1].stream];
}

function brokenConnection(syscall: 'read' | 'write', code: 'ECONNRESET' | 'EPIPE'): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { syscall, code });
}
