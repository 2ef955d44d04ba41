import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './support/app.ts';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** One learner goes from one class to the other and back, asks a service, and keeps a summary. */
describe('two classes in one app', () => {
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];

  beforeAll(async () => {
    seat = await takeSeat();
    ({ page, screen } = seat);
    await screen.begin();
  });

  afterAll(() => seat.leave());

  const stepIs = (start: string) => eventually(start, async () => ((await screen.heading()).startsWith(start) ? true : undefined));

  async function chooseClass(from: string, to: string): Promise<void> {
    await page.getByRole('button', { name: `Class: ${from}` }).click();
    await page.getByRole('menuitemradio', { name: to }).click();
    await page.getByRole('button', { name: `Class: ${to}` }).waitFor();
  }

  it('leaves the first class in its second step, with an answer given', async () => {
    await screen.lesson.getByText('No: it starts from the image again.').click();
    await screen.lesson.getByText('Yes: a crash ends the process, not the container.').click();
    await screen.lesson.getByText('No: the new image needs a new container.').click();
    await screen.allGreen();
    await screen.next();
    await stepIs('1.2');
    await chooseClass('Balena services', 'Hello, device');
    await stepIs('1.1 Get ready');
  });

  it('deploys in the second class, and asks the service: the answer, and the packet', async () => {
    for (const command of ['balena login', 'balena fleet create Hello', 'balena device register Hello']) await screen.run(command);
    await screen.allGreen();
    await screen.next();
    await stepIs('1.2');
    const push = screen.lesson.locator('[data-block="push"]');
    await push.getByRole('button', { name: 'Run:' }).click();
    await push.getByLabel('Worked').waitFor();
    await eventually('the running service', async () => ((await screen.checks())[0]?.endsWith('passed') === true ? true : undefined));
    await page.getByRole('tab', { name: 'Network' }).click();
    const block = screen.lesson.locator('[data-block="ask"]');
    // A container runs before the program in it listens. Until then the connection is refused, and the block says to send it again.
    let asked = 0;
    await eventually('the answer', async () => {
      await block.getByRole('button', { name: /^Send: GET/ }).click();
      asked += 1;
      const answer = block.locator('.answer');
      await answer.waitFor();
      const text = await answer.innerText();
      if (/Answered/.test(text)) return true;
      expect(text).toMatch(/Connection refused[\s\S]*send it again/);
      return undefined;
    });
    expect(await block.innerText()).toContain('Hello, device!');
    await page.getByRole('region', { name: 'Workbench' }).getByText('Delivered.').waitFor();
    const connections = page.getByRole('list', { name: 'Connections' }).getByRole('listitem');
    // The check's own requests are not among them.
    expect(await connections.count()).toBe(asked);
  });

  it('comes back to where the first class was left', async () => {
    await chooseClass('Hello, device', 'Balena services');
    await stepIs('1.2');
    await page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('link', { name: /^1\.1 .*done/ })
      .click();
    await stepIs('1.1');
    expect(await screen.lesson.getByRole('radio', { name: /crash ends the process/ }).isChecked()).toBe(true);
    await chooseClass('Balena services', 'Hello, device');
    await stepIs('1.2');
    await chooseClass('Hello, device', 'Balena services');
    await stepIs('1.1');
  });

  it('saves the summary as a page and as Markdown, without a secret in it', async () => {
    await page.getByRole('button', { name: 'All steps' }).click();
    await page.getByRole('dialog').getByText('What you know now').click();
    await stepIs('7.1');
    const html = await save('Save as HTML');
    const markdown = await save('Save as Markdown');
    expect(html.name).toMatch(/^balena-services-\d{4}-\d\d-\d\d\.html$/);
    expect(markdown.text).toMatch(/^# Balena services: what I did\n\n.* 1 of 29 steps/);
    expect(markdown.text).toContain('- [x] **1.1 Images and containers**');
    const secrets = [new URL(seat.app.url).searchParams.get('token') ?? '', await practiceToken()];
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(html.text + markdown.text).not.toContain(secret);
    }
    expect(html.text + markdown.text).not.toContain(seat.folder);

    const { page: kept, errors: faults } = await openPage(seat.browser, `file://${html.path}`);
    expect(await kept.getByRole('heading', { level: 1 }).innerText()).toBe('Balena services');
    expect(await kept.getByRole('listitem').count()).toBe(29);
    await kept.getByText('Yes: a crash ends the process, not the container.').waitFor();
    expect(faults).toEqual([]);
    const backgrounds = [];
    for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { media: 'print', colorScheme: 'dark' }] as const) {
      await kept.emulateMedia(look);
      backgrounds.push(await kept.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).backgroundColor));
      if (process.env['FLEETLAB_SHOTS'] !== undefined)
        await kept.screenshot({ path: join(process.env['FLEETLAB_SHOTS'], `summary-${backgrounds.length}.png`) });
    }
    expect(backgrounds).toEqual(['rgb(255, 255, 255)', 'rgb(27, 30, 36)', 'rgb(255, 255, 255)']);
  });

  it('had no error on the page', () => {
    expect(seat.errors).toEqual([]);
  });

  async function save(button: string): Promise<{ name: string; path: string; text: string }> {
    const downloading = page.waitForEvent('download');
    await screen.lesson.getByRole('button', { name: button }).click();
    const download = await downloading;
    const path = seat.place(download.suggestedFilename());
    await download.saveAs(path);
    return { name: download.suggestedFilename(), path, text: await readFile(path, 'utf8') };
  }

  /** What the CLI has kept of the sign-in. */
  async function practiceToken(): Promise<string> {
    return (await readFile(seat.place('practice', 'cli', 'token'), 'utf8')).trim();
  }
});
