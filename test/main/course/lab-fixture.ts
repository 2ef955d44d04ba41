import type { DeviceView, FleetView, LabView, ServiceView } from '../../../src/shared/domain/device-view.ts';
import type { EngineView } from '../../../src/shared/domain/engine-view.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import type { CommandResult, Lab } from '../../../src/main/device/lab/lab.ts';

export const now = Date.parse('2026-11-23T06:00:00Z');
export const firstCommit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
export const secondCommit = 'ffeeddccbbaa00112233445566778899aabbccdd';

export function fleet(change: Partial<FleetView> = {}): FleetView {
  return {
    id: 1,
    slug: 'practice/singleservice',
    name: 'SingleService',
    deviceType: 'generic-amd64',
    releases: [{ id: 10, commit: firstCommit, status: 'success', createdAt: now - 60_000, images: [] }],
    ...change,
  };
}

export function service(change: Partial<ServiceView> = {}): ServiceView {
  return { name: 'main', status: 'Running', releaseCommit: firstCommit, startedAt: now - 3_000, restarts: 0, ...change };
}

export function device(change: Partial<DeviceView> = {}): DeviceView {
  return {
    uuid: '0123456789abcdef0123456789abcdef',
    name: 'restless-bush',
    deviceType: 'generic-amd64',
    isOnline: true,
    status: 'idle',
    address: '10.42.0.7',
    fleet: 'SingleService',
    runningCommit: firstCommit,
    services: [service()],
    ...change,
  };
}

/** Signed in, one release, and the device runs it. */
export function labView(change: Partial<LabView> = {}): LabView {
  return { account: { username: 'learner' }, fleets: [fleet()], device: device(), logs: [], readAt: now, ...change };
}

export interface FakeLab extends Lab {
  /** Changes what the lab sees and tells listeners. */
  become(view: LabView): void;
  /** What commands in services answer; by default there is no container. */
  answer: (service: string, command: string) => Promise<CommandResult>;
  commands: string[];
}

export const noEngine: EngineView = {
  networks: [],
  containers: [],
  volumes: [],
  images: [],
  seesConnections: true,
  readAt: now,
};

export function createFakeLab(first: LabView, engine: EngineView = noEngine): FakeLab {
  let view = first;
  const listeners = new Set<(view: LabView) => void>();
  const lab: FakeLab = {
    commands: [],
    answer: (name) => Promise.reject(new FleetlabError('no-container', `There is no container of ${name}.`)),
    become(next) {
      view = next;
      for (const listener of [...listeners]) listener(next);
    },
    view: () => view,
    engine: () => engine,
    refresh: () => Promise.resolve(view),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    runOnHost: () => Promise.reject(new FleetlabError('no-container', 'There is no device.')),
    runInService(name, command) {
      lab.commands.push(`${name}: ${command}`);
      return lab.answer(name, command);
    },
    join: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return lab;
}
