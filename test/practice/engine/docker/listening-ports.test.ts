import { describe, expect, it } from 'vitest';
import { readListeners } from '../../../../src/practice/engine/docker/listening-ports.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

function line(local: string, state: string, inode: string): string {
  return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000000000000 100 0 0 10 0`;
}

describe('listening sockets of /proc/net/tcp', () => {
  it('are those that another machine can reach', () => {
    const text = [
      head,
      line('00000000:0050', '0A', '101'),
      line('020011AC:04D2', '0A', '102'),
      line('0100007F:1F90', '0A', '103'),
      line('0B00007F:9A3B', '0A', '104'),
      line('020011AC:9C40', '01', '105'),
      head,
      line('00000000000000000000000000000000:0051', '0A', '106'),
      line('00000000000000000000000001000000:0052', '0A', '107'),
    ].join('\n');
    expect(readListeners(text)).toEqual([
      { port: 80, inode: '101' },
      { port: 1234, inode: '102' },
      { port: 81, inode: '106' },
    ]);
  });
});
