/** A TCP socket that listens. */
export interface Socket {
  address: string;
  port: number;
  inode: number;
}

const headings = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

/** The text of `/proc/net/tcp` (proc(5)): addresses as the machine's 32-bit numbers, 0A for a socket that listens. */
export function socketTable(sockets: readonly Socket[]): string {
  const lines = sockets.map(
    ({ address, port, inode }, index) =>
      `${String(index).padStart(4)}: ${hexAddress(address)}:${hex(port, 4)} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${String(inode)} 1 0000000000000000 100 0 0 10 0`,
  );
  return [headings, ...lines, ''].join('\n');
}

/** Little-endian, as on every machine that balenaOS runs on. */
function hexAddress(address: string): string {
  return address
    .split('.')
    .reverse()
    .map((part) => hex(Number(part), 2))
    .join('');
}

function hex(value: number, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0');
}
