import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/main/course/checks/evaluate.ts';
import { createSilentAsker } from '../../../../src/main/device/requests/network-asker.ts';
import { predicate } from '../../../../src/shared/course/checks.ts';
import { createFakeLab, fleet, labView, now } from '../lab-fixture.ts';

async function judge(wanted: object, text = '', view = labView()) {
  return evaluate(predicate.parse(wanted), {
    lab: createFakeLab(view),
    workspace: { read: (path) => Promise.resolve({ path, text, version: '1' }) },
    asker: createSilentAsker(),
    step: { blocks: [] },
    answers: {},
  });
}

const notYet = (message: string) => ({ verdict: 'not-yet', message });
const compose = `version: '2.1'
services:
  frontend:
    build: ./frontend
    network_mode: host
  backend:
    build: ./backend
    ports:
      - "1234:1234"
    expose: ["1234"]
    volumes:
      - data:/data
    environment:
      - LEVEL=info
    cap_add: [SYS_ADMIN]
volumes:
  data:
`;

describe('compose-value', () => {
  const value = (path: string, rest: object) => ({ kind: 'compose-value', file: 'docker-compose.yml', path, ...rest });

  it.each([
    ['services.backend.ports', { contains: ['1234:1234'] }],
    ['services.backend.ports', { contains: '1234:1234' }],
    ['services.backend.ports', { equals: [{ target: 1234, published: 1234 }] }],
    ['services.backend.ports', { absent: true, contains: ['80:80'] }],
    ['services.backend.volumes', { contains: [{ type: 'volume', source: 'data', target: '/data' }] }],
    ['services.backend.volumes', { contains: 'data:/data' }],
    ['services.backend.environment', { contains: { LEVEL: 'info' } }],
    ['services.backend.expose', { equals: [1234] }],
    ['services.frontend.network_mode', { equals: 'host' }],
    ['services.backend.network_mode', { absent: true }],
    ['services.frontend.ports', { absent: true }],
    ['services.backend', {}],
    ['volumes.data', {}],
  ])('%s %j passes', async (path, rest) => {
    expect(await judge(value(path, rest), compose)).toMatchObject({ verdict: 'passed' });
  });

  it.each([
    [
      'the wrong port',
      'services.backend.ports',
      { contains: ['80:80'] },
      'services.backend.ports in docker-compose.yml is “1234:1234”; “80:80” is missing.',
    ],
    [
      'nothing there',
      'services.frontend.ports',
      { contains: ['80:80'] },
      'services.frontend.ports in docker-compose.yml is not there; “80:80” is missing.',
    ],
    [
      'host mode left',
      'services.frontend.network_mode',
      { absent: true },
      'services.frontend.network_mode in docker-compose.yml is still there: “host”.',
    ],
    [
      'the port still open',
      'services.backend.ports',
      { absent: true, contains: '1234:1234' },
      'services.backend.ports in docker-compose.yml is still “1234:1234”.',
    ],
    [
      'another value',
      'services.frontend.network_mode',
      { equals: 'bridge' },
      'services.frontend.network_mode in docker-compose.yml is “host”; it should be “bridge”.',
    ],
    [
      'the wrong volume',
      'services.backend.volumes',
      { contains: 'other:/data' },
      'services.backend.volumes in docker-compose.yml is “data:/data”; “other:/data” is missing.',
    ],
    ['a service that is missing', 'services.printer', {}, 'There is no services.printer in docker-compose.yml yet.'],
    ['a volume that is not declared', 'volumes.second', {}, 'There is no volumes.second in docker-compose.yml yet.'],
  ])('%s', async (_name, path, rest, message) => {
    expect(await judge(value(path, rest), compose)).toEqual(notYet(message));
  });

  it('takes long syntax for short', async () => {
    const long = compose.replace('- "1234:1234"', '- target: 1234\n        published: "1234"');
    expect(await judge(value('services.backend.ports', { equals: ['1234:1234'] }), long)).toMatchObject({ verdict: 'passed' });
    const listed = compose
      .replace('- LEVEL=info', 'LEVEL: info')
      .replace('- data:/data', '- { type: volume, source: data, target: /data }');
    expect(await judge(value('services.backend.volumes', { contains: 'data:/data' }), listed.replace(/- LEVEL.*\n/, ''))).toMatchObject({
      verdict: 'passed',
    });
  });

  it('knows networks with addresses and aliases', async () => {
    const own = `services:
  a:
    image: x
    networks:
      inner:
        aliases: [shop]
        ipv4_address: 172.30.5.10
networks:
  inner:
    ipam:
      config:
        - subnet: 172.30.5.0/24
`;
    expect(await judge(value('services.a.networks.inner.aliases', { contains: 'shop' }), own)).toMatchObject({ verdict: 'passed' });
    expect(await judge(value('services.a.networks', { contains: ['inner'] }), own)).toMatchObject({ verdict: 'passed' });
    expect(await judge(value('services.a.networks', { contains: ['outer'] }), own)).toMatchObject({ verdict: 'not-yet' });
    expect(await judge(value('networks.inner.ipam.config', { contains: [{ subnet: '172.30.5.0/24' }] }), own)).toMatchObject({
      verdict: 'passed',
    });
  });

  it('says where a file cannot be used', async () => {
    expect(await judge(value('services.backend', {}), 'services:\n\tbackend:\n')).toMatchObject({
      verdict: 'not-yet',
      message: expect.stringMatching(/cannot be used: line 2: a tab indents this line/) as string,
    });
  });
});

