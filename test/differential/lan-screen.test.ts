import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learner } from '../e2e/support/learner.ts';
import { takeSeat, type Seat } from '../e2e/support/seat.ts';
import { startLanDevice, type LanDevice } from './lan-device.ts';

const root = resolve(import.meta.dirname, '../..');
const found = await prepare();
if ('reason' in found) console.log(`The screen of a device on the LAN skipped: ${found.reason}.`);

async function prepare(): Promise<LanDevice | { reason: string }> {
  if (!existsSync(join(root, 'out', 'main', 'browser.js'))) return { reason: 'the app is not built' };
  return startLanDevice();
}

describe.skipIf('reason' in found)('a device on the LAN, on the screen', () => {
  const device = found as LanDevice;
  let seat: Seat;
  let page: Page;

  beforeAll(async () => {
    seat = await takeSeat({ environment: () => ({ SSH_AUTH_SOCK: '' }) });
    page = seat.page;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await seat.screen.begin();
    await page.getByRole('button', { name: /^Class:/ }).click();
    await page.getByRole('menuitemradio', { name: /^Hello, device/ }).click();
  });
  afterAll(async () => {
    await seat.leave();
    await device.close();
  });

  const pill = (): Locator => page.getByRole('button', { name: /^Environment:/ });
  const dialog = (name: string): Locator => page.getByRole('dialog', { name });
  const question = (name: string): Locator => page.getByRole('alertdialog', { name }).or(dialog(name));
  const deviceView = (): Locator => page.getByRole('region', { name: 'Device', exact: true });
  const terminalTab = (name: string | RegExp): Locator => page.getByRole('tablist', { name: 'Terminals' }).getByRole('tab', { name });
  const terminalText = (): Promise<string> => page.getByRole('region', { name: 'Terminal' }).locator('.xterm-rows').first().innerText();
  const show = (tab: string): Promise<void> => page.getByRole('tab', { name: tab, exact: true }).click();
  const focused = (): Promise<string> => page.evaluate('document.activeElement?.outerHTML ?? ""');

  function eventually<T>(what: () => T, seconds = 90) {
    return expect.poll(what, { timeout: seconds * 1000, interval: 200 });
  }

  async function fromMenu(name: string | RegExp): Promise<void> {
    await pill().click();
    await page.getByRole('button', { name }).first().click();
  }

  async function openTerminal(name: string): Promise<void> {
    await page.getByRole('button', { name: 'Open a terminal in…' }).click();
    await page.getByRole('menuitem', { name }).click();
  }

  /** Types at the prompt of the terminal that has just come to the front. */
  async function typeIn(name: RegExp, line: string): Promise<void> {
    await eventually(() => terminalTab(name).last().getAttribute('aria-selected')).toBe('true');
    await eventually(terminalText).toMatch(/^\S+[#$]\s*$/);
    await page.getByRole('textbox', { name: 'Terminal input' }).focus();
    await page.keyboard.type(`${line}\n`);
  }

  it('is added with the keyboard from the list of those that announce themselves', async () => {
    await pill().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add an environment…' }).focus();
    await page.keyboard.press('Enter');
    const form = dialog('Add an environment');
    // The first choice has the focus: an arrow leads to the device.
    await eventually(focused).toContain('type="radio"');
    await page.keyboard.press('ArrowUp');
    expect(await form.getByRole('radio', { name: /Device on the local network/ }).isChecked()).toBe(true);
    const listed = form.getByRole('region', { name: 'Devices on this network' }).getByRole('listitem').filter({ hasText: device.name });
    await listed.getByText('Local mode is on').waitFor();
    expect(await listed.getByRole('list', { name: 'What answers' }).innerText()).toMatch(
      /SSH answers[^]*Supervisor answers[^]*Engine answers/,
    );
    await listed.getByRole('button', { name: /^Use / }).focus();
    await page.keyboard.press('Enter');
    expect(await form.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(device.name);
    await form.getByRole('textbox', { name: 'Name' }).fill('Pi on the desk');
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'hidden' });
  });

  it('shows its SSH key, is trusted, and lets in the key that is made in the dialog', async () => {
    const asked = question('Is this your device?');
    await asked.getByText(device.fingerprint()).waitFor();
    expect(await asked.innerText()).toContain(`${device.name}:22222`);
    await asked.getByRole('button', { name: 'Trust this device' }).click();
    // While the question stands, all else is out of reach.
    await eventually(() => pill().getAttribute('aria-label')).toContain('Environment: Pi on the desk');
    await show('Layers');
    await page.getByText('lets nobody in without an SSH key').waitFor();
    await page.getByRole('button', { name: 'Your keys…' }).click();
    const keys = dialog('SSH keys');
    await keys.getByRole('button', { name: 'Make a key for this environment' }).click();
    await keys.getByRole('button', { name: /^Copy: public key/ }).click();
    const publicKey = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(publicKey).toMatch(/^ssh-ed25519 /);
    await keys.getByRole('button', { name: 'See whether it lets you in' }).click();
    await keys.getByText('knows none of this computer’s SSH keys').waitFor();
    await device.allow(publicKey);
    await keys.getByRole('button', { name: 'See whether it lets you in' }).click();
    await keys.getByText('The device lets this computer in.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('fills the device’s view, and a terminal of its own has its colour', async () => {
    await show('Device');
    await eventually(() => deviceView().innerText()).toMatch(/online[^]*10\.42\.0\.7[^]*balena push 10\.42\.0\.7/);
    await eventually(() => terminalTab(/laptop/).count()).toBe(2);
    expect(
      await terminalTab(/laptop/)
        .first()
        .innerText(),
    ).toContain('in practice device');
    expect(
      await terminalTab(/laptop/)
        .last()
        .getAttribute('data-kind'),
    ).toBe('device');
  });

  it('says of a command that only a cloud answers, before it is run, that it cannot be', async () => {
    const { lesson } = learner(page);
    const run = lesson.getByRole('button', { name: 'Run: balena fleet create' });
    expect(await run.getAttribute('aria-disabled')).toBe('true');
    await lesson.getByText('“balena fleet create” needs a cloud').waitFor();
    await run.click({ force: true });
    // Main would refuse it, in a note of its own.
    await page.waitForTimeout(500);
    expect(await lesson.locator('.note-refused').count()).toBe(0);
  });

  it('takes the lesson’s push, and its checks turn green', async () => {
    const { lesson, allGreen, applyEdit, next, checks } = learner(page);
    await next();
    await lesson.getByRole('heading', { name: /A page of your own/ }).waitFor();
    await lesson
      .getByRole('button', { name: /^Run: balena push 10\.42\.0\.7/ })
      .first()
      .click();
    await lesson.getByLabel('Worked').first().waitFor({ timeout: 120_000 });
    await eventually(checks).toContainEqual(expect.stringMatching(/runs main .*passed$/));
    await applyEdit('hello/index.js');
    await lesson
      .getByRole('button', { name: /^Run: balena push 10\.42\.0\.7/ })
      .last()
      .click();
    await allGreen();
    await show('Network');
    await page.getByRole('list', { name: 'Network as text' }).getByText(/main/).first().waitFor({ state: 'attached' });
    await show('Layers');
    await page.getByText('FROM a base image').first().waitFor();
  });

  it('opens a terminal on its host OS, and asks for nothing', async () => {
    await openTerminal('The device’s host OS');
    await typeIn(/host OS/, 'balena ps --format "name={{.Names}}"');
    await eventually(terminalText).toMatch(/name=main_/);
  });

  it('that shows another key is refused with both, and the tick is the way on', async () => {
    const before = device.fingerprint();
    await device.changeHostKey();
    await openTerminal('Service main');
    const asked = question('The device shows another key');
    await asked.getByText(device.fingerprint()).waitFor();
    expect(await asked.innerText()).toContain(before);
    const trust = asked.getByRole('button', { name: 'Trust the new key' });
    expect(await trust.isDisabled()).toBe(true);
    await asked.getByRole('button', { name: 'Refuse it' }).click();
    const refusal = page.getByRole('region', { name: 'Terminal' }).getByText(/shows another SSH key/);
    await refusal.waitFor();
    await openTerminal('Service main');
    await asked.getByRole('checkbox').check();
    await trust.click();
    await terminalTab(/service main|main/)
      .first()
      .waitFor();
    await refusal.waitFor({ state: 'hidden' });
    await eventually(terminalText).toMatch(/[#$]\s*$/);
    await page.keyboard.type('echo in-$BALENA_SERVICE_NAME\n');
    await eventually(terminalText).toMatch(/in-main/);
    const [environment = ''] = await readdir(seat.place('environments'));
    const known = await readFile(seat.place('environments', environment, 'ssh', 'known_hosts'), 'utf8');
    expect(known.trim().split('\n')).toHaveLength(1);
  });

  it('that is unplugged is unknown since then, with its checks, and known again when it is back', async () => {
    const { checks } = learner(page);
    await show('Device');
    device.setCable(false);
    await deviceView()
      .getByText(/Pi on the desk does not answer .* unknown since \d\d:\d\d/)
      .waitFor({ timeout: 30_000 });
    expect(await pill().getAttribute('aria-label')).toContain('does not answer');
    await eventually(checks).toContainEqual(expect.stringMatching(/cannot tell$/));
    device.setCable(true);
    await eventually(() => pill().getAttribute('aria-label'), 40).toContain('online');
    await eventually(checks, 40).toEqual([expect.stringMatching(/passed$/), expect.stringMatching(/passed$/)]);
  });

  it('is left for practice and taken up again, each with what has run there', async () => {
    const { lesson } = learner(page);
    const worked = () => lesson.getByLabel('Worked').count();
    expect(await worked()).toBe(2);
    await fromMenu(/^Practice device/);
    await eventually(() => pill().getAttribute('aria-label')).toContain('Environment: Practice device');
    await page.keyboard.press('Escape');
    expect(await terminalTab(/host OS/).innerText()).toContain('in Pi on the desk');
    expect(await lesson.innerText()).toContain('balena push Hello');
    await eventually(worked).toBe(0);
    await fromMenu(/^Pi on the desk/);
    await eventually(() => pill().getAttribute('aria-label')).toMatch(/Pi on the desk.*online/);
    await page.keyboard.press('Escape');
    await eventually(() => deviceView().innerText()).toContain('main');
    await eventually(worked).toBe(2);
    expect(seat.errors).toEqual([]);
  });

  it('is removed, and commands go to practice', async () => {
    await fromMenu('Remove Pi on the desk');
    const asked = question('Remove Pi on the desk?');
    await asked.getByText('What runs on the device stays as it is').waitFor();
    await asked.getByRole('button', { name: 'Remove' }).click();
    await eventually(() => pill().getAttribute('aria-label')).toContain('Practice device');
    // The folder goes once what runs there has ended.
    await eventually(() => readdir(seat.place('environments'))).toEqual([]);
  });
});
