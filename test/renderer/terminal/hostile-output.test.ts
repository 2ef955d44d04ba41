import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { openGallery, type Gallery } from '../support/gallery-server.ts';
import { openScene } from '../support/open-scene.ts';

const executable = findChromium();
const escape = '\u001b';

/** Sequences that have made one terminal or another do what a program's output must not. */
const hostile: Record<string, string> = {
  'the clipboard, written': `${escape}]52;c;${btoa('rm -rf ~')}\u0007`,
  'the clipboard, read': `${escape}]52;c;?\u0007`,
  'the window’s title, set': `${escape}]0;owned\u0007${escape}]2;owned${escape}\\`,
  'the window’s title, reported': `${escape}]2;touch /tmp/owned\u0007${escape}[21t`,
  'the icon’s name, reported': `${escape}[20t`,
  'the window, moved, closed and measured': `${escape}[3;0;0t${escape}[2t${escape}[14t${escape}[18t${escape}[8;1;1t`,
  'a setting, reported (DECRQSS)': `${escape}P$qm${escape}\\${escape}P$q"p${escape}\\`,
  'a capability, reported (XTGETTCAP)': `${escape}P+q544e${escape}\\`,
  'colours, reported': `${escape}]4;1;?\u0007${escape}]10;?\u0007${escape}]11;?${escape}\\${escape}]12;?\u0007`,
  'the version, reported': `${escape}[>q`,
  'an answer-back (ENQ)': '\u0005',
  'a link that names another place': `${escape}]8;;javascript:alert(1)\u0007https://docs.balena.io${escape}]8;;\u0007`,
  markup: '<img src=x onerror="document.title=1"><script>document.title=2</script>',
  'very long numbers': `${escape}[999999999999;999999999999H${escape}[999999999999@${escape}[2147483647b`,
  'an endless string': `${escape}P${'x'.repeat(200_000)}`,
  'tabs, margins and the other screen': `${escape}[?1049h${escape}[5;3r${escape}[?6h${escape}c${escape}[!p`,
};

/** What a terminal may answer: where its cursor is, what kind it is, which modes are on, that it has the focus. */
const answer = /^(?:\u001b\[(?:[?>]?[\d;]*(?:[Rcn]|\$y)|[IO]))+$/;

const parts = [
  ...[`${escape}[`, `${escape}]`, `${escape}P`, escape, `${escape}\\`, '\u0007', '\u009b', '\u0090'],
  ...[';', '?', '>', '$', '0', '4', '8', '52', '133;A', 'n', 'c', 't', 'q', 'h', 'l', 'm', 'H', 'J'],
  ...['\r\n', '\t', 'ä', '漢', '🙂', '\u0300'],
];

/** The same ones each time (Mulberry32), over an alphabet that is rich in what terminals act on. */
function randomStreams(count: number): string[] {
  let seed = 1;
  const next = (below: number): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
  const piece = (): string => (next(3) === 0 ? String.fromCharCode(next(256)) : (parts[next(parts.length)] ?? ''));
  return Array.from({ length: count }, () => Array.from({ length: next(40) }, piece).join(''));
}

describe.skipIf(executable === undefined)(
  `hostile output${executable === undefined ? ' (skipped: no Chromium on this machine)' : ''}`,
  () => {
    let browser: Browser;
    let gallery: Gallery;

    beforeAll(async () => {
      gallery = await openGallery();
      browser = await launchChromium(executable ?? '');
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await gallery.close();
    });

    /** Shows each text in the terminal; tells what came of it outside. */
    async function show(texts: readonly string[]) {
      const { page, errors, calls } = await openScene(browser, gallery, 'step-fresh');
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.locator('.terminal-panel .xterm-screen').waitFor();
      await page.evaluate(() => navigator.clipboard.writeText('mine'));
      const outside = () =>
        page.evaluate(() => ({
          lesson: document.querySelector<HTMLElement>('[data-region=lesson]')?.innerText,
          tabs: document.querySelector<HTMLElement>('.terminal-list')?.innerText,
          made: [document.scripts.length, document.images.length, document.querySelectorAll('iframe, dialog, [role=dialog]').length],
        }));
      const before = { title: await page.title(), address: page.url(), outside: await outside() };
      await page.evaluate(async (all) => {
        for (const [index, data] of all.entries()) {
          window.fake.emit('terminal.output', { id: 't1', data });
          if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
        }
        // xterm takes its input in turns.
        await new Promise((resolve) => setTimeout(resolve, 500));
      }, texts);
      // It still shows what comes.
      await page.evaluate(() => window.fake.emit('terminal.output', { id: 't1', data: '\u001bc\u001b[!p' }));
      const after = { title: await page.title(), address: page.url(), outside: await outside() };
      const clipboard = await page.evaluate(() => navigator.clipboard.readText());
      const typed = ((await calls('terminal.input')) as { data: string }[]).map(({ data }) => data);
      const opened = await calls('app.openExternal');
      await page.context().close();
      return { before, after, clipboard, typed, opened, errors };
    }

    it.each(Object.entries(hostile))('%s', async (_name, text) => {
      const { before, after, clipboard, typed, opened, errors } = await show([text]);
      expect(after).toEqual(before);
      expect(clipboard).toBe('mine');
      for (const data of typed) expect(data).toMatch(answer);
      expect(opened).toEqual([]);
      expect(errors).toEqual([]);
    });

    it('10,000 random streams of bytes', async () => {
      const { before, after, clipboard, typed, opened, errors } = await show(randomStreams(10_000));
      expect(after).toEqual(before);
      expect(clipboard).toBe('mine');
      for (const data of typed) expect(data).toMatch(answer);
      expect(opened).toEqual([]);
      expect(errors).toEqual([]);
    }, 300_000);
  },
);
