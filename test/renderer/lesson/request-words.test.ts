import { describe, expect, it } from 'vitest';
import { requestName, whyUnexpected } from '../../../src/renderer/lesson/request-words.ts';
import type { RequestBlock, Step } from '../../../src/shared/course/course.ts';
import { networks } from '../support/fixtures/blocks.ts';

const request: RequestBlock = {
  kind: 'request',
  id: 'before',
  from: { kind: 'service', service: 'frontend' },
  method: 'GET',
  url: 'http://clock.example:1234/data',
  expects: 'unresolved',
};
const after: RequestBlock = { ...request, id: 'after', expects: 'delivered', status: 200 };
const step: Step = { ...networks, blocks: [request, { kind: 'prose', html: '<p>An alias.</p>' }, after] };
const answered = { verdict: 'delivered', status: 200, milliseconds: 3 } as const;

describe('a request that a step has twice', () => {
  it('has a name of its own each time', () => {
    expect([request, after].map((block) => requestName(step, block))).toEqual([
      'GET http://clock.example:1234/data, 1 of 2 in this step',
      'GET http://clock.example:1234/data, 2 of 2 in this step',
    ]);
    const alone = { ...step, blocks: [request, { ...after, from: { kind: 'laptop' as const } }] };
    expect(requestName(alone, request)).toBe('GET http://clock.example:1234/data');
  });
  it('is not excused by a push when it is answered as the second is to be: the change is there already', () => {
    for (const isChanging of [true, false])
      expect(whyUnexpected(step, request, answered, isChanging)).toBe(
        'The lesson shows a name that is not found here, before this step’s change, which has been made already.',
      );
  });
});

describe('an answer that is not the lesson’s', () => {
  const refused = { verdict: 'refused', milliseconds: 3 } as const;
  it('may be so right after a push', () =>
    expect(whyUnexpected(step, after, refused, true)).toMatch(/^The lesson shows the answer 200\. Right after a push, .* wait a moment/));
  it('does not get right by waiting when nothing changes', () =>
    expect(whyUnexpected(step, after, refused, false)).toMatch(
      /^The lesson shows the answer 200\. Nothing is changing on the device just now/,
    ));
});
