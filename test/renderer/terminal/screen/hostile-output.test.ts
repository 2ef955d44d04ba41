import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../../../tools/setup/chromium.mjs';
import { launchChromium } from '../../../support/chromium.ts';
import { openGallery, type Gallery } from '../../support/gallery-server.ts';
import { openScene } from '../../support/open-scene.ts';

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
  'the clipboard, by every name and in 8 bits': ['p', 'q', 's', '0', '7', 'cp', '']
    .map((name) => `${escape}]52;${name};${btoa('rm -rf ~')}${escape}\\\u009d52;${name};${btoa('rm -rf ~')}\u009c`)
    .join(''),
  'links to scripts, files and other programs': [
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'file:///etc/passwd',
    'ssh://a',
  ]
    .map((address) => `${escape}]8;id=1;${address}${escape}\\https://docs.balena.io${escape}]8;;${escape}\\ ${address}\r\n`)
    .join(''),
  'a link that never ends': `${escape}]8;;https://example.com/${'x'.repeat(5000)}\u0007https://docs.balena.io`,
  'a folder of another machine (OSC 7)': `${escape}]7;file://elsewhere/etc\u0007`,
  'marks of a shell, forged': [
    ...['133;A', '133;B', '133;C', '133;D;0', '133;A;fleetlab=0123456789abcdef', '133;D;0;fleetlab='],
    ...['633;E;rm -rf ~;', '633;P;Cwd=/etc;fleetlab=0', '633;P;HasRichCommandDetection=True', '1337;SetMark', '1337;CurrentDir=/etc'],
  ]
    .map((mark) => `${escape}]${mark}\u0007`)
    .join('echo owned\r\n'),
  'files and notifications of other terminals': [
    ...[
      `1337;File=inline=0;name=${btoa('owned')}:${btoa('text')}`,
      '1337;RequestUpload=format=tgz',
      '1337;ReportCellSize',
      '1337;StealFocus',
    ],
    ...['9;owned', '9;4;1;50', '99;i=1;owned', '777;notify;owned;owned', '50;?', '60;?', '5522;type=read;'],
  ]
    .map((content) => `${escape}]${content}\u0007`)
    .join(''),
  'a picture (sixel)': `${escape}P0;1;0q"1;1;4000000;4000000#0;2;100;0;0#0!4000000~-\r\n${'!999~-'.repeat(2000)}${escape}\\`,
  'a picture, a file and a question (kitty)': ['a=T,f=100,t=d', 'a=T,t=f', 'a=q,i=1,s=1,v=1', 'a=d,d=A']
    .map((control) => `${escape}_G${control};${btoa('/etc/passwd')}${escape}\\`)
    .join(''),
  'strings of no use (DCS, SOS, PM, APC)': ['P1000p', 'X', '^', '_', 'P0;0|17/726d0d', 'P1;1{owned']
    .map((start) => `${escape}${start}${'x'.repeat(1000)}\r\n${escape}\\`)
    .join(''),
  'the title, pushed and popped': `${escape}[22;0t${escape}[22;2t${escape}]2;owned\u0007${escape}[23;0t${escape}[23;2t`.repeat(100),
  'every setting, reported (DECRQSS)': ['m', 'r', '"p', '"q', ' q', 's', 't', '$|', '*|', '?', '\u0003\r']
    .map((setting) => `${escape}P$q${setting}${escape}\\${escape}P0$q${setting}${escape}\\`)
    .join(''),
  'the screen, reported and printed': `${escape}[1;1;1;1;10;20*y${escape}[?26n${escape}[5i${escape}[?5i${escape}[4i${escape}#3`,
  'mouse, focus and paste modes left on': [9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 2004, 2026, 2031]
    .map((mode) => `${escape}[?${String(mode)}h${escape}[?${String(mode)}$p`)
    .join(''),
  'keys that send something else': `${escape}[?1h${escape}=${escape}[>4;2m${escape}[>1u${escape}[?u${escape}[=31u${escape}[?67h${escape}[20h`,
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

    let ends = 0;
    let scene: Awaited<ReturnType<typeof openScene>>;

    beforeAll(async () => {
      gallery = await openGallery();
      browser = await launchChromium();
      scene = await openScene(browser, gallery, 'step-fresh');
      await scene.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await scene.page.locator('.terminal-panel .xterm-screen').waitFor();
    }, 60_000);
    afterAll(async () => {
      await browser.close();
      await gallery.close();
    });

    /** Shows each text in the terminal; tells what came of it outside. */
    async function show(texts: readonly string[]) {
      const { page, calls } = scene;
      await page.evaluate(() => navigator.clipboard.writeText('mine'));
      const look = async () => ({
        title: await page.title(),
        address: page.url(),
        outside: await page.evaluate(() => ({
          lesson: document.querySelector<HTMLElement>('[data-region=lesson]')?.innerText,
          tabs: document.querySelector<HTMLElement>('.terminal-list')?.innerText,
          made: [document.scripts.length, document.images.length, document.querySelectorAll('iframe, dialog, [role=dialog]').length],
        })),
      });
      const before = await look();
      const earlier = { typed: (await calls('terminal.input')).length, errors: scene.errors.length };
      await page.evaluate(async (all) => {
        for (const [index, data] of all.entries()) {
          window.fake.print('t1', data);
          if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
        }
        // xterm takes its input in turns.
        await new Promise((resolve) => setTimeout(resolve, 500));
      }, texts);
      // Whatever was begun, it still shows what comes, and is as new for the next.
      const end = `still here ${(ends += 1)}`;
      await page.evaluate((data) => window.fake.print('t1', data), `\u0018\u001b[?2026l\u001bc\u001b[!p${end}`);
      await page.locator('.terminal-panel .xterm-rows').getByText(end).waitFor();
      const after = await look();
      const clipboard = await page.evaluate(() => navigator.clipboard.readText());
      const typed = ((await calls('terminal.input')) as { data: string }[]).slice(earlier.typed).map(({ data }) => data);
      return { before, after, clipboard, typed, opened: await calls('app.openExternal'), errors: scene.errors.slice(earlier.errors) };
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
