import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** Sections 1 and 2 as a learner does them: reads, answers, runs, edits, sees checks turn green, closes, reopens, continues. */
describe('the lessons up to single services, in the browser', () => {
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];
  const dockerfile = () => readFile(seat.place('workspace', 'single-service', 'Dockerfile.template'), 'utf8');
  const fleet = 'SingleService';

  beforeAll(async () => {
    seat = await takeSeat();
    ({ page, screen } = seat);
  });

  afterAll(() => seat.leave());

  it('opens with one card and one button', async () => {
    await page.getByRole('button', { name: 'Begin' }).waitFor();
    expect(await page.getByRole('button').count()).toBe(1);
    await screen.begin();
    await screen.lesson.waitFor();
  });

  it('1: looks at the drawings, and answers', async () => {
    const drawing = screen.lesson.getByRole('figure').first();
    expect(await drawing.innerText()).toContain('An image: layers of files.');
    await drawing.getByRole('button', { name: 'Next picture' }).click();
    expect(await drawing.innerText()).toContain('a thin layer to write on, and a process');
    for (const answers of [
      [
        'No: it starts from the image again.',
        'Yes: a crash ends the process, not the container.',
        'No: the new image needs a new container.',
      ],
      ['In a volume.', 'On a bridge, with no published port.'],
    ]) {
      for (const answer of answers) await screen.lesson.getByText(answer).click();
      await screen.allGreen();
      await screen.next();
    }
  });

  it('2.1.1: signs in and makes a fleet', async () => {
    await eventually('the step', async () => ((await screen.heading()).startsWith('2.1.1') ? true : undefined));
    expect((await screen.checks()).every((text) => !text.endsWith('passed'))).toBe(true);
    await screen.run('balena login');
    await screen.run(`balena fleet create ${fleet}`);
    await screen.allGreen();
    expect(await page.getByRole('region', { name: 'Device', exact: true }).innerText()).toContain(fleet);
    await screen.next();
  });

  it('2.1.2: provisions the device', async () => {
    await screen.run(`balena device register ${fleet}`);
    await screen.run('balena device list');
    await screen.allGreen();
    await screen.next();
  });

  it('2.1.3: pushes and sees it run', async () => {
    await screen.run(`balena push ${fleet}`);
    await screen.allGreen();
    expect(await page.getByRole('region', { name: 'Device', exact: true }).innerText()).toMatch(/main[\s\S]*(Running|Restarting|running)/);
    await screen.next();
  });

  it('2.2: answers, sees the loop, and makes the service stay', async () => {
    await screen.lesson.getByText('It is started again, every time.').click();
    await screen.lesson.getByText('Right.').waitFor();
    await screen.start('balena device logs');
    await eventually('the loop in the device panel', async () =>
      (await page.getByRole('region', { name: 'Device', exact: true }).innerText()).match(/[1-9]\d* restart/i) ? true : undefined,
    );
    await page.getByRole('region', { name: 'Terminal' }).locator('textarea').first().focus();
    await page.keyboard.press('Control+C');
    await page.keyboard.press('Control+C');
    await screen.applyEdit('single-service/Dockerfile.template');
    await eventually('the edited file', async () => ((await dockerfile()).includes('sleep", "infinity') ? true : undefined));
    await screen.run(`balena push ${fleet}`);
    await screen.allGreen();
  });

  it('comes back where it was after the app was closed', async () => {
    await seat.stop();
    await seat.start();
    ({ page, screen } = seat);
    await screen.lesson.waitFor();
    expect(await screen.heading()).toContain('Restarts');
    await screen.allGreen();
    await screen.next();
  });

  it('2.3.1: writes to /data', async () => {
    await screen.applyEdit('single-service/Dockerfile.template');
    await screen.run(`balena push ${fleet}`);
    await screen.allGreen();
    await screen.run('cat /data/datestamps');
    await screen.next();
  });

  it('2.3.2: the data survives the next push', async () => {
    await screen.run(`balena push ${fleet}`);
    await screen.allGreen();
    await screen.lesson.getByText(/is done\./).waitFor();
  });

  it('resets the step, and does it again when asked', async () => {
    await screen.lesson.getByRole('button', { name: 'Reset step' }).click();
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: /reset/i }).click();
    await eventually('a check that fails again', async () =>
      (await screen.checks()).some((text) => text.endsWith('not yet')) ? true : undefined,
    );
    await eventually('the end of the reset', async () => ((await screen.lesson.getByText('Reset.').count()) > 0 ? true : undefined));
    await screen.lesson.getByRole('button', { name: 'Do it for me' }).click();
    await screen.allGreen(90);
  });

  it('had no error on the page', () => {
    expect(seat.errors).toEqual([]);
  });
});
