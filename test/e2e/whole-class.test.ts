import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { course as courseSchema } from '../../src/shared/course/course.ts';
import { whyNotLoopbackOnly } from './support/loopback-only.ts';
import { root } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';
import { doStep, keyboard, mouse, type Hand } from './support/whole-class.ts';

const course = courseSchema.parse(JSON.parse(readFileSync(join(root, 'out', 'courses', 'balena-services.json'), 'utf8')));
const steps = course.sections.flatMap((section) => section.steps);

const hands: [string, (page: Page) => Hand][] = [['the keyboard alone', keyboard]];
// With the mouse it is done in `open-balena.test.ts`, far away, where that can be run whole.
if (whyNotLoopbackOnly() !== undefined) hands.push(['the mouse', mouse]);

/** The whole class, from the first card to the conclusion, as its lessons show it: whatever steps they have. */
describe.each(hands)('the whole class with %s', (_name, handOf) => {
  let seat: Seat;
  let hand: Hand;
  /** A step that cannot be done ends the class: what comes after it would only fail for that. */
  let stopped: string | undefined;

  beforeAll(async () => {
    seat = await takeSeat();
    hand = handOf(seat.page);
    await hand.begin();
  });

  afterAll(() => seat.leave());

  it.each(steps.map((step) => [step.number, step.title, step] as const))(
    '%s %s',
    async (number, _title, step) => {
      // A second try is at the step itself.
      expect([undefined, number], 'a step before').toContain(stopped);
      stopped = number;
      await doStep(seat.page, hand, step);
      if (step !== steps.at(-1)) await hand.nextStep();
      stopped = undefined;
    },
    300_000,
  );

  it('ends with all done, and no error on the page', async () => {
    await seat.page.getByText('That was the last step.').waitFor();
    await seat.page.getByText('all done').waitFor();
    expect(seat.errors).toEqual([]);
  });
});
