import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { filesAtStart } from '../../src/main/course/start-files.ts';
import { evaluate } from '../../src/main/course/checks/evaluate.ts';
import { predicate as predicateSchema, type Predicate } from '../../src/shared/course/checks.ts';
import type { TerminalTarget } from '../../src/shared/domain/terminal.ts';
import { compileCourse } from '../../tools/course/compile.ts';
import { openLessonBench, type LessonBench } from '../../tools/course/prove/lesson-bench.ts';
import { eventually, root } from './support/processes.ts';

/**
 * What the prover spoils in the facts alone is spoilt here for real, once for each kind of check that the device or a file decides: in the files, by a
 * push, by a variable, inside a container, in the cloud. Each check must turn, and its sentence must tell what is there.
 */

const stepId = 'own-addresses';
const fleet = 'MulticontainerServices';
const compose = 'multicontainer/docker-compose.yml';
/** Milliseconds. */
const limit = 180_000;

let bench: LessonBench;

beforeAll(async () => {
  const directory = join(root, 'resources', 'courses', 'balena-services');
  const course = await compileCourse(directory);
  bench = await openLessonBench({ root, directory, course, onRemark: () => undefined });
  const { workspace, uuid } = bench;
  // The state at the step's end, without the way that leads there in the class.
  const files = filesAtStart(course, 'fleet-for-systemd', await workspace.seedFiles());
  await workspace.restoreTo(files, 'everything', { reason: 'jump', step: stepId });
  await run('balena login --token "$PRACTICE_TOKEN"');
  for (const name of ['SingleService', fleet]) await run(`balena fleet create ${name} --type generic-amd64`);
  await run(`balena device register ${fleet} --uuid ${uuid}`);
  await run(`balena env set SEASON spring --fleet ${fleet}`);
  await run(`balena push ${fleet}`);
  const backend: TerminalTarget = { kind: 'service', service: 'backend' };
  await eventually('the volume’s file', () =>
    run('echo Second volume > /backend-persistence/somedata', backend).then(
      () => true,
      () => undefined,
    ),
  );
}, limit);

afterAll(() => bench.close());

async function verdictOf(predicate: Predicate) {
  return evaluate(predicate, await bench.facts(stepId));
}

interface Case {
  check: object;
  /** What the sentence tells once it is spoilt. */
  found: RegExp;
}

/** Waits until all pass, spoils the state, and waits until each is open with its sentence. */
async function breaks(cases: readonly Case[], spoil: () => Promise<unknown>): Promise<void> {
  const address = (await bench.facts(stepId)).lab.view().device?.address ?? '';
  const checks = cases.map(({ check, found }) => ({
    predicate: predicateSchema.parse(JSON.parse(JSON.stringify(check).replaceAll('{{address}}', address))),
    found,
  }));
  for (const { predicate } of checks) {
    await eventually(`${JSON.stringify(predicate)} to pass`, async () => {
      const { verdict } = await verdictOf(predicate);
      return verdict === 'passed' ? true : undefined;
    });
  }
  await spoil();
  for (const { predicate, found } of checks) {
    let message = '';
    await eventually('the sentence', async () => {
      const verdict = await verdictOf(predicate);
      message = verdict.message;
      return verdict.verdict === 'not-yet' && found.test(message) ? true : undefined;
    }).catch((error: unknown) => {
      throw new Error(`${JSON.stringify(predicate)} says “${message}”, not ${found.source}`, { cause: error });
    });
  }
}

async function run(text: string, target: TerminalTarget = { kind: 'laptop' }): Promise<void> {
  const folder = join(bench.workspace.folder, 'multicontainer');
  const { exitCode, output } = await bench.runner.run(
    { text, target, endless: false, ...(target.kind === 'laptop' ? { folder } : {}) },
    {},
  );
  if (exitCode !== 0) throw new Error(`${text} ended with ${String(exitCode)}: ${output}`);
}

async function change(path: string, edit: (text: string) => string): Promise<void> {
  const { text } = await bench.workspace.read(path);
  await bench.workspace.write({ path, text: edit(text) });
}

