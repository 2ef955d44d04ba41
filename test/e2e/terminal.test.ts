import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** A program that has the screen and the keyboard for itself and takes no notice of Ctrl+C, as a pager does. */
const pager = `"${process.execPath}" -e 'process.stdin.setRawMode(true); process.stdin.on("data", (key) => { if (String(key) === "q") process.exit(); }); process.stdout.write("\\x1b[?1049h(END)"); process.on("exit", () => process.stdout.write("\\x1b[?1049l"));'`;

describe('the terminal and Run', () => {
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];
  let terminal: Locator;
  let block: Locator;
  const create = 'balena fleet create SingleService';

  function lookAround(): void {
    ({ page, screen } = seat);
    terminal = page.getByRole('region', { name: 'Terminal' });
    block = screen.lesson.locator('[data-block]').filter({ has: page.getByRole('button', { name: `Run: ${create}` }) });
  }

  const keyboard = () => terminal.locator('.terminal-panel textarea.xterm-helper-textarea').last();
  const shown = () => terminal.locator('.xterm-accessibility-tree').last().innerText();
  const shows = (text: string | RegExp) =>
    eventually(`${String(text)} in the terminal`, async () => (await shown()).match(text) ?? undefined);
  const tabs = () => terminal.getByRole('tablist', { name: 'Terminals' }).getByRole('tab');
  const inFront = () => terminal.getByRole('tab', { selected: true });
  const isRunning = () => inFront().getByLabel('running').waitFor();
  const isIdle = () => inFront().getByLabel('running').waitFor({ state: 'detached', timeout: 60_000 });
  const runIt = () => screen.lesson.getByRole('button', { name: `Run: ${create}` }).click();
  const choose = (name: string) => block.getByRole('button', { name, exact: true }).click();

  /** What came of the run before stands beside the command until this one begins. */
  async function hasRunAnew(): Promise<void> {
    const stop = block.getByRole('button', { name: `Stop: ${create}` });
    await stop.waitFor();
    await stop.waitFor({ state: 'detached', timeout: 60_000 });
  }

  async function type(text: string): Promise<void> {
    await keyboard().focus();
    await page.keyboard.type(text);
  }

  beforeAll(async () => {
    // The first step with commands for a shell.
    seat = await takeSeat({ stepId: 'make-a-fleet' });
    lookAround();
    await screen.begin();
    // Its text is then in the page, whatever it is drawn with.
    await terminal.getByRole('button', { name: 'Screen reader mode of the terminal' }).click();
    await screen.run('balena login');
  });

  afterAll(() => seat.leave());

  it('shows what a command printed, its exit code and its time beside it', async () => {
    const login = screen.lesson.locator('[data-block]').filter({ has: page.getByRole('button', { name: 'Run: balena login' }) });
    await login.getByText(/^Output, (last )?[\d,]+ (of [\d,]+ )?lines/).click();
    expect(await login.getByLabel(/^Output of/).innerText()).toContain('Successfully logged in');
    expect(await login.innerText()).toMatch(/\d s|\d ms/);
  });

  it('does not type behind a half-typed line, and clears it when told to', async () => {
    await type('echo "mine');
    await runIt();
    await block.getByText('A line is half typed there.').waitFor();
    await shows(/echo "mine\s*$/);
    await choose('Clear the line');
    await block.getByLabel('Worked').waitFor();
    expect(await tabs().count()).toBe(1);
  });

  it('says that the command failed, with its exit code and what it printed', async () => {
    await runIt();
    await block.getByText('exit 1').waitFor();
    expect(await block.getByLabel(/^Output of/).innerText()).toMatch(/already|unique|exists/i);
  });

  it.each([
    ['0', 'true', 'Worked'],
    ['127', 'no-such-program-anywhere', 'exit 127, not found'],
  ])('shows exit code %s beside the command', async (_code, program, words) => {
    // A function of the shell comes before the program of that name.
    await type(`balena() { ${program}; }\n`);
    await isIdle();
    await runIt();
    await block.getByText(words).or(block.getByLabel(words)).first().waitFor();
  });

  it('says of a command that was stopped that it was, which is no failure', async () => {
    await type('balena() { sleep 1000; }\n');
    await isIdle();
    await runIt();
    await isRunning();
    await block.getByRole('button', { name: `Stop: ${create}` }).click();
    await block.getByText('stopped').waitFor();
    expect(await block.getByLabel('Failed').count()).toBe(0);
    await type('unset -f balena\n');
    await isIdle();
    await runIt();
    await block.getByText('exit 1', { exact: true }).waitFor();
  });

  it('says that a command was not finished where its shell ended before it', async () => {
    await type('balena() { kill -9 $$; }\n');
    await isIdle();
    await runIt();
    await block.getByText('not finished').waitFor();
    await block.getByText('The shell there has ended.').waitFor();
    await terminal.getByRole('button', { name: 'Start it again' }).click();
    await isIdle();
    await runIt();
    await block.getByText('exit 1', { exact: true }).waitFor();
    expect(await block.getByText('The shell there has ended.').count()).toBe(0);
    expect(await tabs().count()).toBe(1);
  });

  it('waits for a running program when told to, and stops waiting', async () => {
    await type('sleep 1000\n');
    await isRunning();
    await runIt();
    await block.getByText('A program runs there.').waitFor();
    await choose('Wait for it');
    await block.getByText(/^waiting/).waitFor();
    await block.getByRole('button', { name: `Stop: ${create}` }).click();
    await block.getByText('exit 1').waitFor();
    await isRunning();
  });

  it('interrupts a running program when told to', async () => {
    await runIt();
    await choose('Interrupt it');
    await hasRunAnew();
    await block.getByText('exit 1').waitFor();
    expect(await tabs().count()).toBe(1);
  });

  it('leaves a pager alone, and takes a new terminal', async () => {
    await type(`${pager}\n`);
    // The line that starts it holds the same word: alone on the screen, it is the pager's own.
    await shows(/^\s*\(END\)\s*$/);
    await runIt();
    await choose('Interrupt it');
    await block.getByText('does not heed Ctrl+C').waitFor();
    await choose('Run in a new terminal');
    await hasRunAnew();
    await block.getByText('exit 1').waitFor();
    expect(await tabs().count()).toBe(2);
    await tabs().first().click();
    await shows(/^\s*\(END\)\s*$/);
    await type('q');
    await isIdle();
  });

  it('does not type into a shell on the device', async () => {
    await tabs().last().click();
    await terminal.getByRole('button', { name: 'Close terminal' }).click();
    await screen.next();
    await screen.run('balena device register');
    const name = await screen.lesson.getByRole('button', { name: 'Run: balena device register' }).getAttribute('aria-label');
    await screen.lesson.getByRole('button', { name: 'Previous step' }).click();
    await type(`balena device ssh ${/[0-9a-f]{32}/.exec(name ?? '')?.[0] ?? ''}\n`);
    await shows(/root@[\w-]+:~# /);
    await runIt();
    await block.getByText('A program runs there.').waitFor();
    await type('exit\n');
    await isIdle();
  });

  it('hands Ctrl+C to the program', async () => {
    await type('sh -c "sleep 1000"\n');
    await isRunning();
    await page.keyboard.press('Control+C');
    await isIdle();
    await type('echo "ended with $?"\n');
    await shows('ended with 130');
  });

  it('keeps what is printed while the window changes its size', async () => {
    await type('for i in $(seq 1 400); do echo "line $i of 400"; sleep 0.005; done\n');
    for (const width of [1024, 1600, 1280]) {
      await page.setViewportSize({ width, height: width === 1600 ? 900 : 720 });
      await page.waitForTimeout(300);
    }
    await shows('line 400 of 400');
    await type("tput cols; stty size | cut -d' ' -f2\n");
    const [, columns, again] = await shows(/cut -d' ' -f2\s+(\d+)\s+(\d+)/);
    expect(columns).toBe(again);
  });

  it('takes 100 MB of output, and Ctrl+C in the middle of it', async () => {
    await type('yes "$(seq -s, 1 200)" | head -c 100000000; echo "the end: ${PIPESTATUS[*]}"\n');
    await isRunning();
    await page.waitForTimeout(1000);
    await page.keyboard.press('Control+C');
    await isIdle();
    await type('clear; echo "still $((20 + 22))"\n');
    await shows('still 42');
  });

  it('shows two terminals side by side, each with its own program', async () => {
    await terminal.getByRole('button', { name: 'Split the terminal' }).click();
    await eventually('two screens', async () => ((await terminal.locator('.xterm-accessibility-tree').count()) === 2 ? true : undefined));
    await eventually('the focus in the new one', () =>
      page.evaluate(() => document.activeElement?.closest('[data-panel]')?.id === 'right' || undefined),
    );
    // Before, it takes no keys.
    await shows(/[$#] $/m);
    await page.keyboard.type('echo right $((1 + 1))\n');
    await shows('right 2');
    await terminal.locator('.terminal-panel textarea.xterm-helper-textarea').first().focus();
    await page.keyboard.type('echo left $((1 + 2))\n');
    await eventually('left 3', async () =>
      (await terminal.locator('.xterm-accessibility-tree').first().innerText()).includes('left 3') ? true : undefined,
    );
    expect(await shown()).not.toContain('left');
    await terminal.getByRole('button', { name: 'Show one terminal' }).click();
  });

  it('prints in two tabs at once, and mixes nothing', async () => {
    const count = (word: string) => `clear; for i in $(seq 1 3000); do echo "${word} $i"; done; echo "${word} is done"\n`;
    await type(count('left'));
    const left = (await tabs().evaluateAll((all) => all.map((tab) => tab.getAttribute('aria-selected')))).indexOf('true');
    const before = await tabs().count();
    await terminal.getByRole('button', { name: 'New terminal' }).click();
    await eventually('the new tab', async () => ((await tabs().count()) > before ? true : undefined));
    await shows(/[$#] $/m);
    await type(count('right'));
    await shows(/right 3000\s+right is done/);
    expect(await shown()).not.toContain('left');
    await terminal.getByRole('button', { name: 'Close terminal' }).click();
    await eventually('the new tab to be gone', async () => ((await tabs().count()) === before ? true : undefined));
    await tabs().nth(left).click();
    await shows(/left 3000\s+left is done/);
    expect(await shown()).not.toContain('right');
  });

  it('asks before several lines are pasted, and before a program is ended', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('echo one\necho two\n'));
    await keyboard().focus();
    await page.keyboard.press('Control+Shift+V');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Paste more than one line?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await type('sleep 1000\n');
    await isRunning();
    const count = await tabs().count();
    await terminal.getByRole('button', { name: 'Close terminal' }).click();
    await dialog.getByText('A program runs in').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await tabs().count()).toBe(count);
    await keyboard().focus();
    await page.keyboard.press('Control+C');
    await isIdle();
  });

  it('goes on during a reload of the page, and is shown again', async () => {
    const marks = (kind: string) => page.locator(`.prompt-mark.${kind}:visible`).count();
    await type('clear\n');
    await isIdle();
    // A prompt that stands for a blink of an eye is not remembered.
    await page.waitForTimeout(300);
    await type('false\n');
    await expect.poll(() => marks('is-failed')).toBe(1);
    await page.waitForTimeout(300);
    await type('sleep 3; echo "after the reload: $((6 * 7))"\n');
    await isRunning();
    await page.reload();
    await screen.lesson.waitFor();
    await eventually('the keys in the terminal', () =>
      page.evaluate(() => document.activeElement?.closest('.terminal-screen') != null || undefined),
    );
    await shows('after the reload: 42');
    await expect.poll(() => marks('is-ok')).toBeGreaterThan(0);
    expect(await marks('is-failed')).toBe(1);
    // What ran before is still beside its command.
    await block.getByText('exit 1').waitFor();
  });

  it('hands out what a command printed, whatever the shell, also after a reload', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const choose = async (item: string) => {
      await page.locator('.prompt-mark.is-failed:visible').last().click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    const before = await tabs().count();
    await terminal.getByRole('button', { name: 'Open a terminal in…' }).click();
    const shells = await page.getByRole('menuitem', { name: 'This laptop' }).count();
    await page.keyboard.press('Escape');
    for (let shell = 0; shell < shells; shell += 1) {
      await terminal.getByRole('button', { name: 'Open a terminal in…' }).click();
      await page.getByRole('menuitem', { name: 'This laptop' }).nth(shell).click();
      await expect.poll(() => tabs().count()).toBe(before + 1 + shell);
      await isIdle();
      const failing = "printf 'one\\nhalf'; sh -c 'exit 3'";
      await type(`true\n`);
      await type(`${failing}\n`);
      await expect.poll(() => page.locator('.prompt-mark.is-failed:visible').count()).toBe(1);
      for (const turn of ['live', 'drawn again']) {
        await choose('Copy its output');
        await expect.poll(copied, { message: turn }).toBe('one\nhalf');
        await choose('Copy the command');
        await expect.poll(copied, { message: turn }).toBe(failing);
        if (turn === 'drawn again') continue;
        await page.reload();
        await screen.lesson.waitFor();
        await page.locator('.prompt-mark.is-failed:visible').waitFor();
      }
      await choose('Put it at the prompt again');
      await expect.poll(shown).toMatch(/exit 3'[^]*exit 3'/);
      await page.keyboard.press('Control+C');
    }
    for (let shell = 0; shell < shells; shell += 1) {
      await terminal.getByRole('button', { name: 'Close terminal' }).click();
      await expect.poll(() => tabs().count()).toBe(before + shells - 1 - shell);
    }
  });

  it('comes back with what it showed when the app is started again', async () => {
    const count = await tabs().count();
    await terminal.getByRole('button', { name: 'New terminal' }).click();
    await expect.poll(() => tabs().count()).toBe(count + 1);
    await shows(/[$#] $/m);
    await tabs().last().dblclick();
    await page.getByRole('textbox', { name: 'Name of' }).fill('the last one');
    await page.keyboard.press('Enter');
    await terminal.getByRole('tab', { name: 'the last one' }).waitFor();
    await tabs().first().click();
    const [name] = await tabs().allInnerTexts();
    await page.waitForTimeout(1000);
    await seat.stop();
    await seat.start();
    lookAround();
    await screen.lesson.waitFor();
    await terminal.getByRole('tab', { name: 'the last one' }).waitFor();
    expect(await tabs().first().getAttribute('aria-selected')).toBe('true');
    await shows('Fleetlab was started again');
    await terminal
      .getByRole('tab', { name: name?.trim() ?? '' })
      .first()
      .waitFor();
    await type('echo "again $((2 * 21))"\n');
    await shows('again 42');
  });
});
