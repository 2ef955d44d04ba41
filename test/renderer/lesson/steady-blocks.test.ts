import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

describeInChromium('a block of the lesson', (open) => {
  it('keeps the buttons of an edit in its corner, whatever the length of its path', async () => {
    const { page } = await open('edit-long-path');
    const head = page.locator('.edit-head');
    const apply = page.getByRole('button', { name: 'Apply edit: systemd/multicontainer-with-systemd/printer/Dockerfile.template' });
    const tops = () => head.evaluate((element) => [...element.children].map((child) => Math.round(child.getBoundingClientRect().top)));
    const isInCorner = async (inside: typeof apply) => {
      const [box, around] = [await inside.boundingBox(), await head.boundingBox()];
      expect((around?.x ?? 0) + (around?.width ?? 0) - (box?.x ?? 0) - (box?.width ?? 0)).toBeLessThan(12);
      // One line.
      expect(around?.height).toBeLessThan(48);
    };
    expect(await tops()).toHaveLength(4);
    await isInCorner(apply);
    // The name is whole; the folder gave way, and a tip tells it.
    const lost = await page.locator('.edit-name').evaluate((element) => {
      const text = document.createRange();
      text.selectNodeContents(element);
      return text.getBoundingClientRect().width - element.getBoundingClientRect().width;
    });
    // A part of a pixel is enough for an ellipsis.
    expect(lost).toBeLessThanOrEqual(0);
    await expect.poll(() => page.locator('.edit-file').getAttribute('title')).toMatch(/^systemd\/.*Dockerfile\.template$/);
    await apply.click();
    await page.locator('.edit-done').waitFor();
    await isInCorner(page.locator('.edit-done'));
  });

  it('wraps no answer anew when it gets its verdict', async () => {
    const { page } = await open('blocks-fresh');
    const texts = () => page.locator('.quiz-option > span').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
    const before = await texts();
    await page.locator('.quiz-option').first().click();
    await page.locator('.quiz-because').waitFor();
    expect(await texts()).toEqual(before);
  });
});
