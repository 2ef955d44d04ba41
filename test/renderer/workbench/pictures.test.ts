import type { Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

/** The tabs Lifecycle, Volumes and Layers in the class's situations: what they say, and what keys and buttons do. */
describeInChromium('the pictures', (open, violationsIn) => {
  async function openPage(scene: string): Promise<Page> {
    return (await open(scene)).page;
  }

  /** The text equivalent, with its times taken out. */
  async function textOf(page: Page, list: string): Promise<string[]> {
    const items = page.getByRole('list', { name: list }).getByRole('listitem');
    await items.first().waitFor({ state: 'attached' });
    const texts = await items.evaluateAll((found) =>
      found.map((item) =>
        [...item.childNodes].flatMap((node) => (node.nodeName === 'UL' || node.nodeName === 'OL' ? [] : [node.textContent])).join(''),
      ),
    );
    return texts.map((text) => text.replace(/\d\d:\d\d:\d\d/g, 'TIME').trim());
  }
  const inspector = (page: Page): Promise<string> => page.getByRole('region', { name: 'What is pointed at' }).innerText();

  it.each(['lifecycle-loop', 'lifecycle-recreated', 'lifecycle-volumes', 'lifecycle-three', 'lifecycle-many', 'lifecycle-from-log'])(
    'tells the situation %s in words',
    async (scene) => expect(await textOf(await openPage(scene), 'Lifecycle as text')).toMatchSnapshot(),
  );
  it.each(['volumes-shared', 'volumes-push', 'volumes-data', 'volumes-three', 'volumes-many'])(
    'tells the situation %s in words',
    async (scene) => expect(await textOf(await openPage(scene), 'Volumes as text')).toMatchSnapshot(),
  );
  it.each(['layers-stages', 'layers-cached', 'layers-one'])('tells the situation %s in words', async (scene) =>
    expect(await textOf(await openPage(scene), 'Layers as text')).toMatchSnapshot(),
  );

  it.each(
    ['lifecycle-recreated', 'lifecycle-many', 'volumes-shared', 'volumes-push', 'layers-stages'].flatMap((scene) => [
      [scene, 'light'] as const,
      [scene, 'dark'] as const,
    ]),
  )('%s has no accessibility faults, %s', async (scene, theme) => {
    expect(await violationsIn(scene, { theme })).toEqual([]);
  });

  it('steps through the events with keys, and stops following where they lie outside', async () => {
    const page = await openPage('lifecycle-recreated');
    expect(await inspector(page)).toContain('Recreated: container 2 is new');
    await page.getByRole('group', { name: 'Timeline, by arrow keys' }).focus();
    await page.keyboard.press('End');
    expect(await inspector(page)).toContain('started');
    await page.keyboard.press('Home');
    expect(await inspector(page)).toContain('Container 1 was created');
    await page.keyboard.press('Escape');
    expect(await inspector(page)).toContain('step through the events');
  });

  it('pauses, follows again, and changes its span', async () => {
    const page = await openPage('lifecycle-loop');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await page.locator('svg[data-picture]').textContent()).toContain('paused');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    expect(await page.locator('svg[data-picture]').textContent()).toContain('now');
    const runs = (): Promise<number> => page.locator('.life-run').count();
    const apart = await runs();
    await page.getByRole('button', { name: '15 min' }).click();
    await expect.poll(runs).toBeLessThan(apart);
  });

  it('moves by dragging, and zooms with keys and the wheel', async () => {
    const page = await openPage('lifecycle-recreated');
    const timeline = page.getByRole('group', { name: 'Timeline, by arrow keys' });
    await timeline.focus();
    await page.keyboard.press('Escape');
    const ticks = () => page.locator('.life-time').allTextContents();
    const spans = page.getByRole('group', { name: 'Span of time' });
    const pressed = (name: string) => spans.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');
    await page.keyboard.press('+');
    await expect.poll(() => pressed('2 min')).toBe('false');
    expect(await ticks(), 'the present stays at the right edge').toContain('now');
    await page.keyboard.press('0');
    await expect.poll(() => pressed('All')).toBe('true');
    const box = await timeline.boundingBox();
    if (box === null) throw new Error('it is not on the screen');
    await page.mouse.move(box.x + box.width / 2, box.y + 80);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await expect.poll(ticks).toContain('paused');
    const before = await page.locator('.life-container').count();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 60, box.y + 80);
    await page.mouse.move(box.x - 2000, box.y + 80);
    await page.mouse.up();
    await expect.poll(ticks, { message: 'at the present it follows again' }).toContain('now');
    expect(before).toBeGreaterThan(0);
    expect(await inspector(page), 'a drag chooses nothing').toContain('step through the events');
  });

  it('shows what is pointed at, and the log lines of that time', async () => {
    const page = await openPage('lifecycle-volumes');
    await page.keyboard.press('Escape');
    await page.locator('.life-log-error').first().hover({ force: true });
    expect(await inspector(page)).toContain('ENOSPC');
    await page.locator('.life-volume').first().hover({ force: true });
    expect(await inspector(page)).toContain('containers come and go, it stays');
  });

  it('says aloud that a new container has come', async () => {
    const page = await openPage('lifecycle-loop');
    // The picture is loaded when it is first looked at; news are what comes after that.
    await page.getByRole('list', { name: 'Lifecycle as text' }).getByRole('listitem').first().waitFor({ state: 'attached' });
    await page.evaluate(() => {
      const { engine } = window.model.session.store.getState().facts ?? {};
      const container = engine?.containers[0];
      if (engine === undefined || container === undefined) return;
      const next = { ...container, id: 'next', imageId: 'other', createdAt: Date.now(), startedAt: Date.now(), restarts: 0 };
      window.fake.emit('engine.changed', { ...engine, containers: [next], readAt: Date.now() + 1000 });
    });
    await expect
      .poll(() => page.getByTestId('live-region').innerText(), { timeout: 10_000, interval: 20 })
      .toContain('main has a new container, number 2');
  });

  it('reads a file of a volume', async () => {
    const page = await openPage('volumes-shared');
    expect(await page.locator('.volumes-text').innerText()).toBe('Second volume\nSecond volume 2\n');
  });

  it('goes through volumes with keys', async () => {
    const page = await openPage('volumes-shared');
    await page.getByRole('group', { name: 'Volumes, by arrow keys' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('group', { name: 'Contents of notes' }).waitFor();
    expect(await page.getByRole('group', { name: 'Contents of notes' }).innerText()).toContain('Orphaned');
  });

  it('says what outlives a push, thing by thing', async () => {
    const page = await openPage('volumes-push');
    const fates = await page.getByRole('list', { name: 'What outlives a push' }).getByRole('listitem').allInnerTexts();
    expect(fates.map((text) => text.replace(/\s+/g, ' '))).toMatchSnapshot();
  });

  it('says which fleet a push goes to where it is another', async () => {
    const page = await openPage('volumes-data');
    await page.evaluate(() => {
      const { facts } = window.model.session.store.getState();
      if (facts === undefined) return;
      const other = { id: 77, slug: 'practice/other', name: 'Other', deviceType: 'generic-amd64', releases: [] };
      const device = facts.lab.device === undefined ? undefined : { ...facts.lab.device, fleet: 'practice/other' };
      window.fake.emit('lab.changed', { ...facts.lab, fleets: [...facts.lab.fleets, other], device });
    });
    await page.getByRole('button', { name: 'After the next push' }).click();
    await page.getByText('The files of this step go to the fleet SingleService; the device is in Other.').waitFor();
  });

  it('steps through layers with keys, and shows the steps that change settings only', async () => {
    const page = await openPage('layers-stages');
    await page.getByRole('group', { name: 'Layers, by arrow keys' }).focus();
    await page.keyboard.press('ArrowUp');
    expect(await inspector(page)).toContain('78.6 MB');
    await page.keyboard.press('ArrowRight');
    expect(await inspector(page)).toContain('8.32 MB');
    const rows = await page.locator('.layers-row').count();
    await page.getByRole('button', { name: 'Settings steps' }).click();
    await expect.poll(() => page.locator('.layers-row').count()).toBe(rows + 4);
  });

  it('compares what is chosen', async () => {
    const page = await openPage('layers-stages');
    expect(await inspector(page)).toContain('7.2 times smaller');
    await page.getByRole('combobox', { name: 'Image beside it' }).selectOption('none');
    await expect.poll(() => page.locator('.layers-size').count()).toBe(1);
  });

  it.each(['svg', 'png'] as const)('saves a picture as %s', async (format) => {
    const page = await openPage('layers-stages');
    await page.getByRole('button', { name: 'Save the picture' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `Save as ${format.toUpperCase()}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`layers-of-singleservice.${format}`);
    const bytes = await readFile(await download.path());
    if (format === 'png') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    else {
      const text = bytes.toString();
      expect(text).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(text).toContain('<title>Layers of SingleService</title>');
      expect(text).toContain('289 MB');
      expect(text).not.toContain('var(--');
    }
    await page.getByText(`Layers of SingleService saved as ${format.toUpperCase()}.`).waitFor({ state: 'attached' });
  });

  it('fills the window and comes back with Escape', async () => {
    const page = await openPage('layers-stages');
    await page.getByRole('button', { name: 'Fill the screen' }).click();
    const width = (): Promise<number> => page.locator('.view').evaluate((view) => view.getBoundingClientRect().width);
    await expect.poll(width).toBeGreaterThan(1200);
    await page.keyboard.press('Escape');
    await expect.poll(width).toBeLessThan(1000);
  });

  it('has words for no service, an old reading and an engine that cannot be asked', async () => {
    const empty = await openPage('lifecycle-empty');
    await empty.getByRole('heading', { name: 'The device runs no service yet' }).waitFor();
    const stale = await openPage('lifecycle-stale');
    expect(await stale.getByRole('status').filter({ hasText: 'SSH' }).innerText()).toMatch(
      /does not answer over SSH.* from \d\d:\d\d:\d\d/,
    );
    const page = await openPage('volumes-none');
    await page.getByRole('heading', { name: 'No volume' }).waitFor();
    await page.evaluate(() => {
      const { engine } = window.model.session.store.getState().facts ?? {};
      if (engine !== undefined)
        window.fake.emit('engine.changed', { ...engine, readAt: 0, problem: 'This device takes no SSH key of yours.' });
    });
    await page.getByText('This device takes no SSH key of yours.').waitFor();
  });
});
