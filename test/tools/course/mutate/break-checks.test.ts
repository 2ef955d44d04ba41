import { describe, expect, it } from 'vitest';
import { createFakeLab, device, firstCommit, fleet, labView, now, secondCommit, service } from '../../../main/course/lab-fixture.ts';
import { container, engine, published } from '../../../main/course/engine-fixture.ts';
import { predicate, type Predicate } from '../../../../src/shared/course/checks.ts';
import { step, type Step } from '../../../../src/shared/course/course.ts';
import { breakChecks } from '../../../../tools/course/mutate/break-checks.ts';
import type { Facts } from '../../../../tools/course/mutate/facts.ts';

const dockerfile = 'FROM debian AS build\nRUN make\nFROM alpine\nCOPY --from=build /app /app\nCMD ["/app"]\n';
const compose = `version: '2.1'
services:
  frontend:
    build: ./frontend
    ports: ['80:80']
    networks: [inner]
networks:
  inner:
`;

const quiz = {
  kind: 'quiz',
  id: 'why',
  question: 'Why?',
  predict: false,
  options: [
    { text: 'So', right: true, because: 'Yes.' },
    { text: 'Not so', right: false, because: 'No.' },
  ],
};

/** A device on which all of the checks below pass. */
function solvedFacts(): Facts {
  const small = { service: 'main', size: 5_000_000 };
  const view = labView({
    fleets: [
      fleet({
        releases: [
          { id: 10, commit: firstCommit, status: 'success', createdAt: now - 60_000, images: [{ service: 'main', size: 300_000_000 }] },
          { id: 11, commit: secondCommit, status: 'success', createdAt: now - 40_000, images: [small] },
        ],
      }),
    ],
    device: device({
      address: '10.42.0.7',
      runningCommit: secondCommit,
      services: [
        service({ name: 'main', releaseCommit: secondCommit, startedAt: now - 30_000 }),
        service({ name: 'frontend', releaseCommit: secondCommit, startedAt: now - 30_000 }),
        service({ name: 'restless', releaseCommit: secondCommit, restarts: 4 }),
      ],
    }),
    logs: [1, 2, 3].map((ago) => ({ timestamp: now - ago * 1000, message: 'It is time', service: 'main', isError: false })),
  });
  const frontend = container({
    service: 'frontend',
    attachments: [{ network: '1_inner', address: '172.30.5.10', aliases: ['frontend', 'page'] }],
    published: [published(80)],
    exposed: [1234],
    listens: [80],
    privileged: false,
    capabilitiesAdded: ['SYS_ADMIN'],
    mounts: [{ volume: '1_my-first-volume', path: '/data', readOnly: false }],
  });
  const inside = { ...container({ service: 'main' }), mounts: frontend.mounts, attachments: frontend.attachments };
  const lab = createFakeLab(view, { ...engine(frontend, inside), deviceAddress: '10.42.0.7' });
  const outputs: Record<string, string> = { printenv: 'spring\n', for: '1 /lib/systemd/systemd\n20 npm start\n' };
  lab.answer = (_service, command) => {
    const file = `First line\n${new Date(now - 3_600_000).toISOString()}\nFirst line again\n`;
    return Promise.resolve({ exitCode: 0, stdout: outputs[command.split(' ')[0] ?? ''] ?? file, stderr: '' });
  };
  const files: Record<string, string> = { Dockerfile: dockerfile, 'docker-compose.yml': compose };
  return {
    lab,
    workspace: {
      read: (path) => Promise.resolve({ path, text: files[path] ?? '', version: '1' }),
    },
    asker: {
      request: ({ url }) =>
        Promise.resolve(
          url.includes(':81')
            ? { verdict: 'refused', milliseconds: 1 }
            : { verdict: 'delivered', status: 200, body: 'Welcome', milliseconds: 1 },
        ),
    },
    step: stepWith([{ kind: 'signed-in' }]),
    answers: { why: 0 },
  };
}

function stepWith(predicates: readonly Predicate[]): Step {
  return step.parse({
    id: 'step',
    number: '1.1',
    title: 'A step',
    aim: 'Be broken.',
    minutes: 1,
    fleet: 'SingleService',
    shows: 'files',
    blocks: [quiz],
    checks: predicates.map((each, index) => ({
      id: `check-${index}`,
      text: 'All is as it should be.',
      help: `Look for ${JSON.stringify(each)}.`,
      predicate: each,
    })),
    hints: [{ level: 'nudge', html: '' }],
    solve: ['why'],
  });
}

async function broken(wanted: object) {
  return breakChecks(stepWith([predicate.parse(wanted)]), solvedFacts());
}

