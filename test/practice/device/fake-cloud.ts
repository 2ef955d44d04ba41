import type { CloudForDevice, DeviceLogEntry, DeviceReport, TargetService, TargetState } from '../../../src/practice/device/device-link.ts';
import type { FakeEngine } from './fake-engine.ts';

/** The cloud's side of the link in memory: tests set the target and read what the device said. */
export interface FakeCloud extends CloudForDevice {
  target: TargetState;
  readonly log: CloudForDevice['log'];
  readonly entries: DeviceLogEntry[];
  readonly reports: DeviceReport[];
  readonly connections: boolean[];
  /** The texts of all lines, hashes and locations shortened. */
  lines(): string[];
}

export function createFakeCloud(engine: FakeEngine): FakeCloud {
  const entries: DeviceLogEntry[] = [];
  const reports: DeviceReport[] = [];
  const connections: boolean[] = [];
  return {
    target: { deviceName: 'restless-bush' },
    entries,
    reports,
    connections,
    targetState() {
      return this.target;
    },
    report: (_uuid, report) => void reports.push(report),
    log: (_uuid, entry) => void entries.push(entry),
    setConnected: (_uuid, isConnected) => void connections.push(isConnected),
    image: (contentHash) => engine.inspectImage(contentHash),
    lines: () => entries.map((entry) => (entry.isSystem ? entry.message : `[main] ${entry.message}`)),
  };
}

export const uuid = '7c2f9a1b3d4e5f60718293a4b5c6d7e8';

/** A single-service app whose release `n` has image `sha256:n`. */
export function singleService(n: number, options: { appId?: number; environment?: Record<string, string> } = {}): TargetState {
  const appId = options.appId ?? 41;
  const service: TargetService = {
    serviceId: appId * 10,
    imageId: 500 + n,
    name: 'main',
    imageLocation: `registry2.practice.localhost/v2/${String(n).repeat(8)}`,
    contentHash: `sha256:${n}`,
    environment: options.environment ?? {},
    composition: {},
  };
  return {
    deviceName: 'restless-bush',
    app: {
      id: appId,
      slug: 'practice/singleservice',
      name: 'SingleService',
      uuid: 'a'.repeat(32),
      release: { id: 900 + n, commit: `${n}`.repeat(32), services: [service], volumes: [], networks: {}, isSingleService: true },
    },
  };
}
