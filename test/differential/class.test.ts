import { afterAll, describe } from 'vitest';
import { classTests } from '../e2e/support/class.ts';
import { localModeTests } from '../e2e/support/local-mode.ts';
import { startPractice } from '../e2e/support/practice.ts';
import type { Practice } from '../e2e/support/practice.ts';
import { startRealEngine } from './real-engine.ts';
import type { RealEngine } from './real-engine.ts';

/** Made before the tests are named, so that without an engine each is told as skipped. */
const engine = await startRealEngine();
if ('reason' in engine) console.log(`The class on a real engine skipped: no container engine: ${engine.reason}.`);

describe.skipIf('reason' in engine)('the class, by hand with the real CLI, on a practice device of real containers', () => {
  afterAll(async () => {
    if (!('reason' in engine)) await engine.close();
  }, 120_000);

  classTests((dataDirectory) => startOn(engine as RealEngine, dataDirectory));

  describe('by the device’s address', () => {
    localModeTests((dataDirectory) => startOn(engine as RealEngine, dataDirectory));
  });
});

function startOn({ address, hostCommand }: RealEngine, dataDirectory: string): Promise<Practice> {
  const socket = address.kind === 'socket' ? address.path : `tcp://${address.host}:${String(address.port)}`;
  return startPractice(dataDirectory, ['--engine', 'docker', '--docker-socket', socket], hostCommand);
}
