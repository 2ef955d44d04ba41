import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { spawnPty } from '../../src/main/terminal/pty/pty.ts';
import { startApp, type App } from '../../test/e2e/support/app.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { connectPage } from '../../test/e2e/support/page-client.ts';
import { eventually, temporaryFolder } from '../../test/e2e/support/processes.ts';
import { median, percentile, round, type Figure } from './figure.ts';
import { processTree, residentBytes } from './process-memory.ts';
import { enterKey, interruptKey, letterKey, openQuietPage, type QuietPage } from './quiet-page.ts';
import { probeTerminal, type TerminalProbe } from './terminal-probe.ts';

/** Uncounted: the page's code is compiled meanwhile. */
const firstRuns = 2;
const throughputRuns = 25;
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
  const browser = await launchChromium();
  try {
    const page = await openTerminalPage(browser, app);
    const text = join(folder.path, 'text');
    const log = buildLog(megabytes * 1e6);
    await writeFile(text, log);
    // The terminal ends each line with two characters.
    const throughputs = await timeThroughput(page, text, log.replaceAll('\n', '\r\n').length);
    const interrupts = await timeInterrupts(page);
    const echoes = await timeEchoes(page);
    const memory = await measureTabs(page, app, text);
    await page.close();
    const pending = await mostPending(app);
    return [...throughputs, pending, interrupts, echoes, ...memory];
  } finally {
    await browser.close();
    await app.stop();
  }
}

async function openTerminalPage(browser: Browser, app: App): Promise<QuietPage> {
  const page = await openQuietPage(browser, app.url, probeTerminal);
  await eventually('the lesson', () =>
    page.evaluate(() => {
      // The first start of a data folder has one card before it.
      const begin = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Begin');
      begin?.click();
      return (begin === undefined && document.querySelector('.terminal-panel .xterm-screen') !== null) || undefined;
    }),
  );
  await prompt(page);
  const packages = createRequire(import.meta.url);
  for (const name of ['@xterm/xterm', '@xterm/addon-webgl']) await page.run(await readFile(packages.resolve(name), 'utf8'));
  return page;
}

async function type(page: QuietPage, line: string): Promise<void> {
  await page.evaluate(() => document.querySelector<HTMLElement>('.terminal-panel textarea.xterm-helper-textarea')?.focus());
  await page.insertText(line);
  await page.press(enterKey);
}

async function prompt(page: QuietPage): Promise<void> {
  await eventually('the prompt', () => page.evaluate(() => (window.probe.isAtPrompt() ? true : undefined)));
}

async function timeThroughput(page: QuietPage, file: string, bytes: number): Promise<Figure[]> {
  const ours: number[] = [];
  const plain: number[] = [];
  const still: number[] = [];
  const pty: number[] = [];
  for (let run = 0; run < firstRuns + throughputRuns; run += 1) {
    await page.evaluate((all) => window.probe.watch(all), bytes);
    await type(page, `cat ${file}`);
    const seen = await eventually('the end', () => page.evaluate(() => window.probe.seen()));
    await prompt(page);
    const speeds = [
      seen,
      await page.evaluate(() => window.probe.writePlain(64_000)),
      await page.evaluate(() => window.probe.writePlain(Infinity)),
      await drainPty(file),
    ].map(speed);
    if (run >= firstRuns) [ours, plain, still, pty].forEach((series, index) => series.push(speeds[index] ?? Number.NaN));
  }
  const ratios = shares(ours, plain);
  const text = `${megabytes} MB of coloured build log by \`cat\``;
  return [
    {
      name: 'terminal throughput, of plain xterm',
      value: round(median(ratios), 2),
      unit: 'ratio',
      aim: '>= 0.8',
      anchor: `${round(median(ours), 1)} of ${round(median(plain), 1)} MB/s; ${round(Math.min(...ratios), 2)} to ${round(Math.max(...ratios), 2)} in ${throughputRuns} runs; load ${round(loadavg()[0] ?? 0, 0)} on ${availableParallelism()} processors`,
      method: `${text}, from the first output until the last is taken in, against the same text written into an xterm in the same page in pieces of 64,000 characters, between which it draws; median of the ratios, after ${firstRuns} runs that are not counted`,
    },
    {
      name: 'the same, of an xterm that draws nothing meanwhile',
      value: round(median(shares(ours, still)), 2),
      unit: 'ratio',
      aim: '',
      anchor: `${round(median(still), 1)} MB/s`,
      method: 'the same text written at once: the page stands still until all is taken in',
    },
    {
      name: 'a pseudo terminal by itself, of plain xterm',
      value: round(median(shares(pty, plain)), 2),
      unit: 'ratio',
      aim: '',
      anchor: `${round(median(pty), 1)} MB/s: no terminal is quicker`,
      method: `${text} through node-pty, thrown away`,
    },
  ];
}

