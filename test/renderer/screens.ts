import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from '../../tools/setup/chromium.mjs';
import { launchChromium } from '../support/chromium.ts';
import { openGallery } from './support/gallery-server.ts';
import { scenes } from './support/scenes.ts';
import { violationsOf } from './support/violations.ts';

/**
 * Draws every state of the screen into a folder and looks for accessibility faults in each:
 * `node test/renderer/screens.ts FOLDER [--only NAME,…] [--size 1280x720,…] [--theme dark] [--colours forced] [--look-only]`.
 * `--only` takes beginnings of names; `--look-only` looks for no faults.
 */
const [folder, ...options] = process.argv.slice(2);
if (folder === undefined || folder.startsWith('-'))
  throw new Error(
    'Usage: node test/renderer/screens.ts FOLDER [--only NAME,…] [--size WxH,…] [--theme light,dark] [--colours forced] [--look-only]',
  );
const option = (name: string, fallback: string): string[] => {
  const at = options.indexOf(`--${name}`);
  return (at === -1 ? fallback : (options[at + 1] ?? fallback)).split(',');
};
const wanted = option('only', '');
const names = Object.keys(scenes).filter((name) => wanted.some((beginning) => name.startsWith(beginning)));
const sizes = option('size', '1280x720,1920x1080').map((size) => size.split('x').map(Number));
const themes = option('theme', 'light,dark') as ('light' | 'dark')[];
const forcedColors = option('colours', '')[0] === 'forced' ? 'active' : 'none';
const looksForFaults = !options.includes('--look-only');

const executable = findChromium();
if (executable === undefined) throw new Error('No Chromium was found; set CHROMIUM_PATH to one.');
await mkdir(folder, { recursive: true });
const gallery = await openGallery();
const browser = await launchChromium();
let faults = 0;
try {
  for (const [width = 1280, height = 720] of sizes) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', forcedColors });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.log(`error: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && console.log(`console: ${message.text()}`));
    for (const name of names) {
      for (const theme of themes) {
        await page.goto(gallery.address(name, theme));
        await page.waitForFunction('window.sceneIsReady === true');
        await page.waitForTimeout(700);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}x${height}.png`) });
        if (!looksForFaults) continue;
        for (const violation of await violationsOf(page)) {
          faults += 1;
          console.log(`${name} ${theme} ${width}: ${violation}`);
        }
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
  await gallery.close();
}
console.log(`${faults} accessibility faults`);
process.exitCode = faults === 0 ? 0 : 1;
