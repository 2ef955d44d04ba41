import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** A trainer's way through presenter mode in the built app, with its own shell and its second window. */
describe('presenter mode, in the browser', () => {
  let seat: Seat;
  let page: Page;
  let notes: Page;

  beforeAll(async () => {
    seat = await takeSeat();
    page = seat.page;
    await seat.screen.begin();
    await page.getByRole('region', { name: 'Lesson' }).waitFor();
    await page.locator('.terminal-panel textarea.xterm-helper-textarea').first().waitFor({ state: 'attached' });
  });

  afterAll(() => seat.leave());

  const where = () => page.locator('.presenter-where').innerText();
  const view = () =>
    page.evaluate(() => ({
      heading: document.querySelector('.lesson h1')?.textContent,
      panels: [...document.querySelectorAll('[data-panel]')].map((panel) => Math.round(panel.getBoundingClientRect().width)),
      tab: document.querySelector('.workbench-tab[data-active]')?.textContent,
      focus: document.activeElement?.getAttribute('aria-label'),
      terminal: Math.round(document.querySelector('.xterm-screen')?.getBoundingClientRect().width ?? 0),
    }));
  const hasPrompt = () =>
    eventually('a prompt', async () =>
      /[$#%>❯]\s*$/.test((await page.locator('.terminal-screen .xterm-rows').first().innerText()).trim()) ? true : undefined,
    );
  let before: Awaited<ReturnType<typeof view>>;

  it('begins with one key, and pages through the class', async () => {
    await page.getByRole('button', { name: 'Check now' }).focus();
    await hasPrompt();
    await page.waitForTimeout(500);
    before = await view();
    await page.keyboard.press('Alt+p');
    await page.getByRole('region', { name: 'Slide' }).waitFor();
    const first = await where();
    await page.keyboard.press('PageDown');
    await expect.poll(where).not.toBe(first);
    await page.keyboard.press('Home');
    await page.getByRole('list', { name: 'Plan' }).getByRole('listitem').first().waitFor();
  });

  it('pages to the end of the class', async () => {
    await page.keyboard.press('End');
    await expect.poll(where).toMatch(/(\d+) of \1$/);
  });

  it('is blank, and back', async () => {
    await page.keyboard.press('b');
    await page.locator('.presenter-blank').waitFor();
    await page.keyboard.press('b');
    await page.locator('.presenter-blank').waitFor({ state: 'detached' });
  });

  it('reveals a hint on demand', async () => {
    await page.keyboard.press('h');
    await page.getByRole('complementary', { name: 'Hint' }).waitFor();
    await page.keyboard.press('Shift+H');
    await page.getByRole('complementary', { name: 'Hint' }).waitFor({ state: 'detached' });
  });

  it('has the notes in a second window that follows, and leads', async () => {
    const opening = page.waitForEvent('popup');
    await page.keyboard.press('n');
    notes = await opening;
    await notes.getByRole('region', { name: 'This slide' }).waitFor();
    const position = () => notes.locator('.notes-position').innerText();
    const then = await position();
    await page.keyboard.press('ArrowLeft');
    await eventually('the notes of the slide before', async () => ((await position()) === then ? undefined : true));
    const shown = await where();
    await notes.getByRole('button', { name: 'Previous slide' }).click();
    await eventually('the slide that the notes asked for', async () => ((await where()) === shown ? undefined : true));
  });

  it('runs what is typed into the big terminal', async () => {
    await page.bringToFront();
    await page.keyboard.press('3');
    await eventually('keys for the shell', async () =>
      (await page.evaluate(() => document.activeElement?.closest('.terminal-screen') != null)) ? true : undefined,
    );
    await page.locator('.terminal-screen').click();
    await hasPrompt();
    await page.keyboard.type('echo large > "$HOME/typed"\n');
    await eventually('what the shell wrote', async () =>
      (await readFile(seat.place('home', 'typed'), 'utf8').catch(() => '')).includes('large') ? true : undefined,
    );
    await page.keyboard.press('F6');
  });

  it('leaves everything as it was', async () => {
    await page.keyboard.press('Alt+p');
    await eventually('the view of before', async () => (JSON.stringify(await view()) === JSON.stringify(before) ? true : undefined));
    expect(seat.errors).toEqual([]);
  });
});
