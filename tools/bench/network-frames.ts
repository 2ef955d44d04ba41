import { availableParallelism, loadavg } from 'node:os';
import { launchChromium } from '../../test/support/chromium.ts';
import { findChromium } from '../setup/chromium.mjs';
import { openGallery } from '../../test/renderer/support/gallery-server.ts';
import { median, round, type Figure } from './figure.ts';

const seconds = 5;
const perSecond = 50;

/** The time between frames while 50 packets a second travel in the Network view, in a Chromium that draws in software. */
export async function networkFrames(): Promise<Figure[]> {
  if (findChromium() === undefined) return [];
  const gallery = await openGallery();
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'no-preference' });
    const page = await context.newPage();
    await page.goto(gallery.address('network-several-bridges'));
    await page.waitForFunction('window.sceneIsReady === true');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const work = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const idle = await page.evaluate(measureFrames, { seconds: 2, perSecond: 0 });
    // The first packets are slower: their code is compiled.
    await page.evaluate(measureFrames, { seconds: 2, perSecond });
    const workBefore = await work();
    const busy = await page.evaluate(measureFrames, { seconds, perSecond });
    const workOfFrame = ((await work()) - workBefore) / busy.frames.length;
    const load = `load ${round(loadavg()[0] ?? Number.NaN, 1)} on ${availableParallelism()} cores`;
    return [
      {
        name: 'frame time, 50 packets a second',
        value: round(median(busy.frames), 1),
        unit: 'ms',
        aim: '16.7 (60 fps)',
        anchor: `p95 ${percentile(busy.frames, 0.95)} ms; with nothing travelling ${round(median(idle.frames), 1)}, p95 ${percentile(idle.frames, 0.95)} ms; ${load}`,
        method: `time between animation frames over ${seconds} s, five services on two bridges, up to ${busy.most} packets at once, 1280x720, Chromium with software rendering (no GPU); median`,
      },
      {
        name: 'work of a frame, 50 packets a second',
        value: round(workOfFrame, 1),
        unit: 'ms',
        aim: '< 8 (half a frame)',
        anchor: load,
        method: "the page's main thread, its own time without that of others, over all frames of the same run; mean",
      },
    ];
  } finally {
    await browser.close();
    await gallery.close();
  }
}

function percentile(values: readonly number[], part: number): number {
  return round(values.toSorted((one, other) => one - other)[Math.floor(values.length * part)] ?? Number.NaN, 1);
}

interface Measured {
  frames: number[];
  /** The largest number of packets that travelled at once. */
  most: number;
}

/** Runs in the page. */
async function measureFrames({ seconds, perSecond }: { seconds: number; perSecond: number }): Promise<Measured> {
  const fake = (window as unknown as { fake: { emit(name: string, payload: unknown): void } }).fake;
  const requests = [
    {
      from: { kind: 'laptop' },
      to: { kind: 'device', port: 80 },
      verdict: { verdict: 'delivered', rule: 'published-port', reason: 'x', reached: 'proxy', network: 'front' },
    },
    {
      from: { kind: 'laptop' },
      to: { kind: 'device', port: 1 },
      verdict: { verdict: 'refused', rule: 'nothing-listens-on-host', reason: 'x' },
    },
    {
      from: { kind: 'service', name: 'api' },
      to: { kind: 'name', name: 'database', port: 5432 },
      verdict: { verdict: 'delivered', rule: 'same-bridge', reason: 'x', reached: 'database', network: 'back' },
    },
  ];
  const frames: number[] = [];
  let most = 0;
  let id = 1000;
  const timer =
    perSecond === 0
      ? undefined
      : setInterval(() => fake.emit('connection.seen', { ...requests[id % 3], id: (id += 1), time: Date.now() }), 1000 / perSecond);
  const began = performance.now();
  let before = began;
  while (performance.now() - began < seconds * 1000) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    if (frames.length > 0 || now > before) frames.push(now - before);
    before = now;
    most = Math.max(most, document.querySelectorAll('.net-packet').length);
  }
  clearInterval(timer);
  return { frames: frames.slice(1), most };
}
