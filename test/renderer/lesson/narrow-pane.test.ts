import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

/** Scenes that show every kind of block, notice and footer. */
const shown = [
  'terminal-busy',
  'command-going',
  'command-waiting',
  'command-ended',
  'command-output',
  'push-running',
  'all-passed',
  'many-steps',
  'blocks-fresh',
  'edit-long-path',
  'blocks-unexpected',
  'edit-conflict',
  'quiz-wrong',
  'solve-running',
  'jump-running',
  'jump-done',
];

/** What of the lesson lies outside its pane, or is cut by what is around it. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lesson = document.querySelector('.lesson');
    if (lesson === null) return ['no lesson'];
    const pane = lesson.getBoundingClientRect();
    const found: string[] = [];
    for (const name of ['.lesson', '.lesson-page', '.step-footer', '.steps', '.edit', '.command', '.note'])
      for (const element of document.querySelectorAll(`.lesson ${name}, ${name}.lesson`))
        if (element.scrollWidth > element.clientWidth + 1) found.push(`${name} is ${element.scrollWidth} wide, not ${element.clientWidth}`);
    for (const element of lesson.querySelectorAll<HTMLElement>('button, a, summary, .run-state, .command-place, .edit-file, .check-word')) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width === 0) continue;
      const around = element.closest('.note, .edit, .command, .lesson-column, .step-footer')?.getBoundingClientRect() ?? pane;
      if (right > around.right + 0.5 || left < around.left - 9) found.push(`${element.className} ${element.innerText}`);
    }
    for (const tick of lesson.querySelectorAll('.steps-done'))
      if (tick.getBoundingClientRect().width < 10) found.push('a tick is squeezed');
    const names = [...lesson.querySelectorAll('.steps-name')];
    for (const name of names) if (name.scrollWidth > name.clientWidth + 1) found.push(`step ${name.textContent}`);
    return found;
  });
}

describeInChromium('the lesson’s pane', (open) => {
  it.each(shown)('cuts nothing as narrow as it can be made, in %s', async (scene) => {
    const { page } = await open(scene);
    const divider = page.getByRole('separator', { name: 'Width of the lesson' });
    const width = () => page.locator('.lesson').evaluate((element) => element.clientWidth);
    const found = await cut(page);
    expect(found).toEqual([]);
    await divider.focus();
    await page.keyboard.press('Home');
    await expect.poll(width).toBe(320);
    expect(await cut(page)).toEqual([]);
  });

  it.each(shown)('cuts nothing at 640 x 360, in %s', async (scene) => {
    const { page } = await open(scene, { width: 640, height: 360 });
    expect(await cut(page)).toEqual([]);
    // Something of the lesson is left to be read.
    expect(await page.locator('.lesson-page').evaluate((element) => element.clientHeight)).toBeGreaterThan(90);
  });
});
