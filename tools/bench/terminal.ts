import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, startApp, type App } from '../../test/e2e/support/app.ts';
import { connectPage } from '../../test/e2e/support/page-client.ts';
import { eventually, temporaryFolder } from '../../test/e2e/support/processes.ts';
import { median, percentile, round, type Figure } from './figure.ts';
import { openLesson } from './open-lesson.ts';
import { processTree, residentBytes } from './process-memory.ts';
import { probeTerminal, type TerminalProbe } from './terminal-probe.ts';

const throughputRuns = 5;
const interruptRuns = 7;
const keys = 100;
const tabCount = 8;
const megabytes = 20;

declare global {
  interface Window {
    probe: TerminalProbe;
  }
}

/** The terminal of the built app in Chromium, against an xterm of the same size in the same page that gets the same text at once. */
export async function terminal(): Promise<Figure[]> {
  await using folder = await temporaryFolder();
  const app = await startApp(folder.path);
  const browser = await openBrowser();
  try {
    const page = await openTerminalPage(browser, app);
    const text = join(folder.path, 'text');
    await writeFile(text, buildLog(megabytes * 1e6));
    const throughput = await timeThroughput(page, text);
    const interrupts = await timeInterrupts(page);
    const echoes = await timeEchoes(page);
    const memory = await measureTabs(page, app, text);
    await page.close();
    const pending = await mostPending(app);
    return [throughput, pending, interrupts, echoes, ...memory];
  } finally {
    await browser.close();
    await app.stop();
  }
}

async function openTerminalPage(browser: Browser, app: App): Promise<Page> {
  // The xterm to compare with comes from a script of its own, which the page's policy would refuse.
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, bypassCSP: true });
  const page = await context.newPage();
  await page.addInitScript(probeTerminal);
  await openLesson(page, app.url);
  await eventually('a prompt', () => page.evaluate(() => (window.probe.isAtPrompt() ? true : undefined)));
  const packages = createRequire(import.meta.url);
  for (const name of ['@xterm/xterm', '@xterm/addon-webgl']) await page.addScriptTag({ path: packages.resolve(name) });
  return page;
}

async function type(page: Page, line: string): Promise<void> {
  await page.locator('.terminal-panel textarea.xterm-helper-textarea').focus();
  await page.keyboard.insertText(line);
  await page.keyboard.press('Enter');
}

async function prompt(page: Page): Promise<void> {
  await eventually('the prompt', () => page.evaluate(() => (window.probe.isAtPrompt() ? true : undefined)));
}

async function timeThroughput(page: Page, file: string): Promise<Figure> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < throughputRuns; run += 1) {
    await page.evaluate(() => window.probe.watch());
    await type(page, `clear; cat ${file}`);
    await eventually('the end', () => page.evaluate(() => window.probe.isBusy() || undefined));
    await prompt(page);
    const { characters, milliseconds } = await page.evaluate(() => window.probe.seen());
    ours.push(characters / milliseconds / 1000);
    const direct = await page.evaluate(() => window.probe.writePlain());
    plain.push(direct.characters / direct.milliseconds / 1000);
  }
  const ratios = ours.map((value, index) => value / (plain[index] ?? Number.NaN));
  return {
    name: 'terminal throughput, of plain xterm',
    value: round(median(ratios), 2),
    unit: 'ratio',
    aim: '>= 0.8',
    anchor: `${round(median(ours), 1)} of ${round(median(plain), 1)} MB/s; ${round(Math.min(...ratios), 2)} to ${round(Math.max(...ratios), 2)} in ${throughputRuns} runs`,
    method: `${megabytes} MB of coloured build log by \`cat\`, from the first output until the last is taken in, against the same text written into an xterm in the same page; median of the ratios`,
  };
}

