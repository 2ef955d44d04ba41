import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/renderer/presenter/identity-of.ts';
import { hideSecrets } from '../../../src/renderer/presenter/secrets.ts';
import { startView } from '../support/fixtures/start.ts';

const practice = startView(0);

describe('what a projector does not show', () => {
  it('is nothing new on the practice device', () => {
    expect(identityOf({ ...practice, identity: undefined })).toBeUndefined();
  });

  it('are the hosts of own clouds and devices, with and without port, and who is signed in there', () => {
    const identity = identityOf({
      ...practice,
      identity: undefined,
      lab: { ...practice.lab, account: { username: 'ada_lovelace' } },
      environments: {
        ...practice.environments,
        chosen: 'e1',
        environments: [{ id: 'e1', kind: 'open-balena', name: 'Workshop cloud', address: 'api.workshop.example:8443' }],
      },
    });
    const text = 'POST https://api.workshop.example:8443/v7 as ada_lovelace: api.workshop.example refused, balena-cloud.com did not';
    const hidden = hideSecrets(text, identity);
    expect(hidden).not.toMatch(/workshop|lovelace/);
    expect(hidden).toContain('balena-cloud.com did not');
  });
});
