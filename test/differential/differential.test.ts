import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveCases } from './cases/archives.ts';
import { buildCases } from './cases/builds.ts';
import { courseCases } from './cases/course.ts';
import { lifecycleCases } from './cases/lifecycle.ts';
import { networkCases } from './cases/networks.ts';
import { restartCases } from './cases/restarts.ts';
import { volumeCases } from './cases/volumes.ts';
import { observe } from './lab.ts';
import type { DifferentialCase } from './lab.ts';
import { startRealEngine } from './real-engine.ts';
import type { RealEngine } from './real-engine.ts';
import { realSide, simulatedSide } from './sides.ts';
import type { Side } from './sides.ts';

const cases: DifferentialCase[] = [
  ...courseCases,
  ...buildCases,
  ...lifecycleCases,
  ...restartCases,
  ...volumeCases,
  ...networkCases,
  ...archiveCases,
];

const numbered = cases.map((each, index) => ({ ...each, index }));

/** Made before the tests are named, so that without an engine each is told as skipped. */
const engine = await startRealEngine();
if ('reason' in engine) console.log(`Differential tests skipped: no container engine: ${engine.reason}.`);

describe.skipIf('reason' in engine)('the simulated engine behaves as a real one', () => {
  let sides: { simulated: Side; real: Side };

  beforeAll(async () => {
    const [simulated, real] = await Promise.all([simulatedSide(), realSide(engine as RealEngine)]);
    sides = { simulated, real };
  }, 60_000);

  afterAll(async () => {
    await Promise.all([sides.simulated.close(), sides.real.close()]);
    await (engine as RealEngine).close();
  }, 120_000);

  describe.concurrent('cases', () => {
    test.for(numbered.filter(({ port, isAlone }) => port === undefined && isAlone !== true))(
      '$name',
      { timeout: 300_000 },
      async (each, { expect: expectHere }) => {
        await compare(each, expectHere);
      },
    );
  });

  test.for(numbered.filter(({ port, isAlone }) => port !== undefined || isAlone === true))('$name', { timeout: 300_000 }, async (each) =>
    compare(each, expect),
  );

  async function compare(each: DifferentialCase & { index: number }, expectHere: typeof expect): Promise<void> {
    const [simulated, real] = await Promise.all([observe(sides.simulated, each, each.index), observe(sides.real, each, each.index)]);
    record(each.name, simulated, real);
    if (each.limitation === undefined) expectHere(simulated).toEqual(real);
    else expectHere(simulated, `The two agree now; remove: ${each.limitation}`).not.toEqual(real);
  }

  test('there are at least sixty cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });
});

/** `FLEETLAB_DIFFERENTIAL_RECORD` names a file to which what was observed is added, for whoever looks into a difference. */
function record(name: string, simulated: unknown, real: unknown): void {
  const file = process.env.FLEETLAB_DIFFERENTIAL_RECORD;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, simulated, real }, undefined, 1)}\n`);
}