/** A page that never says it has shown anything. */
async function mostPending(app: App): Promise<Figure> {
  const client = await connectPage(app.url);
  const { id } = (await client.call('terminal.open', { target: { kind: 'laptop' } })) as { id: string };
  await eventually('a prompt', () => (/[$#%] $/.test(client.terminalText()) ? true : undefined));
  const before = client.terminalText().length;
  await client.call('terminal.input', { id, data: 'yes "$(seq -s, 1 30)"\r' });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const bytes = Buffer.byteLength(client.terminalText().slice(before));
  await client.call('terminal.close', { id });
  client.close();
  return {
    name: 'terminal output on its way at most',
    value: round(bytes / 1024, 0),
    unit: 'kB',
    aim: '<= 128',
    anchor: 'pause above 100,000 characters',
    method: 'what `yes` gets through to a page that acknowledges nothing, after 2 s',
  };
}

async function timeInterrupts(page: Page): Promise<Figure> {
  const times: number[] = [];
  for (let run = 0; run < interruptRuns; run += 1) {
    await type(page, 'yes "$(seq -s, 1 200)"');
    await eventually('the flood', () => page.evaluate(() => window.probe.isBusy() || undefined));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await page.evaluate(() => window.probe.watch());
    await page.keyboard.press('Control+C');
    await prompt(page);
    times.push(await page.evaluate(() => window.probe.keyToPrompt()));
  }
  return {
    name: 'Ctrl-C to prompt in a flood',
    value: round(median(times), 0),
    unit: 'ms',
    aim: '100',
    anchor: `${round(Math.min(...times), 0)} to ${round(Math.max(...times), 0)} in ${interruptRuns} runs`,
    method: '`yes` with long lines for a second; from the key’s event until all output up to the prompt is taken in; median',
  };
}

async function timeEchoes(page: Page): Promise<Figure> {
  const times: number[] = [];
  await page.evaluate(() => window.probe.watch());
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.press('abcdefgh'.charAt(key % 8));
    await new Promise((resolve) => setTimeout(resolve, 60 + ((key * 7) % 23)));
  }
  times.push(...(await page.evaluate(() => window.probe.keyToPaint())));
  await page.keyboard.press('Control+C');
  return {
    name: 'key to its echo painted, p95',
    value: round(percentile(times, 0.95), 0),
    unit: 'ms',
    aim: '33',
    anchor: `p50 ${round(median(times), 0)} ms, ${times.length} keys`,
    method: 'from the key’s event until the frame after the echo is on the screen, a key every 60 to 80 ms',
  };
}

async function measureTabs(page: Page, app: App, file: string): Promise<Figure[]> {
  const pid = app.child.pid ?? 0;
  const processes = async () => (await Promise.all((await processTree(pid)).map(residentBytes))).reduce((sum, size) => sum + size, 0);
  await type(page, 'clear');
  const heapBefore = await heap(page);
  const before = await processes();
  for (let tab = 1; tab < tabCount; tab += 1) {
    await page.getByRole('button', { name: 'New terminal' }).click();
    await eventually('a tab', async () => (await page.getByRole('tab', { name: /^laptop/ }).count()) === tab + 1 || undefined);
    await prompt(page);
    await page.evaluate(() => window.probe.watch());
    await type(page, `head -n 10000 ${file}`);
    await eventually('the end', () => page.evaluate(() => window.probe.isBusy() || undefined));
    await prompt(page);
  }
  const ours = (await heap(page)) - heapBefore;
  const inMain = (await processes()) - before;
  const plainBefore = await heap(page);
  const { stdout } = await promisify(execFile)('head', ['-n', '10000', file], { maxBuffer: 1e8 });
  await page.evaluate(({ text, count }) => window.probe.keepPlain(text, count), { text: stdout, count: tabCount - 1 });
  const plain = (await heap(page)) - plainBefore;
  return [
    {
      name: `${tabCount} tabs with 10,000 lines, in the page`,
      value: round((ours / (tabCount - 1)) * tabCount * 1e-6, 0),
      unit: 'MB',
      aim: '',
      anchor: `${round(ours / plain, 2)} of plain xterms with the same lines`,
      method: 'JavaScript heap and array buffers after a collection',
    },
    {
      name: `${tabCount} tabs with 10,000 lines, shells and app`,
      value: round((inMain / (tabCount - 1)) * tabCount * 1e-6, 0),
      unit: 'MB',
      aim: '',
      anchor: 'shells included',
      method: 'growth of the proportional set size of the process tree',
    },
  ];
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  await session.detach();
  return usedSize + backingStorageSize;
}

/** Lines as a build prints them: colours, names, numbers, some wider than the terminal. */
function buildLog(bytes: number): string {
  const lines: string[] = [];
  for (let length = 0, index = 0; length < bytes; index += 1) {
    const line = `\u001b[34m[backend]\u001b[39m  Step ${index % 12}/12 : \u001b[1mRUN\u001b[22m npm install --omit=dev ${'package-'.repeat(index % 17)}${index}\n`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('');
}
