import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../../support/chromium-suite.ts';

describeInChromium('terminals that were closed', (open, violationsIn) => {
  const tabs = (page: Page) => page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
  const names = (page: Page) => tabs(page).locator('.terminal-tab-name').allInnerTexts();
  const inFront = (page: Page) => page.getByRole('tab', { selected: true }).locator('.terminal-tab-name').innerText();
  const isDrawn = (page: Page) => page.locator('.terminal-panel .xterm-screen').first().waitFor();
  /** The terminal that has the keys. */
  const keysIn = (page: Page) =>
    page.evaluate(() => {
      const isInScreen = document.activeElement?.closest('.terminal-screen') != null;
      return isInScreen ? document.activeElement?.closest('.terminal-panel')?.getAttribute('aria-label') : undefined;
    });
  const menu = (page: Page) => page.getByRole('button', { name: 'Open a terminal in…' });
  const offered = (page: Page) => page.getByRole('group', { name: 'Reopen' }).getByRole('menuitem');

  it('come back with a key, the last one first, under their names, at their places and with the keys', async () => {
    const { page, calls } = await open('terminals-closed');
    await isDrawn(page);
    expect(await names(page)).toEqual(['laptop', 'laptop 2']);
    await tabs(page).first().click();
    await page.keyboard.press('Alt+Shift+R');
    await expect.poll(() => keysIn(page)).toBe('laptop 2');
    expect(await names(page)).toEqual(['laptop', 'laptop 2', 'laptop 3']);
    await page.keyboard.press('Alt+Shift+R');
    await expect.poll(() => inFront(page)).toBe('service main');
    await page.keyboard.press('Alt+Shift+R');
    await expect.poll(() => keysIn(page)).toBe('the build');
    expect(await names(page)).toEqual(['laptop', 'laptop 2', 'service main', 'the build', 'laptop 4']);
    // There is no other one.
    await page.keyboard.press('Alt+Shift+R');
    await page.getByText('No closed terminal is there to reopen.').waitFor({ state: 'attached' });
    expect(await calls('terminal.reopen')).toEqual([{}, {}, {}]);
    expect(await calls('terminal.input')).toEqual([]);
  });

  it('are each in the menu, with their folders, and in the palette', async () => {
    const { page, calls } = await open('terminals-closed');
    await isDrawn(page);
    await menu(page).click();
    await expect
      .poll(() => offered(page).allInnerTexts())
      .toEqual(['laptop 2\nmulticontainer/frontend', 'service main\nsrc/app', 'the build\nFleetlab/single-service']);
    await offered(page).nth(1).click();
    await expect.poll(() => inFront(page)).toBe('service main');
    await page.keyboard.press('Alt+Shift+P');
    await page.getByRole('combobox').fill('reopen');
    await page.getByRole('option', { name: 'Reopen closed terminal laptop 2 Alt+Shift+R' }).waitFor();
    await page.getByRole('combobox').fill('reopen build');
    await page.keyboard.press('Enter');
    await expect.poll(() => keysIn(page)).toBe('the build');
    expect(await calls('terminal.reopen')).toEqual([{ id: 'c2' }, { id: 'c1' }]);
  });

  it('are offered as soon as there is one, also by another window, with the name it had', async () => {
    const { page } = await open('terminals-many');
    await isDrawn(page);
    await menu(page).click();
    await page.getByRole('menuitem', { name: 'Service main' }).waitFor();
    expect(await offered(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    await tabs(page).nth(1).dblclick();
    await page.keyboard.type('mine');
    await page.keyboard.press('Enter');
    await page.evaluate(() => window.fake.call('terminal.close', { id: 't2' }));
    await expect.poll(() => names(page)).not.toContain('mine');
    await menu(page).click();
    await offered(page).filter({ hasText: 'mine' }).click();
    await expect.poll(() => inFront(page)).toBe('mine');
  });

  it('can be had again where none is open', async () => {
    const { page } = await open('terminals-none');
    await page.getByText('No terminal is open.').waitFor();
    await page.getByRole('button', { name: 'Reopen laptop', exact: true }).click();
    await expect.poll(() => keysIn(page)).toBe('laptop');
  });

  it('are told of before one is closed whose text would go', async () => {
    const { page } = await open('terminals-many');
    await isDrawn(page);
    await page.evaluate(() => window.fake.print('t7', '$ one\r\ntwo\r\n$ '));
    await expect.poll(() => page.locator('.terminal-panel .xterm-rows').innerText()).toContain('two');
    await tabs(page)
      .and(page.getByRole('tab', { selected: true }))
      .focus();
    await page.keyboard.press('Delete');
    await page
      .getByRole('dialog')
      .getByText('“Reopen closed terminal” (Alt+Shift+R) brings it back while it is among the last five, until Fleetlab is closed.')
      .waitFor();
  });

  it('say in words why one cannot be had, and stay', async () => {
    const { page } = await open('terminals-closed');
    await isDrawn(page);
    await page.evaluate(() =>
      window.fake.answer('terminal.reopen', () => {
        throw Object.assign(new Error('20 terminals are open, which is the most.'), { code: 'too-many-terminals' });
      }),
    );
    await tabs(page).first().click();
    await page.keyboard.press('Alt+Shift+R');
    await page.getByText('20 terminals are open, which is the most.').waitFor();
    await menu(page).click();
    expect(await offered(page).count()).toBe(3);
  });

  it('show no problem where two windows close the same one', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    await page.evaluate(() => {
      const { terminals } = window.model;
      return Promise.all([terminals.close('t7'), terminals.close('t7')]);
    });
    expect(await calls('terminal.close')).toHaveLength(2);
    expect(await page.evaluate(() => window.model.terminals.store.getState().problem)).toBeUndefined();
  });

  it.each(['terminals-closed', 'terminals-none'])('have no accessibility faults: %s', async (scene) => {
    expect(await violationsIn(scene)).toEqual([]);
  });
});
