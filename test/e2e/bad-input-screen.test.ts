import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, listProcesses } from '../../src/main/processes.ts';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** What a learner sees when the ground moves below the running app; later tests build on earlier ones. */
describe('on the screen', () => {
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];
  const place = (...names: string[]) => seat.place(...names);
  const file = 'single-service/Dockerfile.template';
  const onDisk = () => readFile(place('workspace', file), 'utf8');
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const workbench = () => region('Workbench');
  const notices = () => page.getByRole('status', { name: 'Notices' });
  const environment = () => page.getByRole('button', { name: /^Environment:/ });

  async function open(): Promise<void> {
    await seat.start();
    ({ page, screen } = seat);
  }
  async function close(): Promise<void> {
    expect(seat.errors).toEqual([]);
    expect(await seat.stop()).toBe(0);
  }
  async function type(line: string): Promise<void> {
    await region('Terminal').locator('textarea').first().focus();
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }

  beforeAll(async () => {
    seat = await takeSeat();
    ({ page, screen } = seat);
    await screen.begin();
    await screen.lesson.waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('2.1.1');
    await page.getByRole('dialog').getByText('2.1.1 Sign in and make a fleet', { exact: true }).click();
    await screen.run('balena login');
    await screen.run('balena fleet create SingleService');
    await screen.allGreen();
  });
  afterAll(() => seat.leave());

  it('the workspace was deleted: it says so, and Restore brings the files back', async () => {
    const before = await onDisk();
    await page.getByRole('tab', { name: /^Files/ }).click();
    await workbench().getByRole('treeitem', { name: 'single-service' }).click();
    await workbench()
      .getByRole('treeitem', { name: /Dockerfile/ })
      .click();
    await workbench().getByText('FROM debian').waitFor();
    await rm(place('workspace'), { recursive: true });
    await workbench().getByText('The workspace folder was deleted.').waitFor();
    // The rest goes on.
    expect((await screen.checks()).every((text) => text.endsWith('passed'))).toBe(true);
    await workbench().getByRole('button', { name: 'Restore the starter files' }).click();
    await workbench().getByText('FROM debian').waitFor();
    expect(await onDisk()).toBe(before);
  });

  it('another program wrote while the learner typed: both texts are kept until the learner chooses', async () => {
    await workbench()
      .getByRole('textbox', { name: `Text of ${file}` })
      .focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# mine ');
    await writeFile(place('workspace', file), 'FROM debian:trixie-slim\nCMD ["top"]\n');
    await workbench().getByText('This file changed on disk while you typed.').waitFor();
    expect(await onDisk()).toBe('FROM debian:trixie-slim\nCMD ["top"]\n');
    await page.keyboard.type('again ');
    expect(await workbench().getByRole('textbox').innerText()).toContain('# mine again FROM');
    await workbench().getByRole('button', { name: 'Keep mine' }).click();
    await eventually('the learner’s text', async () => ((await onDisk()).startsWith('# mine again FROM') ? true : undefined));
  });

  it('an edit no longer fits: it says so, and overwrites nothing', async () => {
    await page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('link', { name: /Restarts/ })
      .click();
    const apply = screen.lesson.getByRole('button', { name: `Apply edit: ${file}` });
    await eventually('the edit', async () => ((await apply.getAttribute('aria-disabled')) === null ? true : undefined));
    const other = 'FROM debian:trixie-slim\nCMD ["top"]\n';
    await writeFile(place('workspace', file), other);
    await screen.lesson.getByText(/^The line .* is not there\./).waitFor();
    expect(await apply.getAttribute('aria-disabled')).toBe('true');
    await apply.click({ force: true });
    expect(await onDisk()).toBe(other);
  });

  it('the practice process is killed: it comes back by itself with all it had, and the terminal goes on', async () => {
    await screen.lesson.waitFor();
    // As in every shell: the folder it stood in was deleted above.
    await type('VALUE=kept; cd "$PWD"');
    const first = await practiceProcess();
    process.kill(first, 'SIGKILL');
    const second = await eventually('another practice process', async () => {
      const pid = await practiceProcess().catch(() => first);
      return pid === first ? undefined : pid;
    });
    expect(isAlive(second)).toBe(true);
    await eventually('the environment', async () =>
      /starting|does not answer/.test((await environment().getAttribute('aria-label')) ?? '') ? undefined : true,
    );
    await region('Device').getByText('SingleService').first().waitFor();
    await type(`(echo "$VALUE"; balena fleet list; echo end) > '${place('told')}' 2>&1`);
    const told = await eventually('the shell’s answer', async () => {
      const text = await readFile(place('told'), 'utf8').catch(() => '');
      return text.endsWith('end\n') ? text : undefined;
    });
    expect(told).toContain('kept');
    expect(told).toContain('practice/singleservice');
  });

  async function practiceProcess(): Promise<number> {
    for (const { pid, parent } of await listProcesses()) {
      if (parent === seat.app.child.pid && (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('practice'))
        return pid;
    }
    throw new Error('no practice process');
  }

  it('the practice process cannot start: it says why, and Restart helps when the reason is gone', async () => {
    await close();
    await rename(place('practice'), place('elsewhere'));
    await writeFile(place('practice'), 'in the way');
    await open();
    await region('Device').getByText('cannot be used').waitFor();
    await rm(place('practice'));
    await rename(place('elsewhere'), place('practice'));
    await region('Device')
      .getByRole('button', { name: /Restart|Start/ })
      .click();
    await region('Device').getByText('SingleService').first().waitFor();
  });

  it('state files were cut off: each is set aside, its backup is used, and the screen says so', async () => {
    await close();
    const names = (await readdir(seat.folder)).filter((name) => name.endsWith('.json'));
    expect(names).toEqual(
      expect.arrayContaining(['progress-balena-services.json', 'settings.json', 'terminals.json', 'browser-host.json']),
    );
    const paths = [...names.map((name) => place(name)), place('practice', 'cloud', 'database.json')];
    const withBackup = paths.filter((path) => existsSync(`${path}.bak`));
    for (const path of paths) await truncate(path, Math.floor((await stat(path)).size / 2));
    await open();
    for (const path of paths)
      await notices()
        .getByText(`${nameOf(path)} could not be read`)
        .waitFor();
    for (const path of paths) expect(existsSync(`${path}.damaged-1`), path).toBe(true);
    expect(withBackup.map(nameOf)).toEqual(expect.arrayContaining(['progress-balena-services.json', 'settings.json', 'database.json']));
    await page.getByRole('tab', { name: 'Device' }).click();
    await region('Device').getByText('SingleService').first().waitFor();
    // Begun, as the backup says; and what the learner wrote is untouched.
    await screen.lesson.waitFor();
    expect(await onDisk()).toContain('CMD ["top"]');
  });

  it('they were cut off again, and no backup is left: everything starts anew, and nothing crashes', async () => {
    await close();
    const names = await readdir(seat.folder);
    for (const name of names.filter((one) => one.endsWith('.bak'))) await rm(place(name));
    // One that was not saved since its backup was used is not there.
    for (const name of new Set([...names.filter((one) => one.endsWith('.json')), 'settings.json']))
      await writeFile(place(name), '{"version":1,');
    await open();
    await notices().getByText('settings.json could not be read').waitFor();
    await screen.begin();
    await screen.lesson.waitFor();
    expect(await onDisk()).toContain('CMD ["top"]');
    await close();
  });
});

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
