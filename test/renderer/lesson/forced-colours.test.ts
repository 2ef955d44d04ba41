import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

describeInChromium('where the system chooses the colours', (open) => {
  /** The colour that something is filled with. `none` where the system takes it away, which the computed style does not show. */
  const ground = (page: Page, selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { backgroundColor, forcedColorAdjust } = getComputedStyle(element) as CSSStyleDeclaration & { forcedColorAdjust: string };
        return forcedColorAdjust === 'none' ? backgroundColor : 'none';
      });

  it('a passed check’s circle is filled', async () => {
    const { page } = await open('push-running', { forcedColors: true });
    expect(await ground(page, '.pip-on')).not.toBe(await ground(page, '.pip:not(.pip-on)'));
  });

  it('the step bar tells what is done, what is in front, and the rest', async () => {
    const { page } = await open('restart-loop', { forcedColors: true });
    const bars = ['.steps-link.is-done', '.steps-link[aria-current]', '.steps-link:not(.is-done, [aria-current])'];
    const grounds = await Promise.all(bars.map((bar) => ground(page, `${bar} .steps-bar`)));
    expect(new Set(grounds).size).toBe(3);
    const heights = await Promise.all(
      bars.map((bar) => page.locator(`${bar} .steps-bar`).evaluate((element) => element.getBoundingClientRect().height)),
    );
    expect(heights[1]).toBeGreaterThan(heights[0] ?? 0);
    expect(heights[0]).toBe(heights[2]);
  });

  it('the log’s filter tells what is chosen', async () => {
    const { page } = await open('restart-loop', { forcedColors: true });
    expect(await ground(page, '.chip[aria-pressed=true]')).not.toBe(await ground(page, '.chip[aria-pressed=false]'));
  });
});