it(
  'a file of the service was deleted, a variable has another value',
  () =>
    breaks(
      [
        { check: { kind: 'volume-file', volume: 'a-second-volume', path: 'somedata', pattern: 'Second' }, found: /No such file/ },
        {
          check: { kind: 'container-file', service: 'frontend', path: '/backend-data/somedata', pattern: 'Second' },
          found: /No such file/,
        },
        { check: { kind: 'service-variable', service: 'frontend', name: 'SEASON', pattern: '^spring$' }, found: /SEASON=winter/ },
      ],
      async () => {
        await run('rm /backend-persistence/somedata', { kind: 'service', service: 'backend' });
        await run(`balena env set SEASON winter --fleet ${fleet}`);
      },
    ),
  limit,
);

it(
  'a push with the wrong port, path, names, address and rights',
  () =>
    breaks(
      [
        { check: { kind: 'compose-value', file: compose, path: 'services.frontend.ports', contains: ['80:80'] }, found: /is “8080:80”/ },
        { check: { kind: 'published-port', service: 'frontend', port: 80 }, found: /publishes only 8080/ },
        { check: { kind: 'http', url: 'http://{{address}}/' }, found: /connection is refused/ },
        {
          check: { kind: 'service-volume', service: 'frontend', volume: 'my-first-volume', path: '/frontend-data' },
          found: /has my-first-volume at \/elsewhere, not at \/frontend-data/,
        },
        {
          check: { kind: 'service-volume', service: 'backend', volume: 'a-second-volume', path: '/backend-persistence' },
          found: /at \/backend-persistence is misspelt-volume, not a-second-volume/,
        },
        { check: { kind: 'service-exposes', service: 'backend', port: 1234 }, found: /exposes only 1235/ },
        {
          check: { kind: 'service-network', service: 'backend', on: ['inner'], alias: 'clock.example' },
          found: /no alias clock\.example; its names are .*clock\.other/,
        },
        { check: { kind: 'service-network', service: 'backend', address: '172.30.5.10' }, found: /but 172\.30\.5\.11/ },
        { check: { kind: 'service-privileged', service: 'backend', privileged: false }, found: /is privileged/ },
      ],
      async () => {
        await change(compose, (text) =>
          text
            .replace("'80:80'", "'8080:80'")
            .replace('/frontend-data', '/elsewhere')
            .replaceAll('a-second-volume', 'misspelt-volume')
            .replace("- '1234'", "- '1235'")
            .replace('clock.example', 'clock.other')
            .replace('172.30.5.10', '172.30.5.11')
            .replace('build: ./backend', 'build: ./backend\n    privileged: true'),
        );
        await run(`balena push ${fleet}`);
      },
    ),
  limit,
);

it(
  'host mode is left, the program ends at once',
  () =>
    breaks(
      [
        { check: { kind: 'service-network', service: 'frontend', mode: 'bridge' }, found: /on the host's network/ },
        {
          check: { kind: 'service-running', fleet, service: 'backend', steadySeconds: 5 },
          found: /backend (has ended|has restarted|is )/,
        },
        { check: { kind: 'log-line', service: 'backend', pattern: 'listens on port' }, found: /Its last line is/ },
        { check: { kind: 'service-command', service: 'backend', pattern: 'node' }, found: /backend/ },
        {
          check: { kind: 'file-contains', file: 'multicontainer/backend/index.js', pattern: 'server\\.listen' },
          found: /does not have it/,
        },
      ],
      async () => {
        await change(compose, (text) =>
          text
            .replace("    ports:\n      - '8080:80'\n", '    network_mode: host\n')
            .replace('    networks:\n      - outer\n      - inner\n', ''),
        );
        await change('multicontainer/backend/index.js', () => "console.log('broken');\nprocess.exitCode = 1;\n");
        await run(`balena push ${fleet}`);
      },
    ),
  limit,
);

it(
  'the device is in another fleet, the fleet has another name, nobody is signed in',
  async () => {
    const { uuid } = bench;
    await breaks([{ check: { kind: 'device-in-fleet', fleet }, found: /belongs to SingleService/ }], () =>
      run(`balena device move ${uuid.slice(0, 7)} --fleet SingleService`),
    );
    await breaks(
      [
        { check: { kind: 'fleet-exists', fleet }, found: /You have: .*Renamed/ },
        { check: { kind: 'release-count', fleet, atLeast: 1 }, found: /no fleet/ },
      ],
      () => run(`balena fleet rename ${fleet} Renamed`),
    );
    await breaks([{ check: { kind: 'signed-in' }, found: /Nobody is signed in/ }], () => run('balena logout'));
  },
  limit,
);
