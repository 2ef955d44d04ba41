import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/main/course/checks/evaluate.ts';
import { predicate } from '../../../../src/shared/course/checks.ts';
import type { HttpAnswer, HttpRequest } from '../../../../src/shared/domain/http.ts';
import { FleetlabError } from '../../../../src/shared/errors.ts';
import type { EngineView } from '../../../../src/shared/domain/engine-view.ts';
import { createFakeLab, labView, noEngine } from '../lab-fixture.ts';
import { container, engine, published } from '../engine-fixture.ts';

let asked: HttpRequest[] = [];

async function judge(wanted: object, answer: HttpAnswer | Error, engine: EngineView = noEngine) {
  asked = [];
  return evaluate(predicate.parse({ kind: 'http', url: 'http://10.42.0.7:1234/data', ...wanted }), {
    lab: createFakeLab(labView(), engine),
    workspace: { read: () => Promise.reject(new Error('not read here')) },
    asker: {
      request(request) {
        asked.push(request);
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
    step: { blocks: [] },
    answers: {},
  });
}

const answered: HttpAnswer = { verdict: 'delivered', status: 200, body: '2026-11-23T06:00:00Z\n', milliseconds: 3 };
const refused: HttpAnswer = { verdict: 'refused', reason: 'Nothing on the device listens on 1234.', milliseconds: 1 };

describe('http', () => {
  it('passes when the request ends as it should', async () => {
    expect(await judge({}, answered)).toEqual({
      verdict: 'passed',
      message: 'http://10.42.0.7:1234/data from the laptop: the answer is 200 “2026-11-23T06:00:00Z”.',
    });
    expect(await judge({ verdict: 'refused' }, refused)).toMatchObject({ verdict: 'passed' });
    expect(await judge({ status: 200, pattern: '^\\d{4}-' }, answered)).toMatchObject({ verdict: 'passed' });
  });

  it('says how it ended instead, and why', async () => {
    expect(await judge({}, refused)).toEqual({
      verdict: 'not-yet',
      message: 'http://10.42.0.7:1234/data from the laptop: the connection is refused. Nothing on the device listens on 1234.',
    });
    expect(await judge({ verdict: 'refused' }, answered)).toMatchObject({
      verdict: 'not-yet',
      message: expect.stringContaining('the answer is 200') as string,
    });
    expect(await judge({ status: 200 }, { ...answered, status: 500 })).toMatchObject({ verdict: 'not-yet' });
    expect(await judge({ pattern: 'Backend' }, answered)).toMatchObject({
      verdict: 'not-yet',
      message: expect.stringContaining('not the answer that is meant') as string,
    });
    expect(await judge({}, { verdict: 'unresolved', milliseconds: 1 })).toMatchObject({
      message: expect.stringContaining('the name does not resolve') as string,
    });
    expect(await judge({}, { verdict: 'timeout', milliseconds: 3000 })).toMatchObject({
      message: expect.stringContaining('nothing answers') as string,
    });
  });

  it('does not take a service that does not listen yet for a port that is closed', async () => {
    const backend = container({ service: 'backend', published: [published(1234)] });
    expect(await judge({ verdict: 'refused' }, refused, engine(backend))).toEqual({
      verdict: 'not-yet',
      message:
        'http://10.42.0.7:1234/data from the laptop: the connection is refused just now, but backend publishes port 1234, and opens it as soon as it listens.',
    });
    const frontend = container({ service: 'frontend', published: [published(80)] });
    expect(await judge({ verdict: 'refused' }, refused, engine(frontend))).toMatchObject({ verdict: 'passed' });
    expect(await judge({ verdict: 'refused', url: 'http://10.42.0.7/' }, refused, engine(frontend))).toMatchObject({
      verdict: 'not-yet',
    });
    // From a neighbour the way leads over the bridge, where publishing plays no part.
    expect(await judge({ verdict: 'refused', from: 'service:frontend' }, refused, engine(backend))).toMatchObject({ verdict: 'passed' });
  });

  it('asks from where it is told', async () => {
    await judge({ from: 'service:frontend' }, answered);
    expect(asked).toMatchObject([{ from: { kind: 'service', service: 'frontend' }, method: 'GET' }]);
    await judge({ from: 'host-os' }, answered);
    expect(asked).toMatchObject([{ from: { kind: 'host-os' } }]);
  });

  it('cannot tell where it could not be asked', async () => {
    expect(await judge({}, new Error('The device does not answer.'))).toEqual({
      verdict: 'unknown',
      message: 'The device does not answer.',
    });
    expect(await judge({}, new FleetlabError('no-container', 'frontend has no container.'))).toMatchObject({ verdict: 'not-yet' });
    expect(await judge({ url: 'http://<address>/' }, answered)).toMatchObject({ verdict: 'unknown' });
    expect(asked).toEqual([]);
  });
});
