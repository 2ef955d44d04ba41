import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/processes.ts';
import { takeSeat, type Seat } from './support/seat.ts';

/** Section 2 with the real CLI, seen in the pictures: a loop, a new container, what a volume keeps, what a build took from its cache. */
describe('the pictures of a device', () => {
  const fleet = 'SingleService';
  let seat: Seat;
  let page: Page;
  let screen: Seat['screen'];

  beforeAll(async () => {
    seat = await takeSeat();
    ({ page, screen } = seat);
  });
  afterAll(() => seat.leave());

  const show = (tab: string): Promise<void> => page.getByRole('tab', { name: tab, exact: true }).click();

  /** Waits until the tab's text equivalent says so. */
  async function told(tab: string, wanted: RegExp, seconds = 60): Promise<string> {
    await show(tab);
    let text = '';
    try {
      return await eventually(
        `${tab}: ${wanted}`,
        async () => {
          text =
            (await page
              .getByRole('list', { name: `${tab} as text` })
              .textContent({ timeout: 2000 })
              .catch(() => '')) ?? '';
          return wanted.test(text) ? text : undefined;
        },
        seconds,
      );
    } catch (error) {
      throw new Error(`${String(error)}\n${text}`, { cause: error });
    }
  }

  it('shows a restart loop: one container, one layer, again and again', async () => {
    await screen.begin();
    await screen.lesson.waitFor();
    await eventually('the first step with a command', async () => {
      if ((await screen.lesson.getByRole('button', { name: 'Run: balena login' }).count()) > 0) return true;
      await screen.next();
      return undefined;
    });
    await screen.run('balena login');
    await screen.run(`balena fleet create ${fleet}`);
    await screen.allGreen();
    await screen.next();
    await screen.run(`balena device register ${fleet}`);
    await screen.allGreen();
    await screen.next();
    await screen.run(`balena push ${fleet}`);
    const text = await told('Lifecycle', /main: restart loop[^.]*; one container; restarted/);
    expect(text).toMatch(/restarted(?: after [\d.]+ s)?: the same container 1|and was restarted, \d+ times/i);
    expect(text).not.toContain('Recreated');
    expect(await page.locator('.life-box').count()).toBe(1);
  });

  it('shows that a push makes a new container with an empty layer', async () => {
    await screen.allGreen();
    await screen.next();
    await screen.applyEdit('single-service/Dockerfile.template');
    await screen.run(`balena push ${fleet}`);
    const text = await told('Lifecycle', /main: running; container 2 of 2; not restarted/);
    expect(text).toContain('Container 1 was removed, and its own layer with it.');
    expect(text).toMatch(/Recreated: container 2 is new, with an empty layer and another image/);
    expect(text).toContain('Volume resin-data at /data');
  });

  it('shows the layers of both builds, the base from the cache', async () => {
    const text = await told('Layers', /release [0-9a-f]{7}.*release [0-9a-f]{7}/s);
    expect(text).toMatch(/from the cache/);
    expect(await page.locator('.layers-size').count()).toBe(2);
  });

  it('shows what is in the volume, and that it outlives a push', async () => {
    await screen.allGreen();
    await screen.next();
    await screen.applyEdit('single-service/Dockerfile.template');
    await screen.run(`balena push ${fleet}`);
    await told('Volumes', /Volume resin-data: seen by main; 1 file, \d+ B: datestamps/);
    await page.locator('.volumes-file', { hasText: 'datestamps' }).click();
    const lines = async (): Promise<number> => (await page.locator('.volumes-text').innerText()).trim().split('\n').length;
    await eventually('one line', async () => ((await lines()) === 1 ? true : undefined));
    await page.getByRole('button', { name: 'After the next push' }).click();
    const fates = await page.getByRole('list', { name: 'What outlives a push' }).innerText();
    expect(fates.replace(/\s+/g, ' ')).toMatch(/goes own layer of main .* stays volume resin-data/);
    await page.getByRole('button', { name: 'On the device' }).click();
    expect(seat.errors).toEqual([]);
  });
});
