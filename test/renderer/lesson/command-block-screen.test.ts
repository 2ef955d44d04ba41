import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { BlockRun } from '../../../src/shared/course/progress.ts';
import { describeInChromium } from '../support/chromium-suite.ts';

const busy = { code: 'terminal-busy', message: 'A program runs there.', action: 'Wait, or run it elsewhere.' };

describeInChromium('a command block', (open) => {
  const blockOf = (page: Page, id: string) => page.locator(`.lesson-page [data-block=${id}]`);
  const runOf = (page: Page, id: string) => blockOf(page, id).getByRole('button', { name: /^Run:/ });
  const tell = (page: Page, run: BlockRun) =>
    page.evaluate((given) => window.fake.emit('block.changed', { stepId: 'restarts', run: given }), run);
  const hasFocus = (page: Page, id: string) => runOf(page, id).evaluate((element) => element === document.activeElement);
  const frontTab = (page: Page) => page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab', { selected: true }).innerText();
  const scrollTop = (page: Page) => page.locator('.lesson-page').evaluate((element) => (element.scrollTop = 0));
  /** What of the block is in view, as a part of it. */
  const seen = (page: Page, id: string) =>
    blockOf(page, id).evaluate((element) => {
      const page = element.closest('.lesson-page')?.getBoundingClientRect();
      const { top, bottom } = element.getBoundingClientRect();
      if (page === undefined) return 0;
      return (Math.min(bottom, page.bottom) - Math.max(top, page.top)) / (bottom - top);
    });

  describe('tells where it runs', () => {
    it('by the tab’s name, which leads there, where there are several terminals', async () => {
      const { page } = await open('command-going');
      expect((await frontTab(page)).trim()).toBe('laptop');
      await blockOf(page, 'push').getByText('in laptop 3').click();
      await expect.poll(async () => (await frontTab(page)).trim()).toBe('laptop 3');
      await page.evaluate(() => window.fake.emit('terminal.closed', { id: 't3' }));
      await expect
        .poll(() =>
          blockOf(page, 'push')
            .getByText(/^in laptop/)
            .count(),
        )
        .toBe(0);
      expect(await blockOf(page, 'logs').getByText('in laptop 2').count()).toBe(1);
      await page.evaluate(() => window.fake.emit('terminal.closed', { id: 't1' }));
      await expect
        .poll(() =>
          blockOf(page, 'logs')
            .getByText(/^in laptop/)
            .count(),
        )
        .toBe(0);
    });

    it('and hands the focus on when that terminal is closed', async () => {
      const { page } = await open('command-going');
      await blockOf(page, 'push').getByText('in laptop 3').focus();
      await page.evaluate(() => window.fake.emit('terminal.closed', { id: 't3' }));
      await expect.poll(() => hasFocus(page, 'push')).toBe(true);
    });
  });

  it('is drawn as it is to be typed, and so is the terminal: no two signs become one', async () => {
    const { page } = await open('command-going');
    const ligatures = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).fontVariantLigatures);
    expect(await ligatures('.lesson-page [data-block=logs] code')).toBe('none');
    await page.locator('.xterm').first().waitFor();
    expect(await ligatures('.xterm')).toBe('none');
  });

  it('that waits says for what, and looks unlike one that runs', async () => {
    const { page } = await open('command-waiting');
    await blockOf(page, 'push').getByText('waiting for main, which is being replaced').waitFor();
    expect(await blockOf(page, 'push').locator('.turning, .command-going').count()).toBe(0);
    await tell(page, { blockId: 'push', state: 'running', startedAt: Date.now() });
    await expect.poll(() => blockOf(page, 'push').locator('.turning').count()).toBe(1);
  });

  it('without end that goes on looks as running as it is, and Run leads to its terminal', async () => {
    const { page, calls } = await open('command-going');
    await blockOf(page, 'logs')
      .getByText(/^keeps running, 1 min/)
      .waitFor();
    expect(await runOf(page, 'logs').locator('.turning').count()).toBe(1);
    expect(await runOf(page, 'logs').getAttribute('aria-disabled')).toBeNull();
    await runOf(page, 'logs').click();
    await expect.poll(async () => (await frontTab(page)).trim()).toBe('laptop 2');
    await expect
      .poll(() => page.getByTestId('live-region').innerText())
      .toBe('balena device logs 7cf02a6 --tail is running already in laptop 2.');
    expect(await calls('block.run')).toEqual([]);
  });

  it('that was stopped is no failure, and keeps its exit code for who asks', async () => {
    const { page } = await open('command-waiting');
    const block = blockOf(page, 'logs');
    expect(await block.locator('.run-state').innerText()).toMatch(/^stopped\W+exit code 130$/);
    expect(await block.getByLabel('Failed').count()).toBe(0);
    await block.getByText('stopped').hover();
    await page.locator('.tip').getByText('exit code 130').waitFor();
  });

  it('that was stopped does not open its output', async () => {
    const { page } = await open('restart-loop');
    const run = { blockId: 'push', state: 'done', exitCode: 130, output: 'one\ntwo', startedAt: 1 } as const;
    await tell(page, { ...run, isStopped: true });
    expect(await blockOf(page, 'push').locator('details').getAttribute('open')).toBeNull();
    await tell(page, { ...run, startedAt: 2 });
    await expect.poll(() => blockOf(page, 'push').locator('details[open]').count()).toBe(1);
  });

  it('says what of its output is left out', async () => {
    const { page } = await open('command-ended');
    await blockOf(page, 'push').getByText('Output, last 613 of 3,001 lines; all of it is in the terminal').waitFor();
  });

  describe('is brought into view', () => {
    it.each(['restart-loop', 'command-refused'])('with Ctrl+Enter, with its notice (%s)', async (scene) => {
      const { page } = await open(scene, { height: 480 });
      await tell(page, { blockId: 'logs', state: 'done', exitCode: 0 });
      await scrollTop(page);
      expect(await seen(page, 'push')).toBeLessThan(0);
      await page.keyboard.press('Control+Enter');
      if (scene === 'command-refused') await page.getByRole('button', { name: 'Wait for it' }).waitFor();
      await expect.poll(() => seen(page, 'push')).toBe(1);
    });

    it('from the palette', async () => {
      const { page } = await open('restart-loop', { height: 480 });
      await page.getByRole('button', { name: 'Hint', exact: true }).focus();
      await scrollTop(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('balena push');
      await page.keyboard.press('Enter');
      await expect.poll(() => seen(page, 'push')).toBe(1);
    });

    it('when its notice opens after a click', async () => {
      const { page } = await open('command-refused', { height: 480 });
      const run = runOf(page, 'logs');
      // Its lower edge is where the page ends.
      await blockOf(page, 'logs').evaluate((element) => element.scrollIntoView({ block: 'end' }));
      await run.click();
      await page.getByRole('button', { name: 'Wait for it' }).waitFor();
      await expect.poll(() => seen(page, 'logs')).toBe(1);
    });

    it('but not in the learner’s own view while slides lie over it', async () => {
      const { page } = await open('restart-loop', { height: 480 });
      await page.evaluate(() => window.model.screen.setState({ isPresenting: true }));
      await page.getByRole('main', { name: 'Presenter' }).waitFor();
      await page.evaluate((problem) => window.model.lesson.store.setState({ problems: { 'restarts/push': problem } }), busy);
      await page.locator('.lesson-page .note').waitFor({ state: 'attached' });
      await page.waitForTimeout(200);
      expect(await page.locator('.lesson-page').evaluate((element) => element.scrollTop)).toBe(0);
    });
  });

  it('loses its notice once its terminal is free, and keeps the keyboard', async () => {
    const { page } = await open('terminal-busy');
    await page.getByRole('button', { name: 'Wait for it' }).focus();
    await page.evaluate(() => window.fake.emit('block.free', { stepId: 'restarts', blockId: 'logs' }));
    await page.locator('.note').waitFor({ state: 'detached' });
    expect(await hasFocus(page, 'logs')).toBe(true);
  });

  it.each(['Run in a new terminal', 'Wait for it', 'Interrupt it'])('gives the focus to Run after “%s”', async (name) => {
    const { page, calls } = await open('terminal-busy');
    await page.evaluate(() => window.fake.answer('block.run', () => ({ terminalId: 't1' })));
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await calls('block.run')).length).toBe(1);
    expect(await hasFocus(page, 'logs')).toBe(true);
    await tell(page, { blockId: 'logs', state: 'waiting', waitsFor: 'a free terminal' });
    await tell(page, { blockId: 'logs', state: 'running', startedAt: 1 });
    expect(await hasFocus(page, 'logs')).toBe(true);
  });

  it.each<BlockRun>([
    { blockId: 'push', state: 'running', startedAt: 1 },
    { blockId: 'push', state: 'waiting' },
  ])('gives the focus to Run when there is nothing to stop any more ($state)', async (run) => {
    const { page, calls } = await open('restart-loop');
    await tell(page, run);
    await blockOf(page, 'push')
      .getByRole('button', { name: /^Stop:/ })
      .focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => calls('block.cancel')).toHaveLength(1);
    await tell(page, { blockId: 'push', state: 'idle' });
    await blockOf(page, 'push')
      .getByRole('button', { name: /^Stop:/ })
      .waitFor({ state: 'detached' });
    expect(await hasFocus(page, 'push')).toBe(true);
  });

  it.each(['presenter-text-terminal', 'presenter-text-picture'])(
    'keeps its size on a slide, with all of it in its frame (%s)',
    async (scene) => {
      const { page } = await open(scene);
      const card = page.locator('.slide [data-block=logs] .command');
      const box = () => card.evaluate((element) => element.getBoundingClientRect().toJSON() as { right: number; height: number });
      const fresh = await box();
      await tell(page, { blockId: 'logs', state: 'sent', startedAt: Date.now() - 725_000, terminalId: 't1' });
      await card.getByText(/^keeps running/).waitFor();
      expect(await box()).toEqual(fresh);
      const stop = await card.getByRole('button', { name: /^Stop:/ }).evaluate((element) => element.getBoundingClientRect().right);
      expect(stop).toBeLessThan(fresh.right);
    },
  );

  it('has a notice that is a group by what it asks', async () => {
    const { page } = await open('terminal-busy');
    const group = page.getByRole('group', { name: 'A program runs there.' });
    expect(await group.getByRole('button').allInnerTexts()).toEqual(['Run in a new terminal', 'Wait for it', 'Interrupt it']);
  });

  it.each([
    [1280, 720],
    [1920, 1080],
  ])('keeps its size and its lines whatever becomes of it, at %i x %i', async (width, height) => {
    const { page } = await open('two-terminals', { width, height });
    const measure = () =>
      page.evaluate(() =>
        ['logs', 'push'].map((id) => {
          const card = document.querySelector(`[data-block=${id}] .command`);
          const text = card?.querySelector('.command-text');
          return [card?.getBoundingClientRect().height, text?.getBoundingClientRect().height, text?.getBoundingClientRect().width];
        }),
      );
    const fresh = await measure();
    const at = { startedAt: Date.now() - 725_000, terminalId: 't2' };
    const states: Omit<BlockRun, 'blockId'>[] = [
      { state: 'waiting' },
      { state: 'waiting', waitsFor: 'main, which is being replaced' },
      { state: 'running', ...at },
      { state: 'sent', ...at },
      { state: 'done', exitCode: 0, milliseconds: 725_000, ...at },
      { state: 'done', exitCode: 126, milliseconds: 725_000, ...at },
      { state: 'done', exitCode: 130, isStopped: true, milliseconds: 5, ...at },
      { state: 'lost', ...at },
    ];
    for (const state of states) {
      for (const blockId of ['logs', 'push']) await tell(page, { blockId, ...state });
      await page.waitForTimeout(50);
      expect(await measure(), JSON.stringify(state)).toEqual(fresh);
    }
  });
});
