import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../../support/chromium-suite.ts';

describeInChromium('the tabs of the terminals', (open, violationsIn) => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (element?.closest('.terminal-screen') != null) return `in ${element.closest('.terminal-panel')?.getAttribute('aria-label') ?? ''}`;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
  const tab = (page: Page, name: string) => page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab', { name });
  const isDrawn = (page: Page) => page.locator('.terminal-panel .xterm-screen').first().waitFor();
  /** A new terminal is there only once the page hears `open-it`. */
  const openLater = (page: Page) =>
    page.evaluate(() => {
      const [view] = window.model.terminals.store.getState().views;
      if (view === undefined) return;
      const opens = new Promise<typeof view>((resolve) =>
        window.addEventListener('open-it', () => resolve({ ...view, id: 'slow', serial: 2 }), { once: true }),
      );
      window.fake.answer('terminal.open', () => opens);
    });
  const isInView = (page: Page, name: string) =>
    tab(page, name).evaluate((element) => {
      const list = element.parentElement?.getBoundingClientRect();
      const { left, right } = element.getBoundingClientRect();
      return list !== undefined && left >= list.left - 1 && right <= list.right + 1;
    });

  it('give the keys to a terminal with a click, an arrow down or Enter, and keep them on the tabs else', async () => {
    const { page } = await open('terminals-many', { width: 1920, height: 1080 });
    await isDrawn(page);
    await tab(page, 'laptop 3').click();
    await expect.poll(() => focused(page)).toBe('in laptop 3');
    // It is in front already.
    await page.getByRole('button', { name: 'Check now' }).focus();
    await tab(page, 'laptop 3').click();
    await expect.poll(() => focused(page)).toBe('in laptop 3');
    await tab(page, 'laptop 3').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.evaluate(() => window.model.terminals.store.getState().activeId)).toBe('t2');
    expect(await focused(page)).toContain('laptop 2');
    expect(await focused(page)).not.toContain('in laptop');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('in laptop 2');
    await tab(page, 'laptop 2').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('in laptop 2');
  });

  it('ask before Delete takes a terminal with text in it, not before an idle one goes', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    await tab(page, 'laptop 6').focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => calls('terminal.close')).toEqual([{ id: 't7' }]);
    await page.evaluate(() => window.model.terminals.activate('t2', true));
    await expect.poll(() => focused(page)).toBe('in laptop 2');
    await page.evaluate(() => window.fake.print('t2', '$ one\r\ntwo\r\n$ '));
    await expect.poll(() => page.locator('.terminal-panel .xterm-rows').innerText()).toContain('two');
    await tab(page, 'laptop 2').focus();
    await page.keyboard.press('Delete');
    await page.getByText('What laptop 2 shows goes with it.').waitFor();
    expect(await calls('terminal.close')).toHaveLength(1);
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
    await expect.poll(() => calls('terminal.close')).toHaveLength(2);
  });

  it('have the shell that was chosen for new ones, in the menu or the palette', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    const choice = (name: string) => page.getByRole('group', { name: 'New terminals and Run use' }).getByRole('menuitemradio', { name });
    const menu = page.getByRole('button', { name: 'Open a terminal in…' });
    await menu.click();
    expect(await choice('zsh').getAttribute('aria-checked')).toBe('true');
    await choice('bash').click();
    await expect.poll(() => calls('terminal.useShell')).toEqual([{ shell: '/bin/bash' }]);
    await page.keyboard.press('Alt+Shift+P');
    await page.getByRole('combobox').fill('use zsh');
    await page.keyboard.press('Enter');
    await expect.poll(() => calls('terminal.useShell')).toEqual([{ shell: '/bin/bash' }, { shell: '/bin/zsh' }]);
    await menu.click();
    await expect.poll(() => choice('zsh').getAttribute('aria-checked')).toBe('true');
  });

  it('give the keys to a new one although the learner has begun to type before it is there', async () => {
    const { page, calls } = await open('step-fresh');
    await isDrawn(page);
    await openLater(page);
    await page.getByRole('button', { name: 'Reset step' }).focus();
    await page.keyboard.press('Control+Shift+Backquote');
    await page.keyboard.type('lo');
    await page.evaluate(() => window.dispatchEvent(new Event('open-it')));
    await expect.poll(() => focused(page)).toBe('in laptop 2');
    await page.keyboard.type('st');
    await expect.poll(async () => (await calls('terminal.input')).map((input) => (input as { data: string }).data).join('')).toBe('st');
  });

  it('leave the keys in the editor where the learner has gone on to type there before a new one is open', async () => {
    const { page } = await open('step-fresh');
    await isDrawn(page);
    await page.evaluate(() => window.model.showTab('files'));
    await openLater(page);
    const editor = page.locator('.cm-content').first();
    await page.getByRole('button', { name: 'New terminal' }).click();
    await editor.click();
    await page.keyboard.type('a');
    await page.evaluate(() => window.dispatchEvent(new Event('open-it')));
    await expect.poll(() => page.evaluate(() => window.model.terminals.store.getState().activeId)).toBe('slow');
    await page.locator('.terminal-panel .xterm-screen').waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.type('bcd');
    expect(await editor.innerText()).toContain('abcd');
  });

  it('give the keys to a new one that the palette was asked for out of the editor', async () => {
    const { page } = await open('step-fresh');
    await isDrawn(page);
    await page.evaluate(() => window.model.showTab('files'));
    await page.locator('.cm-content').first().click();
    await page.evaluate(() => window.model.screen.setState({ overlay: 'palette' }));
    await page.getByRole('combobox').fill('new terminal', { timeout: 10_000 });
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('in laptop 2');
  });

  it('give the keys to a new one that had to ask about the device’s key first', async () => {
    const { page, calls } = await open('lan-device');
    await isDrawn(page);
    await page.evaluate(() => {
      const { fake, model } = window;
      const [view] = model.terminals.store.getState().views;
      if (view === undefined) return;
      const key = (fingerprint: string) => ({ type: 'ssh-ed25519', fingerprint });
      const question = {
        id: 'q1',
        of: 'device' as const,
        host: '192.168.1.20:22222',
        shown: key('SHA256:new'),
        former: [key('SHA256:old')],
      };
      const answered = new Promise<typeof view>((resolve) =>
        fake.answer('hostKey.answer', () => {
          fake.emit('hostKey.asked', { question: undefined });
          setTimeout(() => resolve({ ...view, id: 'asked', serial: 2 }), 100);
          return undefined;
        }),
      );
      fake.answer('terminal.open', () => {
        fake.emit('hostKey.asked', { question });
        return answered;
      });
    });
    await page.getByRole('button', { name: 'New terminal' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Trust the new key' }).click();
    await expect.poll(() => calls('hostKey.answer')).toEqual([{ id: 'q1', isTrusted: true }]);
    await expect.poll(() => focused(page)).toBe('in laptop 2');
  });

  it('say why one of the last run has no shell, and try again with Enter', async () => {
    const { page, calls } = await open('terminal-not-started');
    await page.getByRole('tab', { name: /^laptop in balenaCloud not started/ }).waitFor();
    const why = page.getByRole('status').filter({ hasText: 'This shell could not be started' });
    expect(await why.innerText()).toContain('api.balena-cloud.com does not answer in time.');
    expect(await page.locator('.terminal-panel:not([hidden]) .xterm-rows').innerText()).toContain('line 119');
    await page.locator('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => calls('terminal.restart')).toEqual([{ id: 't1' }]);
  });

  it('leave the focus on what is left to do when the last one is closed', async () => {
    const { page } = await open('step-fresh');
    await isDrawn(page);
    await page.getByRole('button', { name: 'Close terminal' }).click();
    await expect.poll(() => focused(page)).toBe('Open a terminal');
  });

  it('keep the keys in the terminal when the text is made larger with the mouse, and never lose them', async () => {
    const { page } = await open('step-fresh');
    await isDrawn(page);
    const larger = page.getByRole('button', { name: 'Larger text' });
    await larger.click();
    await expect.poll(() => focused(page)).toBe('in laptop');
    await page.evaluate(() => window.model.layout.change({ terminalFontSize: 31 }));
    await larger.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => window.model.layout.store.getState().terminalFontSize)).toBe(32);
    expect(await focused(page)).toBe('Larger text');
  });

  it('are reached with one wheel and from a list, and keep the one in front in view', async () => {
    const { page } = await open('terminals-many');
    await isDrawn(page);
    await expect.poll(() => isInView(page, 'laptop 6')).toBe(true);
    const list = page.getByRole('tablist', { name: 'Terminals' });
    await expect.poll(() => list.getAttribute('class')).toContain('has-more-after');
    expect(await isInView(page, 'laptop 11')).toBe(false);
    await list.hover();
    await page.mouse.wheel(0, 3000);
    await expect.poll(() => isInView(page, 'laptop 11')).toBe(true);
    await expect.poll(() => list.getAttribute('class')).not.toContain('has-more-after');
    await page.getByRole('button', { name: 'All 12 terminals' }).click();
    // All of it is on the screen, or comes there.
    expect(await page.locator('.terminal-all-list').evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
    const item = page.getByRole('menuitem', { name: 'laptop 4' });
    expect(await item.innerText()).toMatch(/folder-4 · running/);
    await item.click();
    await expect.poll(() => isInView(page, 'laptop 4')).toBe(true);
    await expect.poll(() => focused(page)).toBe('in laptop 4');
    for (const width of [1024, 1920, 1100]) {
      await page.setViewportSize({ width, height: 720 });
      await expect.poll(() => isInView(page, 'laptop 4')).toBe(true);
    }
    await page.setViewportSize({ width: 3840, height: 1000 });
    await expect.poll(() => page.getByRole('button', { name: /^All \d+ terminals/ }).count()).toBe(0);
  });

  it('tell which is in front, on which side, and do not move when a program begins', async () => {
    const { page } = await open('two-terminals');
    await expect.poll(() => page.locator('.terminal-half .xterm-screen').count()).toBe(2);
    const left = page.getByRole('tab', { name: 'left laptop' });
    const right = page.getByRole('tab', { name: 'right laptop 2' });
    const edge = (one: typeof left) => one.evaluate((element) => getComputedStyle(element).borderBottomColor);
    expect(await edge(right)).toBe('rgb(130, 180, 255)');
    expect(await edge(left)).not.toBe(await edge(right));
    const width = () => left.evaluate((element) => element.getBoundingClientRect().width);
    const before = await width();
    await page.evaluate(() => {
      const [view] = window.model.terminals.store.getState().views;
      if (view !== undefined) window.fake.emit('terminal.changed', { ...view, state: 'running' });
    });
    await left.getByLabel('running').waitFor();
    expect(await width()).toBe(before);
  });

  it('are told apart in forced colours, with the dot of a program that runs', async () => {
    const { page } = await open('terminals-marks');
    await page.emulateMedia({ forcedColors: 'active' });
    const ground = (name: string) => tab(page, name).evaluate((element) => getComputedStyle(element).backgroundColor);
    await expect.poll(async () => (await ground('laptop running')) === (await ground('laptop 2'))).toBe(false);
    const dot = tab(page, 'laptop running').locator('.terminal-tab-dot');
    expect(await dot.evaluate((element) => parseFloat(getComputedStyle(element).borderTopWidth))).toBeGreaterThan(2);
  });

  it('tell what happened in the back until they are looked at, and where they are', async () => {
    const { page } = await open('terminals-marks', { width: 1920, height: 1080 });
    await isDrawn(page);
    await tab(page, 'laptop 2').getByLabel('failed with exit code 2').waitFor();
    await tab(page, 'laptop 3').getByLabel('finished').waitFor();
    await tab(page, 'laptop 4').getByLabel('bell').waitFor();
    await tab(page, 'laptop 5').getByLabel('running, new output').waitFor();
    await page.evaluate(() => {
      window.fake.print('t6', 'something\r\n');
      window.fake.print('t3', '\u0007');
    });
    await tab(page, 'laptop 6').getByLabel('running, new output').waitFor();
    await tab(page, 'laptop 3').getByLabel('bell').waitFor();
    await tab(page, 'laptop 2').hover();
    await page
      .locator('.tip')
      .getByText('This laptop; balena commands go to: Practice device · /home/ada/Fleetlab · at its prompt, failed with exit code 2')
      .waitFor();
    await tab(page, 'laptop 2').click();
    await expect.poll(() => tab(page, 'laptop 2').getByRole('img').count()).toBe(0);
    await page.getByRole('button', { name: 'New terminal' }).click();
    await expect.poll(() => tab(page, 'laptop 2').getByRole('img').count()).toBe(0);
  });

  it('are closed by their own cross, without coming to the front', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    await tab(page, 'laptop 5').hover();
    await tab(page, 'laptop 5').locator('.terminal-tab-close').click();
    await expect.poll(() => calls('terminal.close')).toEqual([{ id: 't5' }]);
    expect(await page.evaluate(() => window.model.terminals.store.getState().activeId)).toBe('t7');
  });

  it('are renamed with a double click or F2, and have their own name again without one', async () => {
    const { page, calls } = await open('terminals-many');
    await isDrawn(page);
    await tab(page, 'laptop 6').dblclick();
    await page.getByRole('textbox', { name: 'Name of laptop 6' }).fill('the build');
    await page.keyboard.press('Enter');
    await tab(page, 'the build').waitFor();
    await expect
      .poll(async () => (await calls('app.saveLayout')).at(-1))
      .toMatchObject({ terminals: { active: 't7', names: { t7: 'the build' } } });
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of the build' }).fill('never');
    await page.keyboard.press('Escape');
    await tab(page, 'the build').waitFor();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of the build' }).fill('');
    await page.keyboard.press('Enter');
    await tab(page, 'laptop 6').waitFor();
  });

  it('are led by keys from within a terminal, and all of it is in the palette', async () => {
    const { page, calls } = await open('two-terminals');
    await expect.poll(() => focused(page)).toBe('in laptop 2');
    await page.keyboard.press('Alt+Shift+O');
    await expect.poll(() => focused(page)).toBe('in laptop');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await expect.poll(() => focused(page)).toBe('in laptop 2');
    await page.keyboard.press('Alt+Shift+D');
    await expect.poll(() => page.locator('.terminal-half').count()).toBe(0);
    await page.keyboard.press('Alt+Shift+P');
    const field = page.getByRole('combobox', { name: 'Search and commands' });
    const offers = async (words: string, title: string) => {
      await field.fill(words);
      await page.getByRole('option', { name: title }).first().waitFor();
    };
    for (const [words, title] of [
      ['with bash', 'New terminal with bash'],
      ['service main', 'New terminal in service main'],
      ['host os', 'New terminal in the host OS'],
      ['split', 'Split the terminal'],
      ['restart', 'Restart terminal laptop 2'],
      ['close', 'Close terminal laptop 2'],
      ['clear', 'Clear the terminal'],
      ['search in', 'Search in the terminal'],
      ['larger', 'Terminal: larger text'],
      ['smaller', 'Terminal: smaller text'],
      ['screen reader', 'Terminal: screen reader mode on'],
      ['next terminal', 'Next terminal'],
      ['go to', 'Go to terminal laptop'],
    ] as const)
      await offers(words, title);
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('in laptop');
    await page.keyboard.press('Control+Shift+Backquote');
    await expect.poll(() => focused(page)).toBe('in laptop 3');
    await page.keyboard.press('Alt+Shift+W');
    await expect.poll(() => calls('terminal.close')).toHaveLength(1);
    expect(await calls('terminal.input')).toEqual([]);
    // The default is offered where the size is another one.
    await page.evaluate(() => window.model.layout.change({ terminalFontSize: 20 }));
    await page.keyboard.press('Alt+Shift+P');
    await offers('default text', 'Terminal: default text size (13, now 20)');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => window.model.layout.store.getState().terminalFontSize)).toBe(13);
  });

  it('have the keys again after a reload of the page, where they had them', async () => {
    const { page } = await open('step-fresh');
    await isDrawn(page);
    await tab(page, 'laptop').click();
    await expect.poll(() => focused(page)).toBe('in laptop');
    await page.reload();
    await expect.poll(() => focused(page)).toBe('in laptop');
    await page.getByRole('button', { name: 'Check now' }).focus();
    await page.reload();
    await isDrawn(page);
    await page.waitForTimeout(300);
    expect(await focused(page)).not.toBe('in laptop');
  });

  it('name the lesson’s command that runs there', async () => {
    const { page } = await open('terminals-marks');
    await isDrawn(page);
    await page.evaluate(() => {
      const step = window.model.place()?.step;
      const block = step?.blocks.find(({ kind }) => kind === 'command');
      if (step === undefined || block?.kind !== 'command') return;
      window.fake.emit('block.changed', {
        stepId: step.id,
        run: { blockId: block.id, state: 'running', startedAt: 0, terminalId: 't1' },
      });
    });
    await page.getByRole('button', { name: 'Restart terminal' }).click();
    await page.getByText('balena device logs 7cf02a6 --tail runs in laptop. It ends, and the shell starts anew.').waitFor();
  });

  it.each(['terminals-many', 'terminals-marks', 'terminals-found'])('have no accessibility faults: %s', async (scene) => {
    expect(await violationsIn(scene)).toEqual([]);
  });
});
