import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualNetwork } from '../../src/practice/engine/network/create-virtual-network.ts';
import { createSimulatedEngine } from '../../src/practice/engine/simulated/engine.ts';
import { createRegistry } from '../../src/practice/process/program-registry.ts';
import { programs } from '../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../src/practice/shell/shell.ts';

/**
 * `node many-services-engine.ts COUNT`: an engine with so many services, five to a bridge, each on the next bridge too. Prints one line of
 * JSON: milliseconds until all run, and bytes that the process then holds more than before.
 */
const count = Number(process.argv[2] ?? 5);
const directory = await mkdtemp(join(tmpdir(), 'fleetlab-bench-'));
try {
  const network = createVirtualNetwork({
    hostname: 'practice',
    hostInterfaces: [
      { name: 'lo', address: '127.0.0.1', prefix: 8, hardwareAddress: '00:00:00:00:00:00' },
      { name: 'eth0', address: '10.42.0.7', prefix: 16, hardwareAddress: '02:42:0a:2a:00:07' },
    ],
    now: Date.now,
  });
  const engine = await createSimulatedEngine({
    dataDirectory: directory,
    network,
    programs: createRegistry([programs, shellPrograms]),
    architecture: 'amd64',
    hostname: 'practice',
  });
  const content = Buffer.from('FROM debian:trixie-slim\nCMD ["sleep", "infinity"]\n');
  const image = await engine.build({
    context: { files: new Map([['Dockerfile', { content, mode: 0o644 }]]) },
    dockerfile: 'Dockerfile',
    log: () => undefined,
  });
  const bridges = Math.ceil(count / 5);
  const before = held();
  const began = performance.now();
  for (let index = 0; index < bridges; index += 1) await engine.createNetwork({ name: `1_network${index}` });
  for (let index = 0; index < count; index += 1) {
    const own = [...new Set([Math.floor(index / 5), (Math.floor(index / 5) + 1) % bridges])];
    const name = `service${index}_1_1_0`;
    await engine.createContainer({
      name,
      image: image.id,
      environment: {},
      labels: { 'io.balena.service-name': `service${index}` },
      networkMode: 'bridge',
      networks: own.map((bridge) => ({ network: `1_network${bridge}`, aliases: [`service${index}`] })),
      publishedPorts: [{ hostAddress: '0.0.0.0', hostPort: 10_000 + index, containerPort: 80, protocol: 'tcp' }],
      privileged: false,
      mounts: [],
      restartPolicy: { name: 'always' },
    });
    await engine.startContainer(name);
  }
  const milliseconds = performance.now() - began;
  process.stdout.write(`${JSON.stringify({ milliseconds, bytes: held() - before })}\n`);
  for (const { id } of await engine.containers()) await engine.killContainer(id, 'SIGKILL');
  await engine.close();
} finally {
  await rm(directory, { recursive: true, force: true });
}

function held(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}
