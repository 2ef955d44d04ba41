import type { Locator, Page } from 'playwright-core';
import type { CommandBlock, LessonBlock, Step } from '../../../src/shared/course/course.ts';
import { learner } from './learner.ts';
import { eventually } from './processes.ts';

/** How a learner reaches what is on the screen. */
export interface Hand {
  begin(): Promise<void>;
  /** Presses a button of the lesson. */
  press(button: Locator): Promise<void>;
  /** Chooses one of a question's answers. */
  choose(answer: Locator): Promise<void>;
  /** Runs the command that the lesson has next. */
  runNext(button: Locator): Promise<void>;
  nextStep(): Promise<void>;
}

export function mouse(page: Page): Hand {
  const { next, begin } = learner(page);
  const click = (target: Locator) => target.click();
  return { begin, press: click, choose: click, runNext: click, nextStep: next };
}

/** Most presses of Tab from the lesson's beginning to any of its controls. */
const mostTabs = 150;

export function keyboard(page: Page): Hand {
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

  /** From the top of the lesson by Tab, as one who sees no mouse. */
  async function reach(target: Locator): Promise<void> {
    await page.getByRole('region', { name: 'Lesson' }).waitFor();
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      if (await isFocused(target)) return;
      await page.keyboard.press('Tab');
      // The terminal keeps Tab for itself; F6 leaves it.
      const isInTerminal = await page.evaluate(() => document.activeElement?.closest('.terminal-screen') != null);
      if (isInTerminal) await page.keyboard.press('F6');
    }
    throw new Error(`Tab does not reach ${String(target)}`);
  }

  async function press(target: Locator): Promise<void> {
    // A click waits for that by itself.
    await eventually(`${String(target)} to be ready`, async () => ((await target.isEnabled()) ? true : undefined));
    await reach(target);
    await page.keyboard.press('Enter');
  }

  return {
    async begin() {
      const button = page.getByRole('button', { name: 'Begin' });
      await button.waitFor();
      await reachFirst(page, button);
      await page.keyboard.press('Enter');
    },
    press,
    async choose(answer) {
      // Of radio buttons Tab reaches the chosen or the first one; arrows go to another, and Space gives it.
      const radios = answer.locator('xpath=ancestor::fieldset').getByRole('radio');
      const chosen = radios.and(page.locator(':checked'));
      await reach((await chosen.count()) > 0 ? chosen : radios.first());
      for (let arrows = 0; arrows < 10 && !(await isFocused(answer)); arrows++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space');
    },
    runNext: () => page.keyboard.press('Control+Enter'),
    nextStep: () => page.keyboard.press('Alt+.'),
  };
}

async function reachFirst(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < 20; tabs++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
}

/** Does a step as the lesson shows it, from the top down, and waits until its checks pass. */
export async function doStep(page: Page, hand: Hand, step: Step): Promise<void> {
  const screen = learner(page);
  await eventually(`step ${step.number}`, async () => ((await screen.heading()).startsWith(`${step.number} `) ? true : undefined));
  let isNext = true;
  for (const block of step.blocks) {
    if (block.kind === 'prose') continue;
    const place = screen.lesson.locator(`[data-block="${block.id}"]`);
    await doBlock(page, hand, step, block, place, isNext);
    // One that goes on until it is stopped is left out, so it stays the next one.
    if (block.kind === 'command' && block.endless) isNext = false;
  }
  await screen.allGreen(120);
}

async function doBlock(page: Page, hand: Hand, step: Step, block: LessonBlock, place: Locator, isNext: boolean): Promise<void> {
  switch (block.kind) {
    case 'quiz':
      await hand.choose(place.getByRole('radio').nth(block.options.findIndex(({ right }) => right)));
      await place.getByText('Right.').first().waitFor();
      return;
    case 'edit':
      if ((await place.getByText('Applied').count()) > 0) return;
      await hand.press(place.getByRole('button', { name: `Apply edit: ${block.file}` }));
      await place.getByText('Applied').waitFor();
      return;
    case 'request':
      await untilExpected(page, step, `the answer of ${block.url}`, async () => {
        await hand.press(place.getByRole('button', { name: 'Send:' }));
        await eventually('the answer', async () => ((await place.locator('.turning').count()) === 0 ? true : undefined));
        return block.expects !== 'delivered' || /Answered/.test(await place.innerText());
      });
      return;
    case 'command':
      if (block.endless) return;
      await untilExpected(page, step, block.text, async (attempt) => {
        const button = place.getByRole('button', { name: 'Run:' });
        await (isNext && attempt === 0 ? hand.runNext(button) : hand.press(button));
        return hasEndedWell(block, place);
      });
  }
}

/** What asks a service that is just being replaced is tried again, as a learner would. */
async function untilExpected(page: Page, step: Step, what: string, attempt: (count: number) => Promise<boolean>): Promise<void> {
  for (let count = 0; count < 6; count++) {
    if (await attempt(count)) return;
    await page.waitForTimeout(3_000);
  }
  const text = await page.getByRole('region', { name: 'Terminal' }).innerText();
  throw new Error(`Step ${step.number}, "${what}" did not end as the lesson says.\n${text}`);
}

async function hasEndedWell(block: CommandBlock, place: Locator): Promise<boolean> {
  let text = '';
  try {
    return await eventually(
      `the end of "${block.text}"`,
      async () => {
        text = await place.innerText();
        if ((await place.getByLabel('Worked').count()) > 0 || /\bran$/m.test(text)) return true;
        // It was not run, or not to its end: its service was just being replaced, so that the connection ended.
        const isTurnedDown = (await place.locator('.note-refused, .note-attention').count()) > 0;
        return isTurnedDown || (await place.getByLabel('Failed').count()) > 0 ? false : undefined;
      },
      120,
    );
  } catch (error) {
    throw new Error(`${String(error)}: ${text.replace(/\s+/g, ' ')}`, { cause: error });
  }
}
