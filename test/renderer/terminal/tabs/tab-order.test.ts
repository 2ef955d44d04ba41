import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../../support/chromium-suite.ts';

describeInChromium('the order of the terminals’ tabs', (open, violationsIn) => {
  const list = (page: Page) => page.getByRole('tablist', { name: 'Terminals' });
  const tab = (page: Page, name: string) =>
    list(page)
      .locator('.terminal-tab')
      .filter({ has: page.getByText(name, { exact: true }) });
  const names = (page: Page) => list(page).locator('.terminal-tab-name').allInnerTexts();
  const isDrawn = (page: Page) => page.locator('.terminal-panel .xterm-screen').first().waitFor();
  const active = (page: Page) => page.evaluate(() => window.model.terminals.store.getState().activeId);
  const wide = { width: 1920, height: 1080 };

  async function middle(page: Page, name: string): Promise<{ x: number; y: number; width: number }> {
    const box = await tab(page, name).boundingBox();
    if (box === null) throw new Error(`${name} is not there`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
  }

  /** Presses the mouse on a tab, and moves it to that many widths from the middle of another one. */
  async function drag(page: Page, name: string, to: string, widths: number): Promise<void> {
    const from = await middle(page, name);
    const goal = await middle(page, to);
    await page.mouse.move(from.x - 20, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y);
    await page.mouse.move(goal.x + widths * goal.width, goal.y, { steps: 5 });
  }

  /** Where a tab that is dragged would come. */
  const mark = (page: Page) =>
    list(page)
      .locator('.terminal-tab[data-part=before], .terminal-tab[data-part=behind]')
      .evaluateAll((tabs) => tabs.map((one) => `${one.getAttribute('data-part') ?? ''} ${one.textContent}`));

  it('is changed by dragging a tab, which shows where it would come', async () => {
    const { page, calls } = await open('terminals-many', wide);
    await isDrawn(page);
    const before = await names(page);
    expect(before.slice(0, 5)).toEqual(['laptop', 'laptop 2', 'laptop 3', 'laptop 4', 'laptop 5']);
    await drag(page, 'laptop 2', 'laptop 4', 0.3);
    await expect.poll(() => mark(page)).toEqual(['before laptop 5']);
    expect(await calls('terminal.move')).toEqual([]);
    await page.mouse.up();
    await expect.poll(() => names(page)).toEqual(['laptop', 'laptop 3', 'laptop 4', 'laptop 2', ...before.slice(4)]);
    expect(await mark(page)).toEqual([]);
    await page.getByText('Moved: laptop 2 is 4 of 12.').waitFor({ state: 'attached' });
    // As after a click, it is in front and has the keys.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.terminal-panel')?.getAttribute('aria-label')))
      .toBe('laptop 2');
    // The order is that of the keys, too.
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await expect.poll(() => active(page)).toBe('t4');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await expect.poll(() => active(page)).toBe('t5');
    await tab(page, 'laptop 4').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => active(page)).toBe('t2');
    expect(await calls('terminal.move')).toEqual([{ id: 't2', before: 't5' }]);
  });

  it('stays where a drag is given up with Escape, ends where it began, or is none', async () => {
    const { page, calls } = await open('terminals-many', wide);
    await isDrawn(page);
    await drag(page, 'laptop 2', 'laptop 4', 0.3);
    await expect.poll(() => mark(page)).toHaveLength(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => mark(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.dataset['drag'])).toBeUndefined();
    await page.mouse.up();
    // Beside itself it would stay.
    await drag(page, 'laptop 3', 'laptop 3', 0.9);
    expect(await mark(page)).toEqual([]);
    await page.mouse.up();
    const { x, y } = await middle(page, 'laptop 4');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 3, y);
    await page.mouse.up();
    await expect.poll(() => active(page)).toBe('t4');
    expect(await calls('terminal.move')).toEqual([]);
  });

  it('leaves click, double click, middle click and the cross what they are', async () => {
    const { page, calls } = await open('terminals-many', wide);
    await isDrawn(page);
    await drag(page, 'laptop 2', 'laptop 3', 0.3);
    await page.mouse.up();
    await expect.poll(() => calls('terminal.move')).toHaveLength(1);
    await tab(page, 'laptop 4').click();
    await expect.poll(() => active(page)).toBe('t4');
    await tab(page, 'laptop 3').dblclick();
    await page.getByRole('textbox', { name: 'Name of laptop 3' }).press('Escape');
    await tab(page, 'laptop 5').click({ button: 'middle' });
    await expect.poll(() => calls('terminal.close')).toEqual([{ id: 't5' }]);
    const cross = await tab(page, 'laptop 2').locator('.terminal-tab-close').boundingBox();
    await page.mouse.move((cross?.x ?? 0) + 5, (cross?.y ?? 0) + 5);
    await page.mouse.down();
    await page.mouse.move((cross?.x ?? 0) + 150, cross?.y ?? 0, { steps: 4 });
    expect(await mark(page)).toEqual([]);
    await page.mouse.up();
    await tab(page, 'laptop 2').hover();
    await tab(page, 'laptop 2').locator('.terminal-tab-close').click();
    await expect.poll(() => calls('terminal.close')).toEqual([{ id: 't5' }, { id: 't2' }]);
    expect(await calls('terminal.move')).toHaveLength(1);
  });

  it('shows no tooltip of what a drag comes by, and those of tabs again afterwards', async () => {
    const { page } = await open('terminals-many', wide);
    await isDrawn(page);
    await drag(page, 'laptop 2', 'laptop 4', 0.3);
    await expect.poll(() => mark(page)).toHaveLength(1);
    expect(await page.locator('.tip:visible').count()).toBe(0);
    await page.mouse.up();
    await tab(page, 'laptop 5').hover();
    await page.locator('.tip').getByText('folder-5').waitFor();
  });

  it('scrolls along while a tab is held at an edge, up to the end', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    await page.evaluate(() => window.model.terminals.activate('t1'));
    await expect.poll(() => list(page).evaluate((element) => element.scrollLeft)).toBe(0);
    const { x, y } = await middle(page, 'laptop');
    const box = await list(page).boundingBox();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 5, y, { steps: 5 });
    await expect
      .poll(() => list(page).evaluate((element) => element.scrollLeft + element.clientWidth >= element.scrollWidth - 1))
      .toBe(true);
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) + 60, y);
    await expect.poll(() => mark(page)).toEqual(['behind laptop 11']);
    await page.mouse.up();
    await expect.poll(async () => (await names(page)).at(-1)).toBe('laptop');
    expect(await calls('terminal.move')).toEqual([{ id: 't1' }]);
    // It is in front, and in view.
    await expect
      .poll(() => tab(page, 'laptop').evaluate((element) => element.getBoundingClientRect().right))
      .toBeLessThan((box?.x ?? 0) + (box?.width ?? 0) + 1);
  });

  it('is changed by keys on a tab, which keeps the focus, and by the palette', async () => {
    const { page, calls } = await open('terminals-closed');
    await isDrawn(page);
    await tab(page, 'laptop').focus();
    await page.keyboard.press('Control+Shift+ArrowRight');
    await expect.poll(() => names(page)).toEqual(['laptop 2', 'laptop']);
    await page.getByText('Moved: laptop is 2 of 2.').waitFor({ state: 'attached' });
    expect(await tab(page, 'laptop').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+Shift+ArrowRight');
    await page.getByText('laptop is 2 of 2.', { exact: true }).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await expect.poll(() => names(page)).toEqual(['laptop', 'laptop 2']);
    await page.keyboard.press('Alt+Shift+P');
    await page.getByRole('combobox').fill('move terminal');
    expect(await page.getByRole('option', { name: 'Move terminal left' }).count()).toBe(0);
    await page.getByRole('option', { name: 'Move terminal right' }).click();
    await expect.poll(() => names(page)).toEqual(['laptop 2', 'laptop']);
    expect(await calls('terminal.move')).toEqual([{ id: 't1' }, { id: 't1', before: 't2' }, { id: 't1' }]);
  });

  it('is that of another window at once', async () => {
    const { page } = await open('terminals-closed');
    await isDrawn(page);
    await page.evaluate(() => window.fake.emit('terminal.ordered', { ids: ['t2', 't1'] }));
    await expect.poll(() => names(page)).toEqual(['laptop 2', 'laptop']);
    expect(await active(page)).toBe('t1');
  });

  it('has no accessibility faults while a tab is dragged', async () => {
    expect(await violationsIn('terminals-dragged')).toEqual([]);
  });
});
