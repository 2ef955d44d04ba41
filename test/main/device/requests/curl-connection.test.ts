import { describe, expect, it } from 'vitest';
import { curlConnection } from '../../../../src/main/device/requests/curl-connection.ts';
import { topologyOf } from '../../../../src/shared/network/from-engine.ts';
import { bothBridged } from '../../../renderer/support/fixtures/engine.ts';

const topology = topologyOf(bothBridged(1_790_000_000_000));
const seen = (text: string, exitCode: number) => curlConnection({ text, exitCode }, topology);

describe('a curl that failed', () => {
  it.each([
    ['curl http://10.42.0.7:1234/data', 7, 'refused', 'nothing-listens-on-host', { kind: 'device', port: 1234 }],
    ['curl -sS --max-time 3 10.42.0.7:81', 7, 'refused', 'nothing-listens-on-host', { kind: 'device', port: 81 }],
    ["curl -H 'Accept: x' 'https://10.42.0.7'", 7, 'refused', 'nothing-listens-on-host', { kind: 'device', port: 443 }],
    ['curl http://backend:1234/data', 6, 'unresolved', 'outside-has-no-names', { kind: 'name', name: 'backend', port: 1234 }],
    ['curl http://nobody/', 6, 'unresolved', 'outside-has-no-names', { kind: 'name', name: 'nobody', port: 80 }],
    ['curl -m 2 http://172.17.0.3:1234', 28, 'timeout', 'container-address-from-outside', { kind: 'name', name: '172.17.0.3', port: 1234 }],
    // The device has changed since: what curl says counts.
    ['curl http://10.42.0.7/', 7, 'refused', 'nothing-listens-on-host', { kind: 'device', port: 80 }],
  ])('%s, exit %i: %s', (text, exitCode, verdict, rule, to) => {
    expect(seen(text, exitCode)).toMatchObject({ from: { kind: 'laptop' }, to, verdict: { verdict, rule } });
  });

  it.each([
    ['curl http://10.42.0.7/', 0],
    ['curl http://10.42.0.7/', 22],
    ['wget http://10.42.0.7:1234/', 7],
    ['curl https://example.com/', 6],
    ['curl http://localhost:1234/', 7],
    ['curl -o 10.42.0.7.txt http://example.com/', 7],
    ['curl "http://10.42.0.7', 7],
    ['curl http://10.42.0.7:99999/', 7],
    ['', 7],
  ])('is nothing to the device: %s, exit %i', (text, exitCode) => expect(seen(text, exitCode)).toBeUndefined());
});
