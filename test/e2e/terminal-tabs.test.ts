import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './support/app.ts';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

describe('the tabs of terminals', () => {
  let seat: Seat;
  let page: Page;
  let terminal: Locator;

  function lookAround(): void {
    ({ page } = seat);
    terminal = page.getByRole('region', { name: 'Terminal' });
  }

  const tabs = (on = page) => on.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
  const names = (on = page) => tabs(on).locator('.terminal-tab-name').allInnerTexts();
  const tab = (name: string) => tabs().filter({ has: page.getByText(name, { exact: true }) });
  const shown = () => terminal.locator('.xterm-accessibility-tree').last().innerText();
  const shows = (text: RegExp) => eventually(`${String(text)} in the terminal`, async () => (await shown()).match(text) ?? undefined);
  const inFront = () => terminal.getByRole('tab', { selected: true });
  const isRunning = () => inFront().getByLabel('running').waitFor({ state: 'attached' });
  const hasKeys = () =>
    expect.poll(() => page.evaluate(() => document.activeElement?.closest('.terminal-screen') !== null && document.hasFocus())).toBe(true);
  const failures = () => page.locator('.prompt-mark.is-failed:visible').count();

  async function type(text: string): Promise<void> {
    await terminal.locator('.terminal-panel textarea.xterm-helper-textarea').last().focus();
    await page.keyboard.type(text);
  }

  async function rename(name: string): Promise<void> {
    await inFront().focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of' }).fill(name);
    await page.keyboard.press('Enter');
    await tab(name).waitFor();
  }

  beforeAll(async () => {
    seat = await takeSeat({ stepId: 'make-a-fleet' });
    lookAround();
    await seat.screen.begin();
    // Its text is then in the page, whatever it is drawn with.
    await terminal.getByRole('button', { name: 'Screen reader mode of the terminal' }).click();
    await shows(/[$#] $/m);
    await rename('one');
    for (const name of ['two', 'three']) {
      await terminal.getByRole('button', { name: 'New terminal' }).click();
      // It has no name yet.
      await inFront().filter({ hasText: 'laptop' }).waitFor();
      await shows(/[$#] $/m);
      await rename(name);
    }
    expect(await names()).toEqual(['one', 'two', 'three']);
  });

  afterAll(() => seat.leave());

  it('can be reopened: at their place, with text, mark, name and folder, and without what ran', async () => {
    await tab('two').click();
    await type('mkdir -p deep && cd deep\n');
    await type('false\n');
    await expect.poll(failures).toBe(1);
    await type('echo "before $((6 * 7))"; sleep 1000\n');
    await shows(/before 42/);
    await isRunning();
    await page.keyboard.press('Alt+Shift+W');
    await page.getByRole('dialog').getByRole('button', { name: 'End it and close' }).click();
    await expect.poll(() => names()).toEqual(['one', 'three']);
    await hasKeys();
    await page.keyboard.press('Alt+Shift+R');
    await expect.poll(() => names()).toEqual(['one', 'two', 'three']);
    await shows(/before 42[^]*── closed and reopened ──[^]*[$#]\s*$/);
    await hasKeys();
    await inFront().getByLabel('running').waitFor({ state: 'detached' });
    await expect.poll(failures).toBe(1);
    await type('basename "$PWD"; echo "again $((2 * 21))"\n');
    await shows(/\ndeep\s+again 42/);
    // It is a tab like any other after a reload.
    await page.reload();
    await shows(/before 42[^]*closed and reopened[^]*again 42/);
    expect(await names()).toEqual(['one', 'two', 'three']);
  });

  it('have their names again where the page was loaded anew between', async () => {
    await tab('three').click();
    await page.keyboard.press('Alt+Shift+W');
    await expect.poll(() => names()).toEqual(['one', 'two']);
    await page.reload();
    await seat.screen.lesson.waitFor();
    await terminal.getByRole('button', { name: 'Open a terminal in…' }).click();
    await page.getByRole('group', { name: 'Reopen' }).getByRole('menuitem', { name: 'three' }).click();
    await expect.poll(() => names()).toEqual(['one', 'two', 'three']);
    await shows(/closed and reopened[^]*[$#]\s*$/);
  });

  it('are moved by keys and with the mouse, in all windows, and stay so', async () => {
    const { page: other, errors } = await openPage(seat.browser, seat.app.url);
    await expect.poll(() => tabs(other).count()).toBe(3);
    await tab('one').focus();
    await page.keyboard.press('Control+Shift+ArrowRight');
    await expect.poll(() => names()).toEqual(['two', 'one', 'three']);
    await expect.poll(() => names(other)).toEqual(['two', 'one', 'three']);
    const [from, to] = [await tab('three').boundingBox(), await tab('two').boundingBox()];
    if (from === null || to === null) throw new Error('no tabs');
    await page.mouse.move(from.x + 30, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 5, to.y + 10, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => names()).toEqual(['three', 'two', 'one']);
    await expect.poll(() => names(other)).toEqual(['three', 'two', 'one']);
    expect(errors).toEqual([]);
    await other.context().close();
    await hasKeys();
    expect(await inFront().innerText()).toContain('three');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await shows(/again 42/);
    await page.reload();
    await shows(/again 42/);
    expect(await names()).toEqual(['three', 'two', 'one']);
  });

  it('have that order after the app was started again, and nothing closed comes back then', async () => {
    await tab('three').click();
    await type('echo "to be forgotten"\n');
    await shows(/\nto be forgotten/);
    await page.keyboard.press('Alt+Shift+W');
    await expect.poll(() => names()).toEqual(['two', 'one']);
    // The page tells main how its tabs are called as they change.
    await expect.poll(() => readFile(seat.place('settings.json'), 'utf8')).toMatch(/"laptops":\["[^"]+","[^"]+"\]/);
    await seat.stop();
    await seat.start();
    lookAround();
    await seat.screen.lesson.waitFor();
    await expect.poll(() => names()).toEqual(['two', 'one']);
    await tab('two').click();
    await shows(/again 42[^]*Fleetlab was started again/);
    await page.keyboard.press('Alt+Shift+R');
    await page.getByText('No closed terminal is there to reopen.').waitFor({ state: 'attached' });
    expect(seat.errors).toEqual([]);
  });
});
