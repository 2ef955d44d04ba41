import { describe, expect, it } from 'vitest';
import { withPastListeners } from '../../../../src/main/device/engine/past-listeners.ts';
import type { EngineContainer } from '../../../../src/shared/domain/engine-view.ts';
import { container, type ServiceSetup } from '../../../renderer/support/fixtures/engine.ts';

describe('the ports that a container had', () => {
  const made = (setup: Partial<ServiceSetup>): EngineContainer => container(0, { name: 'frontend', mode: 'host', ...setup }, 0);
  const runs = withPastListeners([], [made({ listens: [80, 443] })]);

  it('are known once it has stopped, for as long as it is not started again', () => {
    const ending = withPastListeners(runs, [made({ listens: [] })]);
    const ended = withPastListeners(ending, [made({ state: 'exited' })]);
    expect(withPastListeners(ended, [made({ state: 'exited' })])[0]?.listened).toEqual([80, 443]);
    expect(withPastListeners(ended, [made({ listens: [8080], change: { startedAt: 5 } })])[0]?.listened).toEqual([8080]);
  });
  it('are not said where nobody saw any', () => {
    expect(withPastListeners([], [made({ state: 'exited' })])[0]?.listened).toBeUndefined();
    expect(withPastListeners(runs, [made({ state: 'exited', change: { id: 'another' } })])[0]?.listened).toBeUndefined();
  });
  it('are those of the host alone', () => {
    expect(withPastListeners([], [made({ mode: 'bridge', listens: [80] })])[0]?.listened).toBeUndefined();
  });
});
