import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

/**
 * Every picture as it looks, at both sizes of a screen, in each situation of the class and at 3 and 25 services. What is compared is the
 * screenshot at a sixth of its size in shades of grey: fonts are drawn a little otherwise on every machine, but what moves, goes or covers
 * something is seen. A look that is missing is taken; to take one anew, remove its file.
 */
const situations = [
  ...['network-host-only', 'network-host-and-bridged', 'network-both-bridged', 'network-refused', 'network-plan'],
  ...['network-three', 'network-many', 'lifecycle-loop', 'lifecycle-recreated', 'lifecycle-volumes', 'lifecycle-three', 'lifecycle-many'],
  ...['volumes-data', 'volumes-shared', 'volumes-push', 'volumes-three', 'volumes-many', 'layers-stages', 'layers-cached', 'requests'],
];
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
];
const folder = resolve(import.meta.dirname, 'looks');
const now = Date.UTC(2026, 10, 23, 9, 30, 0);

/** Of 255 shades; text that is drawn otherwise stays below. */
const seen = 40;
/** Part of the picture that may differ so much. */
const most = 0.006;

describeInChromium('what the pictures look like', (open) => {
  it.each(situations)(
    '%s',
    async (scene) => {
      const { page } = await open(scene, { ...sizes[0], now });
      for (const size of sizes) {
        await page.setViewportSize(size);
        const look = await lookOf(page);
        const name = `${scene}-${size.width}.png`;
        const path = join(folder, name);
        if (!existsSync(path)) {
          await mkdir(folder, { recursive: true });
          await writeFile(path, look);
          continue;
        }
        const part = await difference(page, await readFile(path), look);
        const actual = join(tmpdir(), `fleetlab-look-${name}`);
        if (part > most) await writeFile(actual, look);
        expect(part, `test/renderer/workbench/looks/${name} is not what is drawn now: ${actual}`).toBeLessThanOrEqual(most);
      }
    },
    60_000,
  );

  it('would tell a connection that ends elsewhere, and a service more', async () => {
    const { page } = await open('requests-none');
    const part = async (one: string, other: string): Promise<number> =>
      difference(page, await readFile(join(folder, one)), await readFile(join(folder, other)));
    expect(await part('network-both-bridged-1280.png', 'network-refused-1280.png')).toBeGreaterThan(most);
    expect(await part('network-host-only-1280.png', 'network-host-and-bridged-1280.png')).toBeGreaterThan(most);
    expect(await part('volumes-data-1280.png', 'volumes-three-1280.png')).toBeGreaterThan(most);
    expect(await part('lifecycle-loop-1280.png', 'lifecycle-recreated-1280.png')).toBeGreaterThan(most);
  });
});

/** The Workbench's panel, as a small PNG in shades of grey. */
async function lookOf(page: Page): Promise<Buffer> {
  await page.locator('.workbench-panel svg[data-picture], .requests').first().waitFor();
  // Fonts are there, and what is measured has been drawn again.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const screenshot = await page.locator('.workbench-panel:has(svg[data-picture], .requests)').screenshot({ animations: 'disabled' });
  const small = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width / 6);
    canvas.height = Math.round(image.height / 6);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('No canvas.');
    context.imageSmoothingQuality = 'high';
    context.filter = 'grayscale(1)';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png');
  }, dataUrl(screenshot));
  return Buffer.from(small.slice(small.indexOf(',') + 1), 'base64');
}

/** The part of the pixels that are of clearly another shade; 1 where the sizes differ. */
async function difference(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async ({ sources, seen }) => {
      const pixels = async (source: string): Promise<ImageData> => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement('canvas');
        canvas.width = image.width;
        canvas.height = image.height;
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('No canvas.');
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [one, other] = [await pixels(sources[0] ?? ''), await pixels(sources[1] ?? '')];
      if (one.width !== other.width || one.height !== other.height) return 1;
      let different = 0;
      for (let at = 0; at < one.data.length; at += 4) if (Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0)) > seen) different += 1;
      return different / (one.data.length / 4);
    },
    { sources: [dataUrl(before), dataUrl(after)], seen },
  );
}

function dataUrl(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
