import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProofRecord } from '../../tools/course/prove/prove-step.ts';
import { root, temporaryFolder } from '../e2e/support/processes.ts';
import { startRealEngine } from './real-engine.ts';
import type { RealEngine } from './real-engine.ts';

/** Made before the tests are named, so that without an engine each is told as skipped. */
const engine = await startRealEngine();
if ('reason' in engine) console.log(`The lessons on a real engine skipped: no container engine: ${engine.reason}.`);

/** Milliseconds, for a busy machine. Nothing is rehearsed aside here: all steps are done in order, each with real builds. */
const timeLimit = 40 * 60_000;

describe.skipIf('reason' in engine)('the lessons, proven on a practice device of real containers', () => {
  afterAll(async () => {
    if (!('reason' in engine)) await engine.close();
  }, 120_000);

  // A second try would take minutes again.
  it('each step fails, is solved, passes, tells what is wrong, is reset and brought back', { timeout: timeLimit, retry: 0 }, async () => {
    await using folder = await temporaryFolder();
    const records = await prove(engine as RealEngine, join(folder.path, 'records.json'));
    expect(records.filter(({ passed }) => !passed).map(({ number, leg, message }) => `${number} ${leg}: ${message}`)).toEqual([]);
    const sections = new Set(records.map(({ number }) => number.split('.')[0]));
    expect([...sections].sort()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });
});

/** In the network of the engine's machine, where the device's ports open. Its table stands in the test's output. */
async function prove({ address, hostCommand }: RealEngine, file: string): Promise<ProofRecord[]> {
  const docker = address.kind === 'socket' ? `unix://${address.path}` : `tcp://${address.host}:${String(address.port)}`;
  const words = [process.execPath, '--no-warnings', 'tools/course.ts', 'prove', '--engine', 'docker', '--json', file];
  const [command = '', ...rest] = [...hostCommand, ...words];
  const child = spawn(command, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DOCKER_HOST: docker } });
  await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  return JSON.parse(await readFile(file, 'utf8')) as ProofRecord[];
}
