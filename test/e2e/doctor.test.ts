import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

describe('the doctor in the app', () => {
  let seat: Seat;
  let page: Page;

  beforeAll(async () => {
    seat = await takeSeat();
    page = seat.page;
    await seat.screen.begin();
  });

  afterAll(() => seat.leave());

  it('looks at this machine and the practice device, and puts what mends it into a terminal', async () => {
    await page.getByRole('region', { name: 'Lesson' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('ready for a class');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Is this machine ready for a class?' });
    await dialog.getByText(/Ready for a class\.|before a class\./).waitFor({ timeout: 90_000 });
    const environment = dialog.getByRole('region', { name: 'Environment' });
    const rows = await environment.getByRole('listitem').allInnerTexts();
    expect(rows.join('\n')).toMatch(/Cloud[\s\S]*practice device: .* answers in \d+ ms/);
    expect(rows.join('\n')).toMatch(/Device[\s\S]*answers SSH/);
    expect(await dialog.getByRole('region', { name: 'Fleetlab' }).innerText()).toMatch(/balena CLI[\s\S]*25\./);
    // Nobody is signed in yet: the doctor says how, and leaves the last key to the learner.
    await environment.getByRole('button', { name: 'Put “balena login” into the terminal' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually('the command at the prompt', async () =>
      (await page.getByRole('region', { name: 'Terminal' }).locator('.xterm-rows').first().innerText()).includes('balena login')
        ? true
        : undefined,
    );
  });
});
