import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** A learner who types and pastes the commands into the terminal, and never presses Run. */
describe('a class that is typed by hand', () => {
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];
  let terminal: Locator;
  const fleet = 'SingleService';
  const blockOf = (command: string) =>
    screen.lesson.locator('[data-block]').filter({ has: page.getByRole('button', { name: `Run: ${command}` }) });
  const commandOf = (command: string) => blockOf(command).locator('.command-text').innerText();
  const next = () => screen.lesson.locator('.run-next').getAttribute('aria-label');
  const hasKeys = () => terminal.locator('.terminal-panel textarea.xterm-helper-textarea').last().focus();
  const isIdle = () => terminal.getByRole('tab', { selected: true }).getByLabel('running').waitFor({ state: 'detached', timeout: 60_000 });

  async function type(line: string): Promise<void> {
    await isIdle();
    await hasKeys();
    await page.keyboard.type(`${line}\n`);
  }

  async function paste(command: string): Promise<void> {
    await isIdle();
    await screen.lesson.getByRole('button', { name: `Copy: ${command}` }).click();
    await hasKeys();
    await page.keyboard.press('Control+Shift+V');
    await page.keyboard.press('Enter');
  }

  beforeAll(async () => {
    seat = await takeSeat({ stepId: 'make-a-fleet' });
    ({ page, screen } = seat);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    terminal = page.getByRole('region', { name: 'Terminal' });
    await screen.begin();
    await terminal.locator('.terminal-panel .xterm-screen').first().waitFor();
    await eventually('a prompt', async () => (/[$#]\s*$/.test((await screen.terminalText()).trimEnd()) ? true : undefined));
  });

  afterAll(() => seat.leave());

  it('has its ✓ beside each command, and what that printed below it, as after Run', async () => {
    expect(await next()).toContain('Run: balena login');
    await type(await commandOf('balena login'));
    await screen.ended('balena login');
    expect(await next()).toContain('Run: balena fleet create');
    await blockOf('balena login')
      .getByText(/^Output/)
      .click();
    expect(await blockOf('balena login').innerText()).toContain('Successfully logged in');
    await paste('balena fleet create');
    await screen.ended('balena fleet create');
    await screen.allGreen();
    expect(await screen.lesson.locator('.run-next').count()).toBe(0);
  });

  it('is told that a command failed, and that the same one worked at last', async () => {
    await type(`balena fleet create ${fleet} --type generic-amd64`);
    await blockOf('balena fleet create').getByText('exit 1').waitFor();
    await type(`balena fleet rm ${fleet} --yes`);
    await type(`balena  fleet create ${fleet}  --type generic-amd64`);
    await blockOf('balena fleet create').getByLabel('Worked').waitFor({ timeout: 60_000 });
    await screen.allGreen();
  });

  it('tells nothing of a command in another folder than the lesson’s', async () => {
    await screen.next();
    await paste('balena device register');
    await screen.ended('balena device register');
    await screen.allGreen();
    await screen.next();
    const failures = () => terminal.locator('.prompt-mark.is-failed').count();
    const before = await failures();
    await type(await commandOf('balena push'));
    await expect.poll(failures, { timeout: 60_000 }).toBe(before + 1);
    expect(await blockOf('balena push').locator('.run-state').count()).toBe(0);
    await type('cd single-service');
    await paste('balena push');
    await screen.ended('balena push');
    await screen.allGreen();
    await screen.next();
  });

  it('can stop from the lesson what goes on in the terminal', async () => {
    await type(await commandOf('balena device logs'));
    await blockOf('balena device logs').getByText('keeps running').waitFor();
    await blockOf('balena device logs').getByRole('button', { name: 'Stop: balena device logs' }).click();
    await blockOf('balena device logs').getByText('stopped').waitFor();
    await isIdle();
    expect(await terminal.getByRole('tab').count()).toBe(1);
  });

  it('had no error on the page', () => expect(seat.errors).toEqual([]));
});
