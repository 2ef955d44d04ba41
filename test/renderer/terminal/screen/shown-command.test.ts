import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { screenMark, type ScreenMark } from '../../../../src/shared/screen-marks.ts';
import { describeInChromium } from '../../support/chromium-suite.ts';
import { fakeKey } from '../../support/fake-bridge.ts';
import type { ScenePage } from '../../support/open-scene.ts';

describeInChromium('a command of which the mark is clicked', (open) => {
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
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const note = () => page.locator('.terminal-note');
  const ran = (line: string, output: string, exitCode = 0) => `$ ${mark('P')}${line}\r\n${mark('C')}${output}${mark(`D;${exitCode}`)}`;
  const waits = `$ ${mark('P')}`;
  const focus = () => page.locator('.terminal-panel textarea').focus();

  async function copyOutput(): Promise<string> {
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
    await page.keyboard.press('Alt+Shift+Y');
    await expect.poll(copied).not.toBe('nothing was copied');
    return copied();
  }

  it('is copied before the next prompt is there, without what the shell draws first', async () => {
    await print(`$ ${mark('P')}printf 'one\\nhalf'\r\n${mark('C')}one\r\nhalf${mark('D;3')}\u001b[2m⏎\u001b[m`);
    await page.locator('.prompt-mark.is-failed').waitFor();
    await focus();
    expect(await copyOutput()).toBe('one\nhalf');
  });

  it('is copied, its output or itself, and put at the prompt again for the learner to send off', async () => {
    await print(`${ran('balena whoami', 'learner\r\n')}${ran('balena push Nothing', 'Application not found\r\nNothing\r\n', 1)}${waits}`);
    const failed = page.locator('.prompt-mark.is-failed');
    const choose = async (name: string) => {
      await failed.click();
      await page.getByRole('menu', { name: 'Command' }).getByRole('menuitem', { name }).click();
    };
    await choose('Copy its output');
    await expect.poll(copied).toBe('Application not found\nNothing');
    await expect.poll(() => note().innerText()).toBe('Output copied: 2 lines.');
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
    await choose('Copy the command');
    await expect.poll(copied).toBe('balena push Nothing');
    await choose('Put it at the prompt again');
    await expect.poll(() => scene.calls('terminal.suggest')).toEqual([{ id: 't1', line: 'balena push Nothing' }]);
    expect(await scene.calls('terminal.input')).toEqual([]);
    await failed.click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('menu').count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('xterm-helper-textarea');
  });

  it('is not put where a program runs, and has no output to copy where it printed nothing', async () => {
    await print(`${ran('true', '')}${waits}sleep 100\r\n${mark('C')}`);
    await page.evaluate(() => {
      const view = window.model.terminals.store.getState().views.find(({ id }) => id === 't1');
      if (view !== undefined) window.fake.emit('terminal.changed', { ...view, state: 'running' });
    });
    await page.locator('.prompt-mark').click();
    const item = (name: string) => page.getByRole('menuitem', { name });
    await expect.poll(() => item('Put it at the prompt again').getAttribute('aria-disabled')).toBe('true');
    expect(await item('It printed nothing').getAttribute('aria-disabled')).toBe('true');
    expect(await item('Copy the command').getAttribute('aria-disabled')).not.toBe('true');
  });

  it('is copied by key: the newest one, the one that was gone to, and one that still runs', async () => {
    await print(`${ran('one', 'a line of the first\r\n'.repeat(60))}${ran('two', '2\r\n')}${waits}`);
    await focus();
    expect(await copyOutput()).toBe('2');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(() => rows().innerText()).toMatch(/^\$ one/);
    expect((await copyOutput()).split('\n')).toEqual(Array.from({ length: 60 }, () => 'a line of the first'));
    await print(`three\r\n${mark('C')}so far\r\nand fur`);
    await page.keyboard.press('Control+Shift+End');
    expect(await copyOutput()).toBe('so far\nand fur');
  });

  it('says so where no command is known, where nothing was printed, and where it was typed in several lines', async () => {
    await focus();
    await page.keyboard.press('Alt+Shift+Y');
    await expect.poll(() => note().innerText()).toBe('No command is known here.');
    await print(`${ran('true', '')}${waits}`);
    await page.keyboard.press('Alt+Shift+Y');
    await expect.poll(() => note().innerText()).toBe('It printed nothing.');
    await print(`echo 'a\r\n> b'\r\n${mark('C')}a\r\nb\r\n${mark('D;0')}${waits}`);
    expect(await copyOutput()).toBe('a\nb');
    await page.evaluate(() => window.model.terminals.command('copy-command'));
    await expect.poll(() => note().innerText()).toMatch(/^It was typed in several lines/);
  });

  it('is read without what belongs to prompts: their lines above, one at the right edge, zsh’s sign for a line without an end', async () => {
    const columns = await page.evaluate(
      () => (window.fake.calls.findLast(({ name }) => name === 'terminal.resize')?.input as { size: { columns: number } }).size.columns,
    );
    const rich = `\x1b[J\r\n in a folder\r\n❯ ${mark('P')}`;
    await print(`${rich}\x1b7\x1b[${columns - 5}G12:00\x1b8echo  'b   c'\r\n${mark('C')}b   c\r\n`);
    await print(`\x1b[1m\x1b[7m%\x1b[27m\x1b[0m${' '.repeat(columns - 1)}\r \r${mark('D;0')}${rich}`);
    await print(`printf c\r\n${mark('C')}c\x1b[1m\x1b[7m%\x1b[27m\x1b[0m${' '.repeat(columns - 1)}\r \r${mark('D;0')}${rich}`);
    await focus();
    expect(await copyOutput()).toBe('c');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    expect(await copyOutput()).toBe('b   c');
    await page.evaluate(() => window.model.terminals.command('copy-command'));
    await expect.poll(copied).toBe(`echo  'b   c'`);
  });

  it('is all of the line where the terminal was cleared while it was typed', async () => {
    const copyCommand = async (): Promise<string> => {
      await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
      await page.evaluate(() => window.model.terminals.command('copy-command'));
      await expect.poll(copied).not.toBe('nothing was copied');
      return copied();
    };
    await print(`${ran('true', '')}${waits}balena push ${mark('X')}`);
    await expect.poll(() => rows().innerText()).toMatch(/^\$ balena push\s*$/);
    await print(`MyFleet\r\n${mark('C')}pushed\r\n${mark('D;0')}${waits}`);
    await page.locator('.prompt-mark').waitFor();
    await focus();
    expect(await copyCommand()).toBe('balena push MyFleet');
    expect(await copyOutput()).toBe('pushed');
  });

  it('is none where nothing was sent at a prompt that was cleared in the first row', async () => {
    await print(`${waits}${mark('X')}\r\n${waits}`);
    await page.evaluate(() => window.model.terminals.command('copy-output'));
    await expect.poll(() => note().innerText()).toBe('No command is known here.');
  });

  it('is not copied where clearing the terminal took a part of it', async () => {
    await print(`${waits}echo ${'long '.repeat(60)}`);
    await print(mark('X'));
    await print(`end\r\n${mark('C')}long\r\n${mark('D;0')}${waits}`);
    await page.locator('.prompt-mark').waitFor();
    await page.evaluate(() => window.model.terminals.command('copy-command'));
    await expect.poll(() => note().innerText()).toMatch(/cleared in part/);
  });

  it('is gone where the terminal was reset', async () => {
    await print(`${ran('one', '1\r\n')}${waits}reset\r\n${mark('C')}\u001bc`);
    await print(`${mark('D;0')}${waits}`);
    await focus();
    await page.keyboard.press('Alt+Shift+Y');
    await expect.poll(() => note().innerText()).toBe('No command is known here.');
    await print(`two\r\n${mark('C')}2\r\n${mark('D;0')}${waits}`);
    expect(await copyOutput()).toBe('2');
  });

  it('is the same at each width of the screen', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '好', '🐳', '-'), maxLength: 300 });
    const command = fc.record({ lines: fc.array(line, { maxLength: 4 }), hasEnd: fc.boolean() });
    await focus();
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 4 }), async (commands) => {
        await print('\u001bc');
        await expect.poll(() => rows().innerText()).toMatch(/^\s*$/);
        const outputs = commands.map(({ lines, hasEnd }) => `${lines.join('\r\n')}${hasEnd ? '\r\n' : ''}`);
        await print(`${outputs.map((output, index) => ran(`command ${index}`, output)).join('')}${waits}`);
        // All of it is drawn: a key that comes before goes to another command.
        await expect.poll(() => rows().innerText()).toMatch(/\$\s*$/);
        const wanted = outputs.map((output) =>
          output
            .split('\r\n')
            .map((one) => one.trimEnd())
            .join('\n')
            .replace(/\n+$/, ''),
        );
        for (const width of [1280, 760]) {
          await page.setViewportSize({ width, height: 720 });
          const read: string[] = [];
          for (const output of wanted.toReversed()) {
            await page.keyboard.press('Alt+Shift+ArrowUp');
            if (output === '') continue;
            read.unshift(await copyOutput());
          }
          expect(read).toEqual(wanted.filter((output) => output !== ''));
          await page.keyboard.press('Control+Shift+End');
        }
      }),
      { numRuns: 10 },
    );
  });
});
