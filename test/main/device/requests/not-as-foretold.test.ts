import { describe, expect, it } from 'vitest';
import { notAsForetold } from '../../../../src/main/device/requests/not-as-foretold.ts';
import type { Verdict } from '../../../../src/shared/network/request.ts';

describe('a request that ends otherwise than foretold', () => {
  const foretold: Verdict = { verdict: 'delivered', rule: 'host-listener', reason: 'frontend listens.', reached: 'frontend' };

  it.each([
    ['refused', 'frontend refused the connection or closed it at once: it may not be ready yet.'],
    ['timeout', 'frontend did not answer in time: it may not be ready yet.'],
    ['unresolved', 'The name of frontend does not resolve just now: the service may not be ready yet.'],
  ] as const)('is told in one sentence, where it was %s', (verdict, reason) => {
    expect(notAsForetold(verdict, foretold)).toEqual({ verdict, rule: 'service-not-ready', awaited: 'frontend', reason });
  });
  it('blames no service where none was to answer', () => {
    const dropped: Verdict = { verdict: 'timeout', rule: 'no-such-address', reason: 'Nobody has it.' };
    expect(notAsForetold('refused', dropped)).toEqual({
      verdict: 'refused',
      rule: 'service-not-ready',
      reason: 'The connection was refused or closed at once: a service may be changing just now.',
    });
  });
});