interface Transfer {
  characters: number;
  milliseconds: number;
}

/** MB/s; the text is ASCII. */
function speed({ characters, milliseconds }: Transfer): number {
  return characters / milliseconds / 1000;
}

function shares(values: readonly number[], wholes: readonly number[]): number[] {
  return values.map((value, index) => value / (wholes[index] ?? Number.NaN));
}

/** What the pseudo terminal alone carries. */
async function drainPty(file: string): Promise<Transfer> {
  const pty = await spawnPty({
    file: 'cat',
    arguments: [file],
    variables: { PATH: process.env['PATH'] ?? '' },
    folder: '/',
    size: { columns: 100, rows: 24 },
  });
  let characters = 0;
  let first = 0;
  pty.onData((data) => {
    if (characters === 0) first = performance.now();
    characters += data.length;
  });
  await new Promise<void>((resolve) => pty.onExit(() => resolve()));
  return { characters, milliseconds: performance.now() - first };
}

/** A page that never says it has shown anything. */
async function mostPending(app: App): Promise<Figure> {
  const client = await connectPage(app.url);
  const { id } = (await client.call('terminal.open', { target: { kind: 'laptop' } })) as { id: string };
  // What the shell printed before its tab was there is in the replay alone.
  await eventually('a prompt', async () => {
    const { data } = (await client.call('terminal.replay', { id })) as { data: string };
    return /[$#%] $/.test(stripVTControlCharacters(data)) || undefined;
  });
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
    anchor: 'pause above 120,000 bytes',
    method: 'what `yes` gets through to a page that acknowledges nothing, after 2 s',
  };
}

async function timeInterrupts(page: QuietPage): Promise<Figure> {
  const times: number[] = [];
  for (let run = 0; run < interruptRuns; run += 1) {
    await type(page, 'yes "$(seq -s, 1 200)"');
    await eventually('the flood', () => page.evaluate(() => window.probe.isBusy() || undefined));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await page.evaluate(() => window.probe.watch());
    await page.press(interruptKey);
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

async function timeEchoes(page: QuietPage): Promise<Figure> {
  const times: number[] = [];
  await page.evaluate(() => window.probe.watch());
  for (let key = 0; key < keys; key += 1) {
    await page.press(letterKey('abcdefgh'.charAt(key % 8)));
    await new Promise((resolve) => setTimeout(resolve, 60 + ((key * 7) % 23)));
  }
  times.push(...(await page.evaluate(() => window.probe.keyToPaint())));
  await page.press(interruptKey);
  return {
    name: 'key to its echo painted, p95',
    value: round(percentile(times, 0.95), 0),
    unit: 'ms',
    aim: '33',
    anchor: `p50 ${round(median(times), 0)} ms, ${times.length} keys`,
    method: 'from the key’s event until the frame after the echo is on the screen, a key every 60 to 80 ms',
  };
}

async function measureTabs(page: QuietPage, app: App, file: string): Promise<Figure[]> {
  const pid = app.child.pid ?? 0;
  const processes = async () => (await Promise.all((await processTree(pid)).map(residentBytes))).reduce((sum, size) => sum + size, 0);
  await type(page, 'clear');
  const heapBefore = await heap(page);
  const before = await processes();
  for (let tab = 1; tab < tabCount; tab += 1) {
    await page.evaluate(() => document.querySelector<HTMLElement>('button[aria-label="New terminal"]')?.click());
    await eventually('a tab', () =>
      page.evaluate((count) => document.querySelectorAll('.terminal-tab').length === count || undefined, tab + 1),
    );
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

async function heap(page: QuietPage): Promise<number> {
  await page.send('HeapProfiler.collectGarbage');
  await page.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await page.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
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
