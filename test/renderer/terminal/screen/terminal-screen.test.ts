import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../../../tools/setup/chromium.mjs';
import { launchChromium } from '../../../support/chromium.ts';
import { screenMark, type ScreenMark } from '../../../../src/shared/screen-marks.ts';
import { fakeKey } from '../../support/fake-bridge.ts';
import { describeInChromium } from '../../support/chromium-suite.ts';
import { openGallery } from '../../support/gallery-server.ts';
import type { ScenePage } from '../../support/open-scene.ts';

describeInChromium('the terminal on the screen', (open) => {
  let scene: ScenePage;
  let page: Page;

  beforeEach(async () => {
    scene = await open('step-fresh');
    page = scene.page;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('.terminal-panel .xterm-screen').waitFor();
    // The scene's own text would only be in the way.
    await print('\u001bc');
  });

  const print = (data: string) => page.evaluate((text) => window.fake.print('t1', text), data);
  const mark = (what: ScreenMark) => screenMark(fakeKey, what);
  const rows = () => page.locator('.terminal-panel .xterm-rows');
  const shows = (text: string) => expect.poll(() => rows().innerText()).toContain(text);
  const focus = () => page.locator('.terminal-panel textarea').focus();
  const dialog = () => page.getByRole('alertdialog').or(page.getByRole('dialog'));

  /** Clicks on a character of the first line, with Ctrl held as links want it. */
  async function click(column: number, modifiers: ('Control' | 'Shift')[] = ['Control']): Promise<void> {
    const place = await page.locator('.terminal-panel .xterm-screen').boundingBox();
    const columns = await page.evaluate(
      () =>
        (window.fake.calls.findLast(({ name }) => name === 'terminal.resize')?.input as { size: { columns: number } } | undefined)?.size
          .columns ?? 80,
    );
    if (place === null) throw new Error('it is not on the screen');
    const at = { x: place.x + ((column + 0.5) * place.width) / columns, y: place.y + 8 };
    await page.mouse.move(at.x - 2, at.y);
    await page.mouse.move(at.x, at.y);
    await page.waitForTimeout(200);
    for (const key of modifiers) await page.keyboard.down(key);
    await page.mouse.click(at.x, at.y);
    for (const key of modifiers) await page.keyboard.up(key);
  }

  it('blinks without an animation, which would hold each echo back for a frame, and stands still where one types', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.reload();
    await page.waitForFunction(() => window.sceneIsReady);
    await page.locator('.terminal-panel .xterm-screen').waitFor();
    await print('\u001bc$ ');
    const cursor = page.locator('.terminal-panel .xterm-cursor');
    const colour = () => cursor.evaluate((element) => getComputedStyle(element).backgroundColor);
    await focus();
    await cursor.and(page.locator('.xterm-cursor-blink')).waitFor();
    const there = await colour();
    await expect.poll(colour, { timeout: 10_000 }).not.toBe(there);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await print('x');
    await expect.poll(colour, { interval: 20 }).toBe(there);
    await expect.poll(colour, { timeout: 10_000 }).not.toBe(there);
    await page.locator('.terminal-panel textarea').blur();
    await expect.poll(() => page.locator('.terminal-panel [data-cursor]').count()).toBe(0);
  });

  it('takes a flood in without drawing each frame, and draws for whoever presses a key', async () => {
    await print('$ ');
    await shows('$');
    await focus();
    const field = () => page.locator('.terminal-panel textarea').evaluate(({ style }) => style.left);
    // No time passes, so neither is the next frame of a flood due, nor is the flood over. Its begin may be drawn.
    const flood = (words: string) =>
      page.evaluate(async (text) => {
        const bytes = () =>
          window.fake.calls
            .filter(({ name }) => name === 'terminal.acknowledge')
            .reduce((sum, { input }) => sum + (input as { bytes: number }).bytes, 0);
        const now = performance.now();
        performance.now = () => now;
        const earlier = bytes();
        for (let piece = 0; piece < 10; piece += 1) {
          window.fake.print('t1', `${'x'.repeat(39_980)}\r\n${text} ${piece}`);
          for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
        }
        return bytes() - earlier;
      }, words);
    await flood('the first words');
    const before = await field();
    const taken = await flood('the last words');
    expect(taken).toBeGreaterThan(300_000);
    expect(await rows().innerText()).not.toContain('the last words 9');
    expect(await field()).toBe(before);
    await page.keyboard.press('a');
    await shows('the last words 9');
    expect(await field()).not.toBe(before);
  });

  it('asks before it opens a link, and opens what it may', async () => {
    await print('https://docs.balena.io/learn more');
    await shows('docs.balena.io');
    // Who clicks to type there is not asked.
    await click(5, []);
    await page.locator('.terminal-link-hint', { hasText: 'Ctrl+click opens the link' }).waitFor();
    expect(await dialog().count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await click(5);
    await dialog().getByText('Open this address?').waitFor();
    expect(await dialog().innerText()).toContain('https://docs.balena.io/learn');
    expect(await scene.calls('app.openExternal')).toEqual([]);
    await dialog().getByRole('button', { name: 'Open' }).click();
    await expect.poll(() => scene.calls('app.openExternal')).toEqual([{ url: 'https://docs.balena.io/learn' }]);
  });

  it('tells what to do where the link could not be opened', async () => {
    await print('https://docs.balena.io/learn more');
    await shows('docs.balena.io');
    await page.evaluate(() =>
      window.fake.answer('app.openExternal', () => {
        throw Object.assign(new Error('No browser could be opened.'), { code: 'no-browser', action: 'Copy the address.' });
      }),
    );
    await click(5);
    await dialog().getByRole('button', { name: 'Open' }).click();
    await page.locator('.terminal-problem').getByText('No browser could be opened.').waitFor({ timeout: 10_000 });
    expect(scene.errors).toEqual([]);
  });

  it('shows where a link really leads, and opens no address but http', async () => {
    await print('\u001b]8;;https://example.org/elsewhere\u0007https://docs.balena.io\u001b]8;;\u0007');
    await shows('docs.balena.io');
    await click(5);
    await dialog().getByText('https://example.org/elsewhere').waitFor();
    await dialog().getByRole('heading', { name: 'Fleetlab does not open this address' }).waitFor();
    expect(await dialog().getByRole('button', { name: 'Open' }).count()).toBe(0);
    expect(await dialog().getByRole('button', { name: 'Show Requests' }).count()).toBe(0);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await print('\u001bc\u001b]8;;file:///etc/passwd\u0007file:///etc/passwd\u001b]8;;\u0007');
    await shows('file:///etc');
    await click(5);
    expect(await dialog().count()).toBe(0);
  });

  it('searches from the newest match upwards, and stays where it was found', async () => {
    await print(Array.from({ length: 200 }, (_, line) => `line ${line} of the log\r\n`).join(''));
    await focus();
    await page.keyboard.press('Control+Shift+F');
    const search = page.getByRole('search');
    const said = () => search.getByRole('status').innerText();
    const current = () => page.locator('.xterm-find-result-decoration[style*=outline]:visible').count();
    await search.getByRole('searchbox').fill('line 19');
    await expect.poll(said).toBe('1 of 11');
    await shows('line 199 of');
    await expect.poll(current).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(said).toBe('2 of 11');
    for (let press = 0; press < 9; press += 1) await page.keyboard.press('Enter');
    await expect.poll(said).toBe('11 of 11');
    await shows('line 19 of');
    await page.keyboard.press('Shift+Enter');
    await expect.poll(said).toBe('10 of 11');
    await search.getByRole('searchbox').fill('no such words');
    await expect.poll(said).toBe('nothing found');
    await search.getByRole('searchbox').fill('line 7 of');
    await expect.poll(said).toBe('1 of 1');
    await page.keyboard.press('Escape');
    expect(await search.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.waitForTimeout(300);
    await shows('line 7 of');
  });

  it('searches by case and by expression, says what is none, and does not number thousands', async () => {
    await print(`Error 1\r\nerror 2\r\n${'dot\r\n'.repeat(1500)}`);
    await focus();
    await page.keyboard.press('Control+Shift+F');
    const search = page.getByRole('search');
    const said = () => search.getByRole('status').innerText();
    const field = search.getByRole('searchbox');
    await field.fill('dot');
    await expect.poll(said).toBe('1,000+ found');
    await field.fill('error');
    await expect.poll(said).toBe('1 of 2');
    await search.getByRole('button', { name: 'Match case' }).click();
    await expect.poll(said).toBe('1 of 1');
    await search.getByRole('button', { name: 'Regular expression' }).click();
    await field.fill('^.rror [0-9]');
    await expect.poll(said).toBe('1 of 2');
    await field.fill('(');
    await expect.poll(said).toBe('not an expression');
    expect(scene.errors).toEqual([]);
  });

  it('searches from what is in view where one has scrolled up', async () => {
    await print(Array.from({ length: 200 }, (_, line) => `line ${line} of the log\r\n`).join(''));
    await focus();
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+PageUp');
    await page.waitForTimeout(100);
    const seen = await rows().innerText();
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('searchbox', { name: 'Search for' }).fill('of the log');
    const status = page.getByRole('search').getByRole('status');
    await expect.poll(() => status.innerText()).toMatch(/^\d+ of 200$/);
    expect(parseInt(await status.innerText(), 10)).toBeGreaterThan(15);
    // Nothing has moved: the nearest one is in view.
    expect(await rows().innerText()).toBe(seen);
  });

  it('searches for what is selected', async () => {
    await print('precious words, precious little');
    await shows('little');
    const place = await page.locator('.terminal-panel .xterm-screen').boundingBox();
    await page.mouse.dblclick((place?.x ?? 0) + 20, (place?.y ?? 0) + 8);
    await page.keyboard.press('Control+Shift+F');
    await expect.poll(() => page.getByRole('searchbox', { name: 'Search for' }).inputValue()).toBe('precious');
    await expect.poll(() => page.getByRole('search').getByRole('status').innerText()).toMatch(/of 2$/);
  });

  it('copies what is selected, and hands Ctrl+C to the program', async () => {
    await print('precious words');
    await shows('precious');
    const place = await page.locator('.terminal-panel .xterm-screen').boundingBox();
    await page.mouse.dblclick((place?.x ?? 0) + 20, (place?.y ?? 0) + 8);
    await page.keyboard.press('Control+Shift+C');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('precious');
    await page.evaluate(() => navigator.clipboard.writeText(''));
    const interrupts = async () => (await scene.calls('terminal.input')).filter((input) => (input as { data: string }).data === '\u0003');
    await page.keyboard.press('Control+C');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('precious');
    await expect.poll(() => page.getByTestId('live-region').innerText()).toBe('Copied.');
    expect(await interrupts()).toEqual([]);
    await page.keyboard.press('Control+C');
    await expect.poll(interrupts).toEqual([{ id: 't1', data: '\u0003' }]);
  });

  it('interrupts with Ctrl+C where a program has the mouse, whatever is selected', async () => {
    await print('precious words');
    await shows('precious');
    const place = await page.locator('.terminal-panel .xterm-screen').boundingBox();
    await page.mouse.dblclick((place?.x ?? 0) + 20, (place?.y ?? 0) + 8);
    await print('\u001b[?1000h more');
    await shows('more');
    await page.keyboard.press('Control+C');
    await expect.poll(() => scene.calls('terminal.input')).toContainEqual({ id: 't1', data: '\u0003' });
  });

  it('asks about an address of the device in words that agree, and leads to Requests', async () => {
    await print('http://10.42.0.7/ answers');
    await shows('10.42.0.7');
    await click(5);
    await dialog().getByRole('heading', { name: 'Fleetlab does not open this address' }).waitFor();
    expect(await dialog().innerText()).toContain('an address of the practice device');
    await dialog().getByRole('button', { name: 'Show Requests' }).click();
    await expect.poll(() => page.getByRole('tab', { name: 'Requests', selected: true }).count()).toBe(1);
  });

  it('offers one line only where it is the same command', async () => {
    const pasting = async (text: string) => {
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await focus();
      await page.keyboard.press('Control+Shift+V');
      await dialog().getByRole('button', { name: 'Paste', exact: true }).waitFor();
      expect(await dialog().innerText()).toContain('laptop');
      expect(await dialog().innerText()).toContain('A shell may run each line as soon as it has it.');
    };
    await pasting('cd somewhere\nrm -r it\n');
    expect(await dialog().getByRole('button', { name: 'Paste as one line' }).count()).toBe(0);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await pasting('echo \\\n  one\n');
    await dialog().getByRole('button', { name: 'Paste as one line' }).click();
    await expect.poll(() => scene.calls('terminal.input')).toContainEqual({ id: 't1', data: 'echo   one' });
  });

  it('sends what was typed while the replay was not there or not drawn yet, in its order, and no answers to questions of the past', async () => {
    await page.evaluate(() => {
      const replay = new Promise((resolve) => window.addEventListener('replay-it', resolve)).then(() => ({
        data: `${'an old line\r\n'.repeat(40_000)}\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b[?6n\x1b[?1004h\x1b[?2004$p\x1b[4$pthe end`,
        size: { columns: 100, rows: 16 },
        key: 'key',
      }));
      window.fake.answer('terminal.replay', () => replay);
      void window.model.terminals.open({ kind: 'laptop' });
    });
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.keyboard.type('ls');
    await page.evaluate(() => navigator.clipboard.writeText(' one'));
    await page.keyboard.press('Control+Shift+V');
    await page.keyboard.press('ArrowLeft');
    // What an input method or an emoji picker writes is no key.
    await page.keyboard.insertText('é');
    await page.evaluate(() => window.dispatchEvent(new Event('replay-it')));
    await page.keyboard.press('Enter');
    await shows('the end');
    const typed = async () => ((await scene.calls('terminal.input')) as { data: string }[]).map(({ data }) => data).join('');
    await expect.poll(typed).toBe('ls one\u001b[Dé\r');
    // What is asked from now on is answered.
    await page.evaluate(() => window.fake.print('t2', '\x1b[5n'));
    await expect.poll(typed).toBe('ls one\u001b[Dé\r\u001b[0n');
  });

  it('starts an ended terminal again with Enter', async () => {
    await page.evaluate(() => {
      const [view] = window.model.terminals.store.getState().views;
      if (view !== undefined) window.fake.emit('terminal.changed', { ...view, state: 'ended', exitCode: 1 });
    });
    await page.getByText('Enter starts it again.').waitFor();
    await focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => scene.calls('terminal.restart')).toEqual([{ id: 't1' }]);
  });

  it('clears what was printed but for the prompt, and types nothing', async () => {
    await print(`${'an old line\r\n'.repeat(50)}$ half a line`);
    await shows('half a line');
    await focus();
    await page.keyboard.press('Alt+Shift+K');
    await expect.poll(() => rows().innerText()).not.toContain('an old line');
    await shows('$ half a line');
    expect(await scene.calls('terminal.input')).toEqual([]);
  });

  it('tells of new output below, and goes there by a button or a key', async () => {
    await print('line\r\n'.repeat(100));
    await focus();
    await page.keyboard.press('Shift+PageUp');
    const button = page.getByRole('button', { name: 'New output' });
    expect(await button.count()).toBe(0);
    await print('the newest line\r\n');
    await button.click();
    await shows('the newest line');
    await expect.poll(() => button.count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await page.keyboard.press('Shift+PageUp');
    await print('one more\r\n');
    await button.waitFor();
    await page.keyboard.press('Control+Shift+End');
    await shows('one more');
  });

  it('marks how each command ended, and goes from prompt to prompt', async () => {
    await print(`\x1b]7531;another-key;P\x07`);
    for (const [line, exitCode] of [
      ['works', 0],
      ['fails', 3],
    ] as const)
      await print(`$ ${mark('P')}\r\n$ ${mark('P')}${line}\r\n${mark('C')}${'out\r\n'.repeat(60)}${mark(`D;${exitCode}`)}`);
    await print(`$ ${mark('P')}`);
    await focus();
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => rows().innerText()).toMatch(/^\$ fails/);
    await expect.poll(() => page.locator('.prompt-mark.is-failed[title^="Exit code 3"]:visible').count()).toBe(1);
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => rows().innerText()).toMatch(/^\$ works/);
    await expect.poll(() => page.locator('.prompt-mark.is-ok:visible').count()).toBe(1);
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await expect.poll(() => rows().innerText()).toMatch(/^\$ fails/);
    expect(await scene.calls('terminal.input')).toEqual([]);
  });

  it('tells at a mark how its command ended, when it began and how long it took, and takes one that was stopped for no failure', async () => {
    const beganAt = new Date().setHours(0, 0, 1, 0);
    const marks = page.locator('.prompt-mark:visible');
    for (const [line, exitCode] of [
      ['fails', 127],
      ['is stopped', 130],
    ] as const)
      await print(`$ ${mark('P')}${line}\r\n${mark('C')}${mark(`D;${exitCode};${beganAt};3210`)}`);
    await print(`$ ${mark('P')}`);
    await expect.poll(() => page.locator('.prompt-mark.is-stopped:visible').count()).toBe(1);
    const words = 'Exit code 127 (not found) after 3.2 s, began at 00:00:01';
    await marks.and(page.getByTitle(words)).click();
    await page.getByRole('menu', { name: 'Command' }).getByText(words).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect
      .poll(() => page.locator('[aria-live]').allInnerTexts())
      .toContainEqual(expect.stringContaining('$ is stopped: Exit code 130'));
  });

  it('has its marks again after a reload', async () => {
    const again = await open('terminals-past');
    const shown = again.page.locator('.terminal-panel .xterm-rows');
    const marks = (kind: string) => again.page.locator(`.prompt-mark.${kind}:visible`).count();
    await again.page.locator('.terminal-panel textarea').focus();
    await again.page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => shown.innerText()).toMatch(/^\S* ❯ balena push Nothing/);
    await expect.poll(() => marks('is-failed')).toBe(1);
    await again.page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => shown.innerText()).toMatch(/^\S* ❯ balena whoami/);
    await expect.poll(() => marks('is-ok')).toBe(1);
  });

  it('is cleared where main says so, and marks what runs at the prompt that is left', async () => {
    await print(`$ ${mark('P')}works\r\n${mark('C')}out\r\n${mark('D;0')}$ ${mark('P')}`);
    await page.evaluate(() => window.model.terminals.command('clear'));
    await expect.poll(() => rows().innerText()).toMatch(/^\$\s*$/);
    expect(await scene.calls('terminal.clear')).toEqual([{ id: 't1' }]);
    await print(`fails\r\n${mark('C')}${mark('D;3')}$ ${mark('P')}`);
    await expect.poll(() => page.locator('.prompt-mark:visible').count()).toBe(1);
  });

  it('pastes a line at once, and several only after a question, as one paste', async () => {
    await print('\u001b[?2004h');
    await page.evaluate(() => navigator.clipboard.writeText('echo one'));
    await focus();
    await page.keyboard.press('Control+Shift+V');
    await expect.poll(() => scene.calls('terminal.input')).toContainEqual({ id: 't1', data: '\u001b[200~echo one\u001b[201~' });
    await page.evaluate(() => navigator.clipboard.writeText('echo one\u001b[201~\nrm -rf ~\n'));
    await page.keyboard.press('Control+Shift+V');
    await dialog().getByText('A shell takes it as one paste, and runs all of it when you press Enter.').waitFor({ timeout: 10_000 });
    await dialog().getByRole('button', { name: 'Paste', exact: true }).click();
    const inputs = (await scene.calls('terminal.input')) as { data: string }[];
    // An end of the paste in the text itself must not let the rest run.
    expect(inputs.at(-1)?.data.indexOf('\u001b[201~')).toBe((inputs.at(-1)?.data.length ?? 0) - 6);
  });

  it('keeps text readable on its ground, whatever colour a program asks for', async () => {
    await print('\u001b[30mblack\u001b[0m \u001b[38;2;20;25;30mdark\u001b[0m \u001b[97;107mwhite on white\u001b[0m');
    await shows('white on white');
    const contrasts = await page.evaluate(() => {
      const numbers = (colour: string) => (/(\d+), (\d+), (\d+)/.exec(colour)?.slice(1) ?? []).map(Number);
      // WCAG 2.2, relative luminance.
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = numbers(colour).map((value) =>
          value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
        );
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const region = document.querySelector('.terminal-region');
      const ground = region === null ? '' : getComputedStyle(region).backgroundColor;
      return [...document.querySelectorAll('.terminal-panel .xterm-rows span')]
        .filter((span) => /black|dark|white/.test(span.textContent))
        .map((span) => {
          const { color, backgroundColor } = getComputedStyle(span);
          const values = [luminance(color), luminance(/, 0\)$/.test(backgroundColor) ? ground : backgroundColor)].sort(
            (one, other) => other - one,
          );
          return ((values[0] ?? 0) + 0.05) / ((values[1] ?? 0) + 0.05);
        });
    });
    expect(contrasts.length).toBeGreaterThanOrEqual(3);
    for (const contrast of contrasts) expect(contrast).toBeGreaterThanOrEqual(4.4);
  });

  it('asks before it ends a program, by its tab’s name, and gives the keys to the terminal that is left', async () => {
    const split = await open('two-terminals');
    const question = split.page.getByRole('dialog');
    await expect.poll(() => split.page.locator('.terminal-half .xterm-screen').count()).toBe(2);
    await split.page.evaluate(() => {
      const { views } = window.model.terminals.store.getState();
      for (const view of views) window.fake.emit('terminal.changed', { ...view, state: 'running' });
    });
    await split.page.getByRole('button', { name: 'Restart terminal' }).click();
    await question.getByText('A program runs in laptop 2. It ends, and the shell starts anew.').waitFor();
    expect(await split.calls('terminal.restart')).toEqual([]);
    await split.page.keyboard.press('Enter');
    await expect.poll(() => question.count()).toBe(0);
    expect(await split.calls('terminal.restart')).toEqual([]);
    await split.page.locator('.terminal-tab[aria-selected=true]').focus();
    await split.page.keyboard.press('Delete');
    await question.getByText('A program runs in laptop 2. It ends with its terminal.').waitFor();
    await question.getByRole('button', { name: 'End it and close' }).click();
    await expect.poll(() => split.calls('terminal.close')).toHaveLength(1);
    await expect.poll(() => split.page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
  });

  it('fills each half of a split, and follows it when the text grows', async () => {
    const split = await open('two-terminals');
    const halves = split.page.locator('.terminal-half');
    await expect.poll(() => halves.locator('.xterm-screen').count()).toBe(2);
    const rooms = () => halves.evaluateAll((all) => all.map((half) => half.getBoundingClientRect().bottom));
    const screens = () => halves.locator('.xterm-screen').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
    const gaps = async () => {
      const bottoms = await screens();
      return (await rooms()).map((bottom, index) => Math.round(bottom - (bottoms[index] ?? 0)));
    };
    // Less than a row is left below.
    const areFull = async () => (await gaps()).every((gap) => gap >= 0 && gap < 40);
    await expect.poll(areFull).toBe(true);
    for (let step = 0; step < 4; step += 1) await split.page.getByRole('button', { name: 'Larger text' }).click();
    await expect.poll(areFull).toBe(true);
  });

  it('tells the shell its size when the text grows', async () => {
    const columns = async () =>
      ((await scene.calls('terminal.resize')) as { size: { columns: number } }[]).at(-1)?.size.columns ?? Infinity;
    const before = await columns();
    for (let step = 0; step < 4; step += 1) await page.getByRole('button', { name: 'Larger text' }).click();
    await expect.poll(columns).toBeLessThan(before === Infinity ? 120 : before);
  });
});