const good: object[] = [
  { kind: 'signed-in' },
  { kind: 'fleet-exists', fleet: 'SingleService' },
  { kind: 'device-in-fleet', fleet: 'SingleService' },
  { kind: 'release-count', fleet: 'SingleService', atLeast: 2 },
  { kind: 'service-running', fleet: 'SingleService', service: 'main' },
  { kind: 'service-running', fleet: 'SingleService', service: 'main', steadySeconds: 10 },
  { kind: 'service-running', fleet: 'SingleService', service: 'restless', restartsAtLeast: 2 },
  { kind: 'log-line', service: 'main', pattern: 'It is', count: 3 },
  { kind: 'dockerfile-command', file: 'Dockerfile', pattern: '^/app' },
  { kind: 'file-contains', file: 'Dockerfile', pattern: 'RUN make' },
  { kind: 'container-file', service: 'main', path: '/data/lines', pattern: '^First', lines: 2 },
  { kind: 'container-file', service: 'main', path: '/data/lines', pattern: '\\d\\d:\\d\\d', olderThanRelease: true },
  { kind: 'volume-file', volume: 'my-first-volume', path: 'lines', pattern: '^First' },
  { kind: 'volume-exists', volume: 'my-first-volume' },
  { kind: 'compose-value', file: 'docker-compose.yml', path: 'services.frontend.ports', contains: ['80:80'] },
  { kind: 'compose-value', file: 'docker-compose.yml', path: 'services.frontend.ports', equals: ['80:80'] },
  { kind: 'compose-value', file: 'docker-compose.yml', path: 'services.frontend.network_mode', absent: true },
  { kind: 'compose-value', file: 'docker-compose.yml', path: 'networks.inner' },
  { kind: 'image-stages', file: 'Dockerfile', stage: 'build', finalFrom: 'alpine', copiesFrom: 'build' },
  { kind: 'image-size', fleet: 'SingleService', service: 'main', below: 40_000_000 },
  { kind: 'image-size', fleet: 'SingleService', service: 'main', timesSmaller: 7 },
  { kind: 'service-privileged', service: 'frontend', privileged: false },
  { kind: 'service-capability', service: 'frontend', capabilities: ['SYS_ADMIN'] },
  {
    kind: 'service-network',
    service: 'frontend',
    mode: 'bridge',
    on: ['inner'],
    notOn: ['default'],
    alias: 'page',
    address: '172.30.5.10',
  },
  { kind: 'service-volume', service: 'frontend', volume: 'my-first-volume', path: '/data' },
  { kind: 'service-exposes', service: 'frontend', port: 1234 },
  { kind: 'published-port', service: 'frontend', port: 80 },
  { kind: 'published-port', service: 'frontend', port: 1234, present: false },
  { kind: 'service-variable', service: 'frontend', name: 'SEASON', pattern: '^spring$' },
  { kind: 'service-command', service: 'frontend', pattern: 'systemd$', first: true },
  { kind: 'http', url: 'http://10.42.0.7/', status: 200, pattern: 'Welcome' },
  { kind: 'http', from: 'service:main', url: 'http://frontend:80/' },
  { kind: 'http', url: 'http://10.42.0.7:81/', verdict: 'refused' },
  { kind: 'quiz-answered' },
];

describe('breakChecks', () => {
  it.each(good)('finds that $kind tells what is wrong', async (wanted) => {
    const ways = await broken(wanted);
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.filter(({ passed }) => !passed)).toEqual([]);
  });

  it('knows every kind of check', () => {
    const kinds = predicate.options.map((option) => option.shape.kind.value);
    expect([...new Set(good.map((wanted) => predicate.parse(wanted).kind))].sort()).toEqual([...kinds].sort());
  });

  it.each([
    { kind: 'file-contains', file: 'Dockerfile', pattern: '' },
    { kind: 'container-file', service: 'main', path: '/data/lines', pattern: '' },
    { kind: 'service-command', service: 'frontend', pattern: '' },
    { kind: 'dockerfile-command', file: 'Dockerfile', pattern: '.' },
    { kind: 'http', url: 'http://10.42.0.7/', pattern: '.' },
    { kind: 'image-size', fleet: 'SingleService', service: 'main' },
    { kind: 'quiz-answered', quizzes: [] },
  ])('finds that an empty $kind tells nothing', async (wanted) => {
    expect((await broken(wanted)).filter(({ passed }) => !passed)).not.toEqual([]);
  });

  it('finds a check that names nothing of what it wants', async () => {
    const silent = stepWith([predicate.parse({ kind: 'container-file', service: 'main', path: '/data/lines', pattern: '^First' })]);
    const nameless = { ...silent, checks: silent.checks.map((check) => ({ ...check, help: 'Try again.' })) };
    expect((await breakChecks(nameless, solvedFacts())).map(({ message }) => message).join()).toContain('help name lines');
  });

  it('refuses facts on which the check is open already', async () => {
    await expect(broken({ kind: 'volume-exists', volume: 'none' })).rejects.toThrow('does not pass before anything is spoilt');
  }, 15_000);
});