describe('image-stages', () => {
  const wanted = { kind: 'image-stages', file: 'Dockerfile.template', stage: 'build', finalFrom: '^alpine', copiesFrom: 'build' };
  const twoStages = 'FROM debian:trixie-slim AS build\nRUN gcc\nFROM alpine:3.22\nCOPY --from=build /a /a\nCMD ["/a"]\n';

  it('passes with the class’s own solution', async () => {
    const file = resolve(import.meta.dirname, '../../../fixtures/class/multistage-two/Dockerfile.template');
    expect(await judge({ ...wanted, stage: undefined, copiesFrom: undefined }, await readFile(file, 'utf8'))).toMatchObject({
      verdict: 'passed',
    });
    expect(await judge(wanted, twoStages)).toMatchObject({ verdict: 'passed' });
    expect(await judge(wanted, twoStages.replace('AS build', 'as Build').replace('--from=build', '--from=0'))).toMatchObject({
      verdict: 'passed',
    });
  });

  it.each([
    ['no name', twoStages.replace(' AS build', ''), 'No stage of Dockerfile.template is named build; none has a name.'],
    ['another name', twoStages.replaceAll('build', 'make'), 'No stage of Dockerfile.template is named build; there is make.'],
    [
      'the big image in the end',
      twoStages.replace('alpine:3.22', 'debian:trixie-slim'),
      'The last stage of Dockerfile.template begins from debian:trixie-slim.',
    ],
    ['nothing copied', twoStages.replace(/COPY.*\n/, ''), 'The last stage of Dockerfile.template copies nothing from build.'],
  ])('%s', async (_name, text, message) => {
    expect(await judge(wanted, text)).toEqual(notYet(message));
  });
});

describe('image-size', () => {
  const release = (id: number, size?: number) => ({
    id,
    commit: `${id}`.repeat(10),
    status: 'success',
    createdAt: now + id,
    images: [{ service: 'main', ...(size === undefined ? {} : { size }) }],
  });
  const view = (...sizes: (number | undefined)[]) =>
    labView({ fleets: [fleet({ releases: sizes.map((size, index) => release(index + 1, size)) })] });
  const wanted = { kind: 'image-size', fleet: 'SingleService', service: 'main', timesSmaller: 7 };

  it('compares the newest with the largest before', async () => {
    expect(await judge(wanted, '', view(289_000_000, 12_000_000))).toEqual({
      verdict: 'passed',
      message: 'The image of main has 12 MB, 24.1 times less than the 289 MB before.',
    });
    expect(await judge(wanted, '', view(289_000_000, 280_000_000))).toMatchObject({ verdict: 'not-yet' });
    expect(await judge(wanted, '', view(289_000_000))).toEqual(
      notYet('The image of main has 289 MB; there is no earlier release to compare it with.'),
    );
    expect(await judge({ ...wanted, timesSmaller: undefined, below: 20_000_000 }, '', view(289_000_000))).toEqual(
      notYet('The image of main has 289 MB; it should have less than 20 MB.'),
    );
    expect(await judge(wanted, '', view(undefined))).toMatchObject({ verdict: 'unknown' });
  });
});

describe('quiz-answered', () => {
  const option = (right: boolean) => ({ text: `${right}`, right, because: '' });
  const quiz = (id: string, predict: boolean) => ({
    kind: 'quiz' as const,
    id,
    question: '',
    predict,
    options: [option(false), option(true)],
  });
  const ask = (answers: Record<string, number>, wanted: object = {}) =>
    evaluate(predicate.parse({ kind: 'quiz-answered', ...wanted }), {
      lab: createFakeLab(labView()),
      workspace: { read: () => Promise.reject(new Error('not read here')) },
      asker: createSilentAsker(),
      step: { blocks: [quiz('first', false), quiz('guess', true)] },
      answers,
    });

  it('wants the right answer, and of a prediction any', async () => {
    expect(await ask({})).toEqual(notYet('2 of 2 questions are not answered yet.'));
    expect(await ask({ first: 0, guess: 0 })).toEqual(notYet('1 answer is not right yet.'));
    expect(await ask({ first: 1, guess: 0 })).toMatchObject({ verdict: 'passed' });
    expect(await ask({ guess: 1 }, { quizzes: ['guess'] })).toMatchObject({ verdict: 'passed' });
  });
});