describe.skipIf(findChromium() === undefined)('drawing with WebGL', () => {
  it('goes on with the DOM when the graphics card is lost', async () => {
    const gallery = await openGallery();
    const browser = await launchChromium(['--use-angle=swiftshader', '--enable-unsafe-swiftshader']);
    try {
      const page = await browser.newPage();
      // As if a card drew it: this browser draws in software, which the terminal would not use.
      await page.addInitScript(() => {
        const own = Reflect.get(WebGL2RenderingContext.prototype, 'getParameter') as (name: number) => unknown;
        WebGL2RenderingContext.prototype.getParameter = function (name: number) {
          return name === 0x9246 ? 'A graphics card' : own.call(this, name);
        };
      });
      await page.goto(gallery.address('step-fresh'));
      await page.waitForFunction(() => window.sceneIsReady);
      const canvases = page.locator('.terminal-panel .xterm-screen canvas');
      await expect.poll(() => canvases.count()).toBeGreaterThan(0);
      expect(await page.locator('.terminal-panel .xterm-rows').count()).toBe(0);
      await page.evaluate(() => {
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.terminal-panel canvas'))
          canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      });
      await page.locator('.terminal-panel .xterm-rows').waitFor({ timeout: 15_000 });
      await page.evaluate(() => window.fake.print('t1', '\u001bcstill shown'));
      await expect.poll(() => page.locator('.terminal-panel .xterm-rows').innerText()).toContain('still shown');
    } finally {
      await browser.close();
      await gallery.close();
    }
  });
});
