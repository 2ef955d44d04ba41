import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { BuildContext, ContainerEngine } from '../../src/practice/engine/engine.ts';
import { deviceAddress, startRealEngine } from './real-engine.ts';
import { realSide } from './sides.ts';

export interface RealTwoServices {
  /** Milliseconds from the first build step until the frontend answers and the backend answers through it; base images are there. */
  builtAndAnswering: number;
}

const project = join(import.meta.dirname, '../fixtures/class/multicontainer-networks');
const patience = 120_000;

/** Builds and starts the two-service project on a real engine that is started for it; the reason where none can be had. */
export async function timeTwoServicesOnRealEngine(): Promise<RealTwoServices | { reason: string }> {
  const real = await startRealEngine();
  if ('reason' in real) return real;
  try {
    const side = await realSide(real);
    try {
      const start = performance.now();
      await startServices(side.engine);
      await untilTrue(async () => {
        const answers = await side.askFromLaptop([`${deviceAddress}:80/backend_data`]);
        return Object.values(answers).some((answer) => answer.startsWith('Backend data says: '));
      });
      return { builtAndAnswering: performance.now() - start };
    } finally {
      for (const { name } of await side.engine.containers()) await side.engine.removeContainer(name, { force: true });
      await side.close();
    }
  } finally {
    await real.close();
  }
}

async function startServices(engine: ContainerEngine): Promise<void> {
  const services = ['frontend', 'backend'] as const;
  const images = await Promise.all(
    services.map((name) => engine.build({ context: contextOf(name), dockerfile: 'Dockerfile.template', log: () => undefined })),
  );
  await engine.createNetwork({ name: 'bench_default' });
  for (const [index, name] of services.entries()) {
    await engine.createContainer({
      name: `bench-${name}`,
      image: images[index]?.id ?? '',
      environment: {},
      labels: { 'io.balena.service-name': name },
      networkMode: 'bridge',
      networks: [{ network: 'bench_default', aliases: [name] }],
      ...(name === 'frontend'
        ? { publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' as const }] }
        : {}),
      privileged: false,
      mounts: [],
      restartPolicy: { name: 'always' },
      stopGraceSeconds: 1,
    });
    await engine.startContainer(`bench-${name}`);
  }
}

function contextOf(service: string): BuildContext {
  const directory = join(project, service);
  const names = readdirSync(directory);
  return { files: new Map(names.map((name) => [name, { content: readFileSync(join(directory, name)), mode: 0o644 }])) };
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('The two services do not answer.');
    await wait(20);
  }
}
