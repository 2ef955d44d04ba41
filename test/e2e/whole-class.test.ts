import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { course as courseSchema } from '../../src/shared/course/course.ts';
import { openBrowser, openPage, startApp, type App } from './support/app.ts';
import { root, temporaryFolder } from './support/processes.ts';
import { doStep, keyboard, mouse, type Hand } from './support/whole-class.ts';

const course = courseSchema.parse(JSON.parse(readFileSync(join(root, 'out', 'courses', 'balena-services.json'), 'utf8')));
const steps = course.sections.flatMap((section) => section.steps);

/** The whole class, from the first card to the conclusion, as its lessons show it: whatever steps they have. */
describe.each<[string, (page: Page) => Hand]>([
  ['the mouse', mouse],
  ['the keyboard alone', keyboard],
])('the whole class with %s', (_name, handOf) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let app: App;
  let browser: Browser;
  let page: Page;
  let errors: string[];
  let hand: Hand;
  /** A step that cannot be done ends the class: what comes after it would only fail for that. */
  let stopped: string | undefined;

  beforeAll(async () => {
    folder = await temporaryFolder();
    browser = await openBrowser();
    app = await startApp(folder.path);
    ({ page, errors } = await openPage(browser, app.url));
    hand = handOf(page);
    await hand.begin();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
    await folder[Symbol.asyncDispose]();
  });

  it.each(steps.map((step) => [step.number, step.title, step] as const))(
    '%s %s',
    async (number, _title, step) => {
      // A second try is at the step itself.
      expect([undefined, number], 'a step before').toContain(stopped);
      stopped = number;
      await doStep(page, hand, step);
      if (step !== steps.at(-1)) await hand.nextStep();
      stopped = undefined;
    },
    300_000,
  );

  it('ends with all done, and no error on the page', async () => {
    await page.getByText('That was the last step.').waitFor();
    await page.getByText('all done').waitFor();
    expect(errors).toEqual([]);
  });
});
