import { afterEach, expect, it } from 'vitest';
import { createCheckLoop, type CheckLoop } from '../../../src/main/course/check-loop.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import { step as stepSchema } from '../../../src/shared/course/course.ts';
import { createFakeLab, device, fleet, firstCommit, labView, now, service } from './lab-fixture.ts';

let loop: CheckLoop | undefined;

afterEach(async () => {
  await loop?.close();
});

const step = stepSchema.parse({
  id: 'step',
  number: '1.1',
  title: 'A step',
  aim: 'Be checked.',
  minutes: 1,
  fleet: 'SingleService',
  shows: 'files',
  blocks: [{ kind: 'prose', html: '' }],
  checks: [
    { id: 'answers', text: 'It answers.', help: 'Push it.', predicate: { kind: 'http', url: 'http://10.42.0.7/' } },
    {
      id: 'steady',
      text: 'It stays.',
      help: 'Let it stay.',
      predicate: { kind: 'service-running', fleet: 'SingleService', service: 'main', steadySeconds: 10 },
    },
  ],
  hints: [{ level: 'nudge', html: '' }],
  solve: ['push'],
});

it('says what to do where something has to be done, and only how it is where time alone is missing', async () => {
  const view = labView({
    fleets: [fleet({ releases: [{ id: 1, commit: firstCommit, status: 'success', createdAt: now - 9_000, images: [] }] })],
    device: device({ services: [service({ startedAt: now - 3_000 })] }),
  });
  loop = createCheckLoop({
    step: () => step,
    lab: createFakeLab(view),
    workspace: { onChange: () => () => undefined } as never,
    asker: { request: () => Promise.resolve({ verdict: 'refused', milliseconds: 1 }) },
    answers: () => ({}),
    bus: createEventBus(),
    onAllPassed: () => undefined,
  });
  const [answers, steady] = await loop.check(step);
  expect(answers?.message).toBe('http://10.42.0.7/ from the laptop: the connection is refused. Push it.');
  expect(steady?.message).toBe('main has run for 3 seconds; 10 are needed.');
});
