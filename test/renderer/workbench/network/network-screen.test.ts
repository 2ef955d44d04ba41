import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ConnectionEvent } from '../../../../src/shared/network/connection.ts';
import type { VerdictKind } from '../../../../src/shared/network/request.ts';
import { bothBridged, connectionsOf, typicalRequests } from '../../support/fixtures/engine.ts';
import { describeInChromium } from '../../support/chromium-suite.ts';

const now = Date.now();
const events = connectionsOf(now, bothBridged(now), typicalRequests).map((event, index) => ({ ...event, id: 100 + index }));

describeInChromium('the Network view', (open) => {
  const openPage = async (scene: string): Promise<Page> => (await open(scene)).page;

  const see = (page: Page, event: ConnectionEvent | undefined) =>
    page.evaluate((seen) => seen && window.fake.emit('connection.seen', seen), event);
  const verdict = (page: Page) => page.locator('.net-verdict').innerText();
  const figure = (page: Page) => page.getByRole('figure', { name: 'Network of MulticontainerServices' });

  it('is a figure with a description, followed by its text', async () => {
    const page = await openPage('network-both-bridged');
    expect(await figure(page).getAttribute('aria-describedby')).toBe('network-description');
    expect(await page.locator('#network-description').innerText()).toContain('1 bridge and 2 services');
    const lines = await page.getByRole('list', { name: 'Network as text' }).getByRole('listitem').allInnerTexts();
    expect(lines.join('\n')).toMatch(/Bridge default: subnet 172\.17\.0\.0\/16[\s\S]*Service backend: .*listens on 1234/);
    await page.getByRole('button', { name: 'Show as text' }).click();
    expect(await figure(page).count()).toBe(0);
    expect(await page.getByRole('list', { name: 'Network as text' }).isVisible()).toBe(true);
  });

  it('sends a packet on its way, and says where it ended', async () => {
    const page = await openPage('network-both-bridged');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    // It is gone again before a look from outside.
    await page.evaluate(async (event) => {
      window.fake.emit('connection.seen', event as never);
      while (document.querySelector('.net-packet') === null) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, events[2]);
    await expect.poll(() => page.locator('.net-trace').getAttribute('data-verdict')).toBe('refused');
    expect(await verdict(page)).toBe(`Refused. ${events[2]?.verdict.reason ?? ''}`);
    expect(await page.getByTestId('live-region').innerText()).toContain('laptop to device:1234: refused.');
  });

  it.each(events.map((event) => [event.verdict.verdict, event] as const))('draws %s as it is', async (kind: VerdictKind, event) => {
    const page = await openPage('network-both-bridged');
    await see(page, event);
    await expect.poll(() => page.locator('.net-trace').getAttribute('data-verdict')).toBe(kind);
    await expect.poll(() => page.locator('.net-verdict').getAttribute('data-verdict')).toBe(kind);
    const target = await page.locator('.net-trace').getAttribute('data-target');
    if (kind === 'delivered') expect(target).toBe(`service ${event.verdict.reached ?? ''}`);
    expect(await page.locator('.net-packet').count(), 'nothing moves where motion is unwanted').toBe(0);
  });

  it('tells a burst in one sentence, and shows the last of it', async () => {
    const page = await openPage('network-both-bridged');
    await page.evaluate((all) => all.forEach((event) => window.fake.emit('connection.seen', event)), events);
    await expect
      .poll(() => page.getByTestId('live-region').innerText(), { timeout: 5000 })
      .toBe('5 connections: 2 delivered, 1 refused, 1 not resolved, 1 timed out.');
    const last = events.at(-1)?.verdict.verdict;
    await expect.poll(() => page.locator('.net-verdict').getAttribute('data-verdict')).toBe(last);
  });

  it('shows what is told while the view opens', async () => {
    // Its code is not loaded yet, so React renders it some time before it is in the document.
    const page = await openPage('lifecycle-three');
    const told = await page.evaluate(async (event) => {
      const isOpen = () => document.querySelector('.net-history') !== null;
      let id = 0;
      window.model.showTab('network');
      while (!isOpen()) {
        id += 1;
        window.fake.emit('connection.seen', { ...event, id } as never);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return Math.min(50, id);
    }, events[2]);
    await expect.poll(() => page.getByRole('list', { name: 'Connections' }).getByRole('button').count()).toBe(told);
  });

  it('replays and steps by buttons and keys', async () => {
    const page = await openPage('network-timeout');
    const count = () => page.locator('.net-count').innerText();
    expect(await count()).toContain('5 of 5');
    expect(await page.getByRole('list', { name: 'Connections' }).getByRole('button').count()).toBe(5);
    await page.getByRole('button', { name: 'Previous connection' }).click();
    await expect.poll(count).toContain('4 of 5');
    expect(await verdict(page)).toContain('Not resolved.');
    await page.keyboard.press(',');
    await expect.poll(count).toContain('3 of 5');
    await page.keyboard.press('.');
    await expect.poll(count).toContain('4 of 5');
    await page.getByRole('button', { name: 'laptop to device:80: delivered' }).click();
    await expect.poll(count).toContain('1 of 5');
    await page.keyboard.press('ArrowRight');
    await expect.poll(count).toContain('2 of 5');
    await page.keyboard.press('r');
    await expect.poll(count).toContain('2 of 5');
  });

  it('keeps the current connection in sight among many', async () => {
    const page = await openPage('network-many-connections');
    const row = page.getByRole('list', { name: 'Connections' });
    const isInSight = () =>
      row.evaluate((list) => {
        const mark = list.querySelector('[aria-current]')?.getBoundingClientRect();
        const { left, right } = list.getBoundingClientRect();
        return mark !== undefined && mark.left >= left && mark.right <= right;
      });
    expect(await row.evaluate((list) => list.scrollWidth > list.clientWidth), 'more than there is room for').toBe(true);
    expect(await isInSight(), 'the newest, when the view opens').toBe(true);
    await row.getByRole('button').last().focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.net-count').innerText()).toContain('1 of 50');
    await expect.poll(isInSight).toBe(true);
    await see(page, events[2]);
    await expect.poll(() => page.locator('.net-count').innerText()).toContain('50 of 50');
    await expect.poll(isInSight, { message: 'the newest, when it comes' }).toBe(true);
  });

  it('shows again what another view asks for', async () => {
    const page = await openPage('network-timeout');
    await page.evaluate(() => window.model.screen.setState({ replay: { connectionId: 3, turn: 1 }, networkShows: 'files' }));
    await expect.poll(() => verdict(page)).toContain('Refused.');
  });

  it('goes from box to box with the arrow keys, and says what is known of each', async () => {
    const page = await openPage('network-both-bridged');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-box'));
    await page.locator('.net-stage').focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('laptop');
    for (let turn = 0; turn < 4 && (await focused()) !== 'service backend'; turn += 1) await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('service backend');
    expect(await page.locator('.net-card').innerText()).toMatch(/172\.17\.0\.3, answers to[\s\S]*backend[\s\S]*documentation only/);
    expect(await page.locator('[data-box="service backend"]').getAttribute('aria-label')).toContain('answers to');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('net-stage');
  });

  it('zooms, moves and fits by keys, wheel and buttons', async () => {
    const page = await openPage('network-both-bridged');
    const transform = () => page.locator('.net-canvas').evaluate((element) => element.style.transform);
    const fitted = await transform();
    await page.locator('.net-stage').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    expect(await transform()).not.toBe(fitted);
    await page.keyboard.press('0');
    expect(await transform()).toBe(fitted);
    await page.locator('.net-stage').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect.poll(transform).not.toBe(fitted);
    await page.getByRole('button', { name: 'Fit the picture' }).click();
    expect(await transform()).toBe(fitted);
  });

  it('shows many services in a size that can be read, a part at a time, with all of them in small beside', async () => {
    const page = await openPage('network-many');
    const smallest = await page
      .locator('.net-svg text')
      .evaluateAll((texts) =>
        Math.min(
          ...texts.map((text) => parseFloat(text.getAttribute('font-size') ?? '16') * ((text as SVGTextElement).getScreenCTM()?.a ?? 0)),
        ),
      );
    expect(smallest).toBeGreaterThanOrEqual(9.8);
    const overview = page.locator('.net-overview');
    const transform = () => page.locator('.net-canvas').evaluate((element) => element.style.transform);
    const before = await transform();
    const box = await overview.boundingBox();
    if (box === null) throw new Error('it is not on the screen');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 10, box.y + box.height - 10);
    await page.mouse.up();
    expect(await transform()).not.toBe(before);
    await page.getByRole('button', { name: 'Fit the picture' }).click();
    await expect.poll(() => overview.count()).toBe(0);
  });

  it('compares with what the files ask for, in words and shapes', async () => {
    const page = await openPage('network-plan');
    expect(await verdict(page)).toBe(
      'The next push moves frontend from the host’s network to default, opens port 80 to frontend and closes port 1234.',
    );
    expect(await page.locator('.net-door.mark-added').count()).toBe(1);
    expect(await page.locator('.net-door.mark-removed').count()).toBe(1);
    expect(await page.locator('.net-label-door').allTextContents()).toEqual([':80 → frontend · + new', ':1234 → backend · − goes']);
    await page.getByRole('button', { name: 'Running' }).click();
    expect(await page.locator('.mark-added').count()).toBe(0);
  });

  it.each([
    ['network-plan-broken', /docker-compose\.yml, line \d+: /],
    ['network-nothing-pushed', /Nothing has been pushed yet/],
    ['network-stale', /The device does not answer over SSH\. What you see is from \d\d:\d\d:\d\d\./],
    ['network-unobserved', /Known: networks, addresses, published ports\. Not seen: others’ traffic\./],
    ['network-signed-out', /You are not signed in yet/],
  ])('%s says so', async (scene, sentence) => {
    const page = await openPage(scene);
    expect(await page.getByRole('region', { name: 'Workbench' }).innerText()).toMatch(sentence);
  });

  it.each(['SVG', 'PNG'])('saves the whole picture as %s', async (format) => {
    const page = await openPage('network-both-bridged');
    await page.getByRole('button', { name: 'Save the picture' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: `Save as ${format}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`network-of-multicontainerservices.${format.toLowerCase()}`);
    const bytes = await readFile(await download.path());
    if (format === 'PNG') expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    else {
      const text = bytes.toString();
      expect(text).toContain('frontend');
      expect(text, 'needs nothing from elsewhere').not.toMatch(/var\(--|class=|url\((?!data:)/);
    }
  });
});
