import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';
import { presenterScenes } from '../support/presenter-scenes.ts';
import { scenes } from '../support/scenes.ts';

describeInChromium('presenter mode', (open, violationsIn) => {
  const said = (page: Page): Promise<string> => page.getByTestId('live-region').innerText();
  const slide = (page: Page) => page.getByRole('region', { name: 'Slide' });
  const where = (page: Page): Promise<string> => page.locator('.presenter-where').innerText();
  const terminalField = (page: Page) => page.locator('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea');
  const isTyping = (page: Page) => page.evaluate(() => document.activeElement?.closest('.terminal-screen') != null);

  it('begins with Alt+P at the learner’s step, and pages as a clicker does', async () => {
    const { page, calls } = await open('restart-loop');
    await page.keyboard.press('Alt+p');
    await slide(page).waitFor();
    expect(await where(page)).toContain('2.2 Restarts · 1 of');
    expect(await said(page)).toContain('Presenter mode. 2.2 Restarts, slide 1 of');
    await page.keyboard.press('PageDown');
    expect(await where(page)).toContain('· 2 of');
    expect(await said(page)).toContain('2.2 Restarts, slide 2 of');
    for (const key of ['ArrowLeft', 'Space', 'PageUp']) await page.keyboard.press(key);
    expect(await where(page)).toContain('· 1 of');
    await page.keyboard.press('Alt+.');
    expect(await where(page)).toContain('2.3');
    await page.keyboard.press('Home');
    expect(await slide(page).getByRole('list', { name: 'Plan' }).getByRole('listitem').count()).toBe(1);
    // Where the learner is, and how far, is nobody's business here.
    expect(await calls('course.go')).toEqual([]);
  });

  it('puts the learner’s view back exactly', async () => {
    const { page, calls } = await open('restart-loop');
    await terminalField(page).waitFor({ state: 'attached' });
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.locator('.cm-content').waitFor();
    await page.getByRole('separator', { name: 'Width of the lesson' }).focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
    await page.locator('.lesson-page').evaluate((element) => element.scrollTo({ top: 90 }));
    await page.getByRole('button', { name: 'Larger text' }).click();
    const button = page.getByRole('button', { name: 'Check now' });
    await button.focus();
    const picture = () =>
      page.evaluate(() => ({
        rectangles: [...document.querySelectorAll('[data-panel], .terminal-screen, .xterm-screen')].map((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return [left, top, width, height].map(Math.round).join(' ');
        }),
        scroll: document.querySelector('.lesson-page')?.scrollTop,
        tab: document.querySelector('.workbench-tab[data-active]')?.textContent,
        focus: document.activeElement?.getAttribute('aria-label'),
        fontSize: getComputedStyle(document.querySelector('.xterm-rows') ?? document.body).fontSize,
        layout: window.model.layout.store.getState(),
        terminal: window.model.terminals.store.getState().activeId,
        file: window.model.files.store.getState().open,
      }));
    await page.waitForTimeout(300);
    const before = await picture();
    await page.keyboard.press('Alt+p');
    await slide(page).waitFor();
    for (const key of ['PageDown', '3', 'F6', '2', 'h', '4', 'b', 'b', '5', 'Alt+.', 'PageDown', 'PageDown'])
      await page.keyboard.press(key);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(200);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.keyboard.press('Escape');
    await slide(page).waitFor({ state: 'detached' });
    await expect.poll(picture).toEqual(before);
    const sizes = (await calls('terminal.resize')) as { size: { columns: number; rows: number } }[];
    expect(sizes.some(({ size }) => size.columns === 87 || size.columns < 90)).toBe(true);
    for (const name of ['course.go', 'course.hint', 'course.answer']) expect(await calls(name), name).toEqual([]);
  });

  it('comes back to the slide that was left', async () => {
    const { page } = await open('restart-loop');
    await page.getByRole('button', { name: 'Presenter mode' }).click();
    await slide(page).waitFor();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Alt+p');
    await slide(page).waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Presenter mode');
    await page.keyboard.press('Alt+p');
    await slide(page).waitFor();
    expect(await where(page)).toContain('· 3 of');
  });

  it('holds the answer back until H', async () => {
    const { page, calls } = await open('presenter-quiz');
    expect(await slide(page).innerText()).not.toContain('right');
    await page.keyboard.press('h');
    expect(await slide(page).getByText('The restart policy of a single service is always.').isVisible()).toBe(true);
    expect(await said(page)).toContain('The answer: It is started again, every time.');
    await page.keyboard.press('Shift+H');
    expect(await slide(page).innerText()).not.toContain('right');
    expect(await calls('course.answer')).toEqual([]);
  });

  it('reveals hints one by one, and Escape hides them before it leaves', async () => {
    const { page } = await open('presenter-checks');
    await page.keyboard.press('h');
    expect(await page.getByRole('complementary', { name: 'Hint' }).innerText()).toContain('A nudge');
    await page.keyboard.press('h');
    expect(await page.getByRole('complementary', { name: 'Hint' }).innerText()).toContain('The answer');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('complementary', { name: 'Hint' }).count()).toBe(0);
    expect(await slide(page).count()).toBe(1);
  });

  it('is black with B, and the next key of a clicker shows the slide again', async () => {
    const { page } = await open('presenter-terminal');
    await page.keyboard.press('b');
    const pixel = await page.evaluate(() => {
      const top = document.elementFromPoint(640, 300);
      return top === null ? '' : getComputedStyle(top).backgroundColor;
    });
    expect(pixel).toBe('rgb(0, 0, 0)');
    const before = await where(page);
    await page.keyboard.press('PageDown');
    expect(await page.locator('.presenter-blank').count()).toBe(0);
    expect(await where(page)).toBe(before);
  });

  it('gives keys to the shell, but a clicker’s and F6', async () => {
    const { page, calls } = await open('presenter-text-terminal');
    await page.keyboard.press('F6');
    await expect.poll(() => isTyping(page)).toBe(true);
    await page.keyboard.type('b1h.');
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => (await calls('terminal.input')).map((input) => (input as { data: string }).data).join(''))
      .toBe('b1h.\u001b');
    await page.keyboard.press('F6');
    await expect.poll(() => isTyping(page)).toBe(false);
    await page.keyboard.press('F6');
    await expect.poll(() => isTyping(page)).toBe(true);
    await page.keyboard.press('PageUp');
    expect(await where(page)).toContain('· 1 of');
    // That slide has no terminal: the keys are the presenter's again.
    await expect.poll(() => isTyping(page)).toBe(false);
  });

  it('leaves paging to a program that fills the terminal', async () => {
    const { page, calls } = await open('presenter-terminal');
    await page.evaluate(() => window.fake.print('t1', '\u001b[?1049h\u001b[H1 of many lines'));
    await page.keyboard.press('3');
    await expect.poll(() => isTyping(page)).toBe(true);
    await page.waitForFunction(() => document.querySelector('.terminal-screen')?.getAttribute('data-screen') === 'alternate');
    const before = await where(page);
    await page.keyboard.press('PageDown');
    expect(await where(page)).toBe(before);
    await expect
      .poll(async () => (await calls('terminal.input')).map((input) => (input as { data: string }).data).join(''))
      .toContain('\u001b[6~');
  });

  it('has type of 24 pixels in the terminal at 1280x720, and as much more on a larger screen', async () => {
    for (const [width, height, least] of [
      [1280, 720, 24],
      [1920, 1080, 36],
    ] as const) {
      const { page, calls } = await open('presenter-terminal', { width, height });
      await expect.poll(async () => (await calls('terminal.resize')).length).toBeGreaterThan(0);
      await page.waitForTimeout(300);
      const { columns } = ((await calls('terminal.resize')).at(-1) as { size: { columns: number } }).size;
      // A character of JetBrains Mono is 0.6 of its size wide; cells are whole pixels.
      const cell = (await page.locator('.xterm-screen').evaluate((screen) => screen.clientWidth)) / columns;
      expect(Math.ceil(cell)).toBeGreaterThanOrEqual(Math.floor(least * 0.6));
    }
  });

  it('covers names and tokens wherever the terminal is scrolled to', async () => {
    const { page } = await open('presenter-text-terminal');
    const covered = () =>
      page.evaluate(() => {
        const { width = 1, height = 1 } = document.querySelector('.xterm-screen')?.getBoundingClientRect() ?? {};
        return [...document.querySelectorAll<HTMLElement>('.secret-cover')].map((cover) => [
          Math.round((parseFloat(cover.style.top) / 100) * (height / cover.getBoundingClientRect().height)),
          Math.round((cover.getBoundingClientRect().width / width) * 100),
        ]);
      });
    const below = await covered();
    expect(below.length).toBeGreaterThan(2);
    await page.locator('.terminal-screen').hover();
    for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -300);
    // The first line is the prompt: user@host and the home folder.
    await expect.poll(async () => (await covered()).filter(([row]) => row === 0).length).toBe(2);
    expect(JSON.stringify(await covered())).not.toBe(JSON.stringify(below));
    await page.keyboard.press('Alt+p');
    await slide(page).waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.secret-cover').count()).toBe(0);
  });

  it('draws each frame of a flood, so that what is covered is what is on the screen', async () => {
    const { page } = await open('presenter-text-terminal');
    await page.evaluate(async () => {
      const now = performance.now();
      performance.now = () => now;
      for (let piece = 0; piece < 10; piece += 1) {
        window.fake.print('t1', `${'x'.repeat(39_980)}\r\nwhoever@example.com ${piece}`);
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(() => page.locator('.xterm-rows').innerText()).toContain('whoever@example.com 9');
    await expect.poll(() => page.locator('.secret-cover').count()).toBeGreaterThan(0);
  });

  it('runs the step’s next command, and shows the terminal where it runs', async () => {
    const { page, calls } = await open('presenter-edit');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => calls('block.run')).toEqual([{ stepId: 'restarts', blockId: 'logs', whenBusy: 'refuse', terminalId: 't1' }]);
    await page.locator('[data-layout=text-terminal]').waitFor();
  });

  it('runs its clock, says how late it is, and keeps it', async () => {
    const { page, calls } = await open('presenter-slide');
    expect(await page.locator('.presenter-time').innerText()).toMatch(/\d+ min behind\s+38:[1-5]\d/);
    await page.keyboard.press('c');
    const panel = page.getByRole('dialog', { name: 'Plan and clock' });
    expect(await panel.getByRole('list', { name: 'Plan by section' }).getByRole('listitem').count()).toBe(5);
    expect(await panel.getByText('you are here').count()).toBe(1);
    expect(await panel.getByRole('button', { name: 'Reset to zero' }).count()).toBe(0);
    await page.keyboard.press('s');
    await panel.getByRole('button', { name: 'Reset to zero' }).click();
    expect(await panel.innerText()).toContain('0:00');
    await page.keyboard.press('Escape');
    await expect
      .poll(async () => ((await calls('app.saveLayout')).at(-1) as { classClock?: unknown } | undefined)?.classClock)
      .toEqual({ elapsed: 0 });
  });

  it('shows the whole network beside the text, at every size of the screen', async () => {
    const { page } = await open('presenter-text-picture-network');
    const outside = () =>
      page.locator('.net-stage').evaluate((stage) => {
        const { left, right, top, bottom } = stage.getBoundingClientRect();
        return [...stage.querySelectorAll('[data-box]')].flatMap((box) => {
          const at = box.getBoundingClientRect();
          return at.left < left || at.right > right || at.top < top || at.bottom > bottom ? [box.getAttribute('data-box')] : [];
        });
      });
    for (const size of [
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
      { width: 1024, height: 768 },
    ]) {
      await page.setViewportSize(size);
      await expect.poll(outside, { message: `at ${size.width}` }).toEqual([]);
      await expect.poll(() => page.locator('.net-overview').count(), { message: 'nothing lies over it' }).toBe(0);
    }
  });

  it('has its keys in the map', async () => {
    const { page } = await open('presenter-slide');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog', { name: 'Keyboard' }).innerText()).toContain('Blank screen');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });
    expect(await slide(page).count()).toBe(1);
  });

  it('never makes code smaller than 18 px, and reads on before it turns the page', async () => {
    const { page } = await open('presenter-edit');
    const place = await where(page);
    await page.evaluate(() => {
      const text = document.querySelector('.slide .diff');
      for (let line = 0; line < 30; line += 1) text?.append(text.firstElementChild?.cloneNode(true) ?? '');
      window.dispatchEvent(new Event('resize'));
    });
    await page.locator('.slide-more').waitFor();
    // As drawn: how wide the letters of a line are that is not broken, each 0.6 of its size in the mono face.
    const size = await page
      .locator('.slide .diff-text', { hasText: 'infinity' })
      .first()
      .evaluate((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        return (range.getClientRects()[0]?.width ?? 0) / (line.textContent.length * 0.6);
      });
    expect(size).toBeGreaterThanOrEqual(17.9);
    await page.keyboard.press('PageDown');
    expect(await where(page)).toBe(place);
    expect(await page.locator('.slide-frame').evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(100);
    for (let turn = 0; turn < 6 && (await where(page)) === place; turn += 1) await page.keyboard.press('PageDown');
    expect(await where(page)).not.toBe(place);
  });

  it('needs no scrolling on any slide, with readable type', async () => {
    const { page } = await open('presenter-cover');
    const seen: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      const found = await page.evaluate(() => {
        const frame = document.querySelector('.slide-frame');
        const fit = parseFloat(document.querySelector<HTMLElement>('.slide-content')?.style.getPropertyValue('--fit') ?? '1');
        return {
          over: frame === null ? 0 : frame.scrollHeight - frame.clientHeight,
          fit,
          place: document.querySelector('.presenter-where')?.textContent ?? '',
        };
      });
      expect(found.over, found.place).toBeLessThanOrEqual(1);
      expect(found.fit, found.place).toBeGreaterThanOrEqual(0.75);
      if (seen.at(-1) === found.place && count > 5) break;
      seen.push(found.place);
      await page.keyboard.press('PageDown');
      await page.waitForTimeout(30);
    }
    expect(seen.length).toBeGreaterThan(10);
  });

  it.each(
    Object.keys(
      presenterScenes(
        scenes['restart-loop']?.state ??
          (() => {
            throw new Error('no scene');
          }),
      ),
    ),
  )('%s has no accessibility fault, and contrast of 7:1', async (name) => {
    // Colours of the dark theme are measured one by one in presenter-tokens.test.ts.
    const moreRules = name.includes('notes') ? [] : ['color-contrast-enhanced'];
    expect(await violationsIn(name, { moreRules })).toEqual([]);
  });
});
