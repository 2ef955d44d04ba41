import type { EngineContainer, EngineView } from '../../../src/shared/domain/engine-view.ts';
import { noEngine, now } from './lab-fixture.ts';

export function container(change: Partial<EngineContainer> & { service: string }): EngineContainer {
  return {
    id: `0123456789${change.service}`,
    name: `${change.service}_1_1_commit`,
    imageId: `sha256:${change.service}`,
    state: 'running',
    createdAt: now - 10_000,
    startedAt: now - 9_000,
    restarts: 0,
    command: ['npm', 'start'],
    privileged: false,
    restartPolicy: 'always',
    networkMode: 'bridge',
    attachments: [{ network: '1_default', address: '172.17.0.2', aliases: [change.service] }],
    published: [],
    exposed: [],
    mounts: [],
    ...change,
  };
}

export function published(hostPort: number, containerPort = hostPort): EngineContainer['published'][number] {
  return { hostAddress: '0.0.0.0', hostPort, containerPort, protocol: 'tcp' };
}

/** Two services on one bridge: the frontend published, the backend inside; two volumes. */
export function engine(...containers: EngineContainer[]): EngineView {
  return {
    ...noEngine,
    networks: [
      { name: '1_default', key: 'default', subnet: '172.17.0.0/16', gateway: '172.17.0.1', internal: false },
      { name: '1_inner', key: 'inner', subnet: '172.30.5.0/24', gateway: '172.30.5.1', internal: false },
    ],
    volumes: [
      { name: '1_my-first-volume', key: 'my-first-volume' },
      { name: '1_a-second-volume', key: 'a-second-volume' },
    ],
    containers,
  };
}
