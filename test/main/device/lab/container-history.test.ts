import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterLine, type ContainerHistories } from '../../../../src/main/device/lab/container-history.ts';

const history = (...messages: string[]) =>
  messages.reduce<ContainerHistories>((before, message, index) => afterLine(before, { timestamp: index + 1, message }), new Map());
const line = (words: string, service = 'main') => `${words} service '${service} sha256:abc'`;

describe('restarts, counted in the log', () => {
  it('begin anew with each container', () => {
    const first = history(line('Installing'), line('Installed'), line('Starting'), line('Started'));
    expect(first.get('main')).toEqual({ restarts: 0, startedAt: 4 });
    const restarted = history(
      line('Installed'),
      line('Started'),
      "Service exited 'main sha256:abc'",
      line('Restarting'),
      line('Restarting'),
    );
    expect(restarted.get('main')).toEqual({ restarts: 2, startedAt: 5 });
    expect(history(line('Restarting'), line('Restarting'), line('Installed')).get('main')).toEqual({ restarts: 0 });
  });

  it('know when the container has ended and waits to be started again', () => {
    const exited = "Service exited 'main sha256:abc'";
    expect(history(line('Started'), exited).get('main')).toEqual({ restarts: 0, startedAt: 1, exitedAt: 2 });
    expect(history(line('Started'), exited, line('Restarting')).get('main')).toEqual({ restarts: 1, startedAt: 3 });
  });

  it('are counted by service, and only from lines of the device itself', () => {
    const both = history(line('Started', 'frontend'), line('Restarting', 'backend'), line('Restarting', 'frontend'));
    expect(both.get('frontend')?.restarts).toBe(1);
    expect(both.get('backend')?.restarts).toBe(1);
    expect(afterLine(both, { timestamp: 9, message: line('Restarting', 'backend'), service: 'backend' })).toBe(both);
  });

  it('are the restarts since the last start or installation', () => {
    const words = fc.constantFrom('Installing', 'Installed', 'Starting', 'Started', 'Restarting', 'Killed');
    fc.assert(
      fc.property(fc.array(words), (all) => {
        const last = Math.max(all.lastIndexOf('Installed'), all.lastIndexOf('Installing'), all.lastIndexOf('Started'));
        const expected = all.slice(last + 1).filter((word) => word === 'Restarting').length;
        expect(history(...all.map((word) => line(word))).get('main')?.restarts ?? 0).toBe(expected);
      }),
    );
  });
});
