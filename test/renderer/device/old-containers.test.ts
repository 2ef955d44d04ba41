import { describe, expect, it } from 'vitest';
import { hasRunService, oldContainers } from '../../../src/renderer/device/old-containers.ts';
import { device, service } from '../support/fixtures/lab.ts';
import { containerOf, engineOf, eventsOf } from '../workbench/lifecycle/stories.ts';

const main = containerOf({ id: 'a', startedAt: 5000 });
const engine = engineOf({ readAt: 9000, containers: [main] });
const killing = [{ timestamp: 8000, message: "Killing service 'main sha256:1'", isError: false }];

describe('oldContainers', () => {
  it('tells a container that the engine runs on after the device was moved to a fleet without a release', () => {
    const moved = device({ services: [] });
    expect(oldContainers({ device: moved, engine, logs: killing })).toEqual([{ service: 'main', isStopping: true, startedAt: 5000 }]);
    const later = { ...engine, readAt: 40_000 };
    expect(oldContainers({ device: moved, engine: later, logs: [] })).toEqual([{ service: 'main', isStopping: false, startedAt: 5000 }]);
    // The engine is heard at once, the cloud's list comes after.
    expect(oldContainers({ device: moved, engine, logs: [] })).toEqual([]);
  });

  it('tells one that stops beside the new fleet’s services, but none that is only newer than the cloud’s list', () => {
    const other = device({ services: [service({ name: 'frontend' })] });
    expect(oldContainers({ device: other, engine, logs: killing }).map(({ service: name }) => name)).toEqual(['main']);
    expect(oldContainers({ device: other, engine, logs: [] })).toEqual([]);
    expect(oldContainers({ device: device({ services: [service({})] }), engine, logs: killing })).toEqual([]);
  });

  it('tells none that has ended, is no service’s, or that nobody can see now', () => {
    const moved = device({ services: [] });
    const ended = engineOf({ containers: [{ ...main, state: 'exited' }] });
    expect(oldContainers({ device: moved, engine: ended, logs: killing })).toEqual([]);
    expect(oldContainers({ device: { ...moved, isOnline: false }, engine, logs: killing })).toEqual([]);
    expect(oldContainers({ device: moved, engine: { ...engine, problem: 'It does not answer.' }, logs: killing })).toEqual([]);
  });
});

describe('hasRunService', () => {
  it('knows by the engine, its events and the log', () => {
    const nothing = { engine: engineOf({}), logs: [] };
    expect(hasRunService([], nothing)).toBe(false);
    expect(hasRunService([], { ...nothing, engine })).toBe(true);
    expect(hasRunService([], { ...nothing, logs: killing })).toBe(true);
    expect(hasRunService(eventsOf('a', 'main', [0, 'create'], [1, 'start']), nothing)).toBe(true);
  });
});
