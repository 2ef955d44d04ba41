import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { describeInChromium } from './support/chromium-suite.ts';
import { scenes } from './support/scenes.ts';

describeInChromium('the screen', (open, violationsIn) => {
  const said = (page: Page): Promise<string> => page.getByTestId('live-region').innerText();
  const focusIn = (page: Page): Promise<string | undefined> =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']);
  const terminalField = (page: Page) => page.locator('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea');

  describe('names that stay stable', () => {
    it('begins with one button, and then shows its regions', async () => {
      const { page, calls } = await open('first-start');
      expect(await page.getByRole('button').count()).toBe(1);
      await page.getByRole('button', { name: 'Begin' }).click();
      for (const name of ['Lesson', 'Workbench', 'Terminal', 'Device']) await page.getByRole('region', { name, exact: true }).waitFor();
      expect(await calls('app.begin')).toHaveLength(1);
    });

    it('has steps, checks, tabs and the environment by their names', async () => {
      const { page } = await open('device-waits');
      const steps = page.getByRole('navigation', { name: 'Steps' }).getByRole('link');
      expect(await steps.count()).toBe(3);
      expect(await page.locator('[aria-current=step]').innerText()).toContain('2.1');
      const checks = await page.getByRole('list', { name: 'Checks' }).getByRole('listitem').allInnerTexts();
      expect(checks.map((text) => /(passed|not yet|cannot tell)$/.exec(text.trim())?.[0])).toEqual([
        'passed',
        'passed',
        'not yet',
        'not yet',
      ]);
      expect(await page.getByRole('region', { name: 'Workbench' }).getByRole('tab').allInnerTexts()).toEqual([
        'Device',
        'Network',
        'Lifecycle',
        'Volumes',
        'Layers',
        'Files',
        'Requests',
      ]);
      expect(await page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab').count()).toBe(1);
      await page.getByRole('button', { name: /^Environment: Practice device/ }).waitFor();
      for (const name of [
        'Run: balena push SingleService',
        'Copy: balena push SingleService',
        'Hint',
        'Show me',
        'Do it for me',
        'Reset step',
        'Previous step',
        'Next step',
      ])
        expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(1);
    });
  });

  describe('the keyboard', () => {
    it('goes around the regions with F6, out of the terminal too', async () => {
      const { page } = await open('restart-loop');
      await terminalField(page).waitFor({ state: 'attached' });
      const seen: (string | undefined)[] = [];
      for (const key of ['F6', 'F6', 'F6', 'F6', 'Shift+F6']) {
        await page.keyboard.press(key);
        seen.push(await focusIn(page));
      }
      expect(seen).toEqual(['lesson', 'workbench', 'terminal', 'lesson', 'terminal']);
      await page.keyboard.press('Control+Backquote');
      expect(await focusIn(page)).toBe('lesson');
    });

    it('is where it was, in a whole region as well, when a dialog has closed', async () => {
      const { page } = await open('restart-loop');
      const holder = () => page.evaluate(() => document.activeElement?.getAttribute('data-region') ?? document.activeElement?.textContent);
      await page.keyboard.press('F6');
      expect(await holder()).toBe('lesson');
      for (const key of ['?', 'Control+k']) {
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await expect.poll(holder, { message: key }).toBe('lesson');
      }
      await page.getByRole('button', { name: 'Hint' }).focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(holder).toBe('Hint');
    });

    it('runs the next command with Ctrl+Enter, and leaves the focus where it is', async () => {
      const { page, calls } = await open('device-waits');
      await page.getByRole('tab', { name: 'Files' }).focus();
      await page.keyboard.press('Control+Enter');
      await expect
        .poll(() => calls('block.run'))
        .toEqual([{ stepId: 'build-and-deploy', blockId: 'register', whenBusy: 'refuse', terminalId: 't1' }]);
      expect(await focusIn(page)).toBe('workbench');
    });

    it('leaves to the shell what shells use', async () => {
      const { page, calls } = await open('restart-loop');
      await terminalField(page).focus();
      for (const key of ['Alt+.', 'Control+k', 'F6']) await page.keyboard.press(key);
      await expect
        .poll(async () => (await calls('terminal.input')).map((input) => (input as { data: string }).data))
        .toEqual(['\u001b.', '\u000b']);
      expect(await calls('course.go')).toEqual([]);
    });

    it('finds and does things with Ctrl+K', async () => {
      const { page, calls } = await open('restart-loop');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search and commands' }).fill('persist');
      expect(await page.getByRole('option', { selected: true }).innerText()).toContain('Persistent data');
      await page.keyboard.press('Enter');
      await expect.poll(() => calls('course.go')).toEqual([{ stepId: 'data-survives' }]);
      await page.getByRole('heading', { name: /Persistent data/ }).waitFor();
    });

    it('shows its map with ?, and goes to the next step with Alt+.', async () => {
      const { page, calls } = await open('restart-loop');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Alt+.');
      await expect.poll(() => calls('course.go')).toEqual([{ stepId: 'data-survives' }]);
    });

    it('is not taken away from the terminal by anything that happens meanwhile', async () => {
      const { page, calls } = await open('restart-loop');
      await terminalField(page).focus();
      await page.keyboard.type('ls');
      await page.evaluate(() => {
        const { facts } = window.model.session.store.getState();
        if (facts === undefined) return;
        window.fake.emit('checks.changed', {
          stepId: 'restarts',
          results: [
            { id: 'steady', verdict: 'passed', message: '' },
            { id: 'command-stays', verdict: 'passed', message: '' },
          ],
        });
        window.fake.emit('lab.changed', { ...facts.lab, readAt: 1 });
        window.fake.emit('block.changed', { stepId: 'restarts', run: { blockId: 'push', state: 'done', exitCode: 0, milliseconds: 5 } });
        window.fake.emit('terminal.changed', {
          id: 't9',
          target: { kind: 'laptop' },
          environment: { id: 'practice', kind: 'practice', name: 'Practice device' },
          title: 'laptop',
          serial: 0,
          state: 'prompt',
        });
      });
      await page.keyboard.type(' -a');
      await expect
        .poll(async () => (await calls('terminal.input')).map((input) => (input as { data: string }).data).join(''))
        .toBe('ls -a');
      expect(await focusIn(page)).toBe('terminal');
    });
  });

  describe('the lesson', () => {
    it('says results aloud', async () => {
      const { page } = await open('restart-loop');
      await page.evaluate(() =>
        window.fake.emit('block.changed', {
          stepId: 'restarts',
          run: { blockId: 'push', state: 'done', exitCode: 1, milliseconds: 2210 },
        }),
      );
      await expect.poll(() => said(page)).toBe('balena push SingleService ended with exit code 1 after 2.2 s.');
      await page.evaluate(() =>
        window.fake.emit('checks.changed', {
          stepId: 'restarts',
          results: [
            { id: 'steady', verdict: 'passed', message: '' },
            { id: 'command-stays', verdict: 'passed', message: '' },
          ],
        }),
      );
      await expect.poll(() => said(page)).toBe('All checks of step 2.2 passed.');
      await page.getByText('2.2 is done.').waitFor();
    });

    it('offers another terminal where one is busy', async () => {
      const { page, calls } = await open('terminal-busy');
      await page.evaluate(() => window.fake.answer('block.run', () => ({ terminalId: 't1' })));
      await page.getByRole('button', { name: 'Run in a new terminal' }).click();
      await expect
        .poll(() => calls('block.run'))
        .toEqual([{ stepId: 'restarts', blockId: 'logs', whenBusy: 'new-terminal', terminalId: 't1' }]);
    });

    it('explains a wrong answer and takes another', async () => {
      const { page, calls } = await open('quiz-wrong');
      await page.getByText('Not quite.').waitFor();
      await page.getByRole('radio', { name: 'It is started again, every time.' }).check();
      await page.getByText('Right.', { exact: true }).waitFor();
      expect(await calls('course.answer')).toEqual([{ stepId: 'restarts', blockId: 'after-the-end', option: 1 }]);
    });

    it('says of an answer that is not the lesson’s what the lesson shows', async () => {
      const { page } = await open('blocks-unexpected');
      const block = page.locator('[data-block="ask"]');
      await block.getByText('Connection refused').waitFor();
      expect(await block.innerText()).toContain(
        'The lesson shows the answer 200. Right after a push, the new container or the program in it may not be ready',
      );
    });

    it('opens hints one by one, or all of them', async () => {
      const { page, calls } = await open('restart-loop');
      await page.getByRole('button', { name: 'Hint', exact: true }).click();
      await page.getByRole('heading', { name: 'A nudge' }).waitFor();
      await page.getByRole('button', { name: 'Show me' }).click();
      await page.getByRole('heading', { name: 'The answer' }).waitFor();
      expect(await calls('course.hint')).toEqual([
        { stepId: 'restarts', count: 1 },
        { stepId: 'restarts', count: 2 },
      ]);
    });

    it('asks before it resets, and does nothing when told so', async () => {
      const { page, calls } = await open('reset-dialog');
      const dialog = page.getByRole('dialog', { name: 'Reset step 2.2?' });
      expect(await dialog.innerText()).toContain('single-service');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await calls('course.reset')).toEqual([]);
      await page.evaluate(() =>
        window.fake.answer('course.reset', () => ({
          stepId: 'restarts',
          environmentId: 'practice',
          kind: 'reset',
          state: 'done',
          message: 'The step is as it began.',
        })),
      );
      await page.getByRole('button', { name: 'Reset step' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Reset step' }).click();
      await page.getByText('The step is as it began.').first().waitFor();
      expect(await calls('course.reset')).toEqual([{ stepId: 'restarts' }]);
    });

    it('offers to undo a reset in its own environment alone, and says where that is', async () => {
      const { page } = await open('restart-loop');
      await page.getByRole('button', { name: 'Reset step' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Reset step' }).click();
      const undo = page.getByRole('button', { name: 'Undo' });
      await undo.waitFor();
      const choose = (id: string) =>
        page.evaluate((chosen) => {
          const facts = window.model.session.store.getState().facts;
          if (facts === undefined) return;
          const cloud = { id: 'cloud', kind: 'balena-cloud', name: 'balenaCloud' } as const;
          const practice = { id: 'practice', kind: 'practice', name: 'practice device' } as const;
          window.fake.emit('environments.changed', { ...facts.environments, chosen, environments: [practice, cloud] });
          window.fake.emit('environment.changed', { ...(chosen === 'cloud' ? cloud : practice), state: 'ready' });
        }, id);
      const inPalette = async () => {
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Search and commands' }).fill('undo the reset');
        const count = await page.getByRole('option', { name: 'Undo the reset' }).count();
        await page.keyboard.press('Escape');
        await page.getByRole('combobox').waitFor({ state: 'detached' });
        return count;
      };
      expect(await inPalette()).toBe(1);
      await choose('cloud');
      await undo.waitFor({ state: 'detached' });
      await page.getByText('To undo it, choose the practice device again.').waitFor();
      expect(await inPalette()).toBe(0);
      await choose('practice');
      await undo.click();
      await page.getByText('Files, cloud and device are as they were.').first().waitFor();
      expect(await undo.count()).toBe(0);
    });

    it('lets long work be cancelled', async () => {
      const { page, calls } = await open('solve-running');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect.poll(() => calls('course.cancelTask')).toHaveLength(1);
    });
  });

  describe('the files', () => {
    it('show an applied edit, which undo takes back', async () => {
      const { page } = await open('files');
      const text = page.getByRole('textbox', { name: /^Text of/ });
      await expect.poll(() => text.innerText()).toContain('CMD ["sleep", "infinity"]');
      expect(await page.locator('.cm-new-line').count()).toBe(1);
      await text.focus();
      await page.keyboard.press('Control+z');
      await expect.poll(() => text.innerText()).toContain('sleep 5');
    });

    it('let Tab pass until somebody works in the text', async () => {
      const { page, calls } = await open('files');
      const text = page.getByRole('textbox', { name: /^Text of/ });
      const isInText = () => text.evaluate((element) => element === document.activeElement);
      await text.focus();
      await page.keyboard.press('Tab');
      expect(await isInText()).toBe(false);
      expect(await calls('workspace.write')).toHaveLength(0);
      await text.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      expect(await isInText()).toBe(true);
      await expect.poll(async () => (await calls('workspace.write')).length).toBeGreaterThan(0);
    });

    it('save what is typed, and keep each file’s text and undo', async () => {
      const { page, calls } = await open('files');
      const text = page.getByRole('textbox', { name: /^Text of/ });
      await text.focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('# mine');
      await expect.poll(async () => (await calls('workspace.write')).length).toBeGreaterThan(0);
      expect(((await calls('workspace.write')).at(-1) as { text: string }).text).toContain('# mine');
      await page.getByText('Saved', { exact: true }).waitFor();
      await page.getByRole('treeitem', { name: 'multicontainer' }).click();
      await page.getByRole('treeitem', { name: 'docker-compose.yml' }).click();
      await expect.poll(() => page.getByRole('textbox', { name: /docker-compose/ }).innerText()).toContain('network_mode: host');
      await page.getByRole('treeitem', { name: 'Dockerfile.template' }).click();
      await expect.poll(() => page.getByRole('textbox', { name: /Dockerfile/ }).innerText()).toContain('# mine');
    });

    it('ask in a conflict, and lose nothing', async () => {
      const { page, calls } = await open('file-conflict');
      await page.getByText('This file changed on disk while you typed.').waitFor();
      expect(await calls('workspace.write')).toEqual([]);
      await page.getByRole('button', { name: 'Take the one on disk' }).click();
      await expect.poll(() => page.getByRole('textbox', { name: /^Text of/ }).innerText()).toContain('infinity');
    });

    it('can be moved through with the arrows', async () => {
      const { page, calls } = await open('files');
      await page.getByRole('treeitem', { name: 'multicontainer' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(async () => (await calls('workspace.read')).at(-1)).toEqual({ path: 'multicontainer/docker-compose.yml' });
    });

    it('come back where their folder was deleted', async () => {
      const { page, calls } = await open('folder-missing');
      await page.getByRole('button', { name: 'Restore the starter files' }).click();
      await expect.poll(() => calls('workspace.restore')).toHaveLength(1);
    });
  });

  describe('the device', () => {
    it('shows a restart loop at a glance, and in words', async () => {
      const { page } = await open('restart-loop');
      const service = page.getByRole('article', { name: 'Service main' });
      expect(await service.innerText()).toMatch(/restart loop[\s\S]*14 restarts/);
      await service.getByRole('img', { name: /was started 1\d times/ }).waitFor();
    });

    it('says at which release its fleet is held, beside the releases and among its own facts, where its own pin counts before', async () => {
      const { page } = await open('fleet-pinned');
      const facts = page.locator('.device-facts');
      expect(await page.getByRole('region', { name: 'Fleet SingleService' }).innerText()).toMatch(/Pinned to\s+b41f0c2/);
      expect(await facts.innerText()).toMatch(/Fleet pinned to\s+b41f0c2/);
      await page.evaluate(() => {
        const lab = window.model.session.store.getState().facts?.lab;
        if (lab?.device !== undefined) window.fake.emit('lab.changed', { ...lab, device: { ...lab.device, pinnedCommit: 'e7705d1c33fa' } });
      });
      await expect.poll(() => facts.innerText()).toMatch(/Pinned to\s+e7705d1/);
      expect(await facts.innerText()).not.toContain('Fleet pinned to');
    });

    it('joins a fleet', async () => {
      const { page, calls } = await open('join-dialog');
      await page.getByRole('radio', { name: /Multistage/ }).check();
      await page.getByRole('button', { name: 'Join Multistage' }).click();
      await expect.poll(() => calls('device.join')).toEqual([{ fleet: 'practice/multistage' }]);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    it('filters its log, and holds it still', async () => {
      const { page } = await open('restart-loop');
      const lines = page.locator('.log-line');
      const all = await lines.count();
      await page.getByRole('button', { name: 'main', exact: true }).click();
      expect(await lines.count()).toBeLessThan(all);
      expect(new Set(await page.locator('.log-source').allInnerTexts())).toEqual(new Set(['main']));
      await page.getByRole('button', { name: 'Pause the log' }).click();
      await page.evaluate(() => {
        const { facts } = window.model.session.store.getState();
        if (facts !== undefined)
          window.fake.emit('lab.changed', {
            ...facts.lab,
            logs: [...facts.lab.logs, { timestamp: Date.now() + 1000, message: 'late', service: 'main', isError: false }],
          });
      });
      await page.getByText('Paused · 1 new line').click();
      await page.getByText('late', { exact: true }).waitFor();
    });

    it('can be restarted where it failed', async () => {
      const { page, calls } = await open('practice-failed');
      await page
        .getByText(/EADDRINUSE/)
        .first()
        .waitFor();
      await page.getByRole('region', { name: 'Device' }).getByRole('button', { name: 'Restart' }).click();
      await expect.poll(() => calls('environment.restart')).toHaveLength(1);
    });
  });

  describe('the terminal', () => {
    it('draws what was printed before, takes in what comes, and tells how much it has shown', async () => {
      const { page, calls } = await open('all-passed');
      await terminalField(page).waitFor({ state: 'attached' });
      await page.evaluate(() => window.fake.print('t1', 'x'.repeat(9000)));
      await expect
        .poll(async () => (await calls('terminal.acknowledge')).reduce<number>((sum, input) => sum + (input as { bytes: number }).bytes, 0))
        .toBe(9000);
      expect(await calls('terminal.replay')).toEqual([{ id: 't1' }]);
      await expect.poll(async () => (await calls('terminal.resize')).length).toBeGreaterThan(0);
    });

    it('opens, searches and closes', async () => {
      const { page, calls } = await open('all-passed');
      await page.getByRole('button', { name: 'New terminal' }).click();
      const tabs = page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
      await expect.poll(() => tabs.count()).toBe(2);
      await tabs.first().click();
      await page.getByRole('button', { name: 'Search in the terminal' }).click();
      await page.getByRole('searchbox', { name: 'Search for' }).fill('no such words');
      await page.getByText('nothing found').waitFor();
      await page.getByRole('searchbox', { name: 'Search for' }).fill('Release');
      await page.getByText('nothing found').waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Open a terminal in…' }).click();
      await page.getByRole('menuitem', { name: 'Service main' }).click();
      await expect.poll(async () => (await calls('terminal.open')).at(-1)).toEqual({ target: { kind: 'service', service: 'main' } });
      await page.getByRole('button', { name: 'Close terminal' }).click();
      await expect.poll(async () => (await calls('terminal.close')).length).toBe(1);
    });

    it('lets no program write to the clipboard', async () => {
      const { page } = await open('all-passed');
      await terminalField(page).waitFor({ state: 'attached' });
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate(() => navigator.clipboard.writeText('before'));
      await page.evaluate(() => window.fake.print('t1', '\u001b]52;c;ZXZpbA==\u0007done'));
      await expect
        .poll(async () => await page.evaluate(() => window.fake.calls.some((call) => call.name === 'terminal.acknowledge')))
        .toBe(true);
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('before');
    });
  });

  describe('the window', () => {
    it('changes its theme and remembers it', async () => {
      const { page, calls } = await open('restart-loop');
      const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      await page.getByRole('button', { name: 'Theme' }).click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
      await expect.poll(ground).not.toBe(light);
      await expect.poll(async () => (await calls('app.saveLayout')).at(-1)).toMatchObject({ theme: 'dark' });
    });

    it('remembers where the dividers are', async () => {
      const { page, calls } = await open('restart-loop');
      await page.getByRole('separator', { name: 'Width of the lesson' }).focus();
      await page.keyboard.press('ArrowRight');
      await expect
        .poll(
          async () => ((await calls('app.saveLayout')).at(-1) as { panels: Record<string, number[]> } | undefined)?.panels['columns']?.[0],
        )
        .toBeGreaterThan(35);
    });

    it('says that main is gone, and what to do; what is behind cannot be used', async () => {
      const { page } = await open('lost');
      await page.getByRole('alertdialog', { name: 'Fleetlab has stopped answering' }).waitFor();
      expect(await page.evaluate(() => document.querySelector<HTMLElement>('.window')?.inert)).toBe(true);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Try now');
      await page.evaluate(() => window.fake.setConnection('connected'));
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    });

    it.each([
      [1024, 640],
      [1280, 720],
      [1920, 1080],
      [3840, 2160],
    ])('holds at %i x %i', async (width, height) => {
      const { page } = await open('restart-loop', { width, height });
      const found = await page.evaluate(() => {
        const box = (name: string): DOMRect | undefined => document.querySelector(name)?.getBoundingClientRect();
        const overflows = (name: string): boolean => {
          const element = document.querySelector(name);
          return element === null || element.scrollWidth > element.clientWidth + 1;
        };
        return {
          wide: ['html', '.top-bar', '.lesson-page', '.step-footer', '.device', '.log-bar', '.terminal-bar'].filter(overflows),
          footer: (box('.step-footer')?.bottom ?? Infinity) <= innerHeight,
          line: (box('.prose')?.width ?? 0) / parseFloat(getComputedStyle(document.documentElement).fontSize),
        };
      });
      expect(found.wide).toEqual([]);
      expect(found.footer).toBe(true);
      // 75 characters of the text face are about 44 rem at its size of one.
      expect(found.line).toBeLessThanOrEqual(44);
    });

    it('moves nothing where reduced motion is asked for', async () => {
      const { page } = await open('practice-starting');
      const slow = await page.evaluate(
        () =>
          document
            .getAnimations()
            .filter((one) => Number(one.effect?.getTiming().duration) > 1 || one.effect?.getTiming().iterations === Infinity).length,
      );
      expect(slow).toBe(0);
      // What measures a text right after it has changed its size (slides, the terminal) must meet the new size.
      const size = await page.evaluate(() => {
        document.body.style.fontSize = '23px';
        return getComputedStyle(document.body).fontSize;
      });
      expect(size).toBe('23px');
    });
  });

  describe('accessibility', () => {
    // The colours of both themes are measured in theme/tokens.test.ts; in the dark, a few whole screens are enough.
    const dark = ['restart-loop', 'all-passed', 'file-conflict', 'reset-dialog', 'practice-failed'].map(
      (scene) => [scene, 'dark'] as const,
    );
    const light = Object.keys(scenes).map((scene) => [scene, 'light'] as const);
    it.each([...light, ...dark])('axe finds nothing in %s, %s', async (scene, theme) => {
      expect(await violationsIn(scene, { theme })).toEqual([]);
    });
  });
});
