import type { Browser, Page } from 'playwright-core';
import type { Model } from '../../../src/renderer/state/model.ts';
import type { FakeBridge } from './fake-bridge.ts';
import type { Gallery } from './gallery-server.ts';

declare global {
  interface Window {
    fake: FakeBridge;
    model: Model;
    sceneIsReady: boolean;
  }
}

export interface OpenedPage {
  page: Page;
  /** What the page has told of as an error, oldest first. */
  errors: string[];
  /** Its clock or colours are another's, which stays so. */
  isSpecial: boolean;
}

export interface ScenePage extends OpenedPage {
  /** What the page has called of this procedure, oldest first. */
  calls: (name: string) => Promise<unknown[]>;
}

export interface PageOptions {
  width?: number;
  height?: number;
  /** Milliseconds since 1970 at which the page's clock stands still, in UTC. */
  now?: number;
  /** The system chooses the colours. */
  forcedColors?: boolean;
}

export interface SceneOptions extends PageOptions {
  theme?: 'light' | 'dark';
}

/** What cannot be taken back from a page. */
export function isSpecial({ now, forcedColors = false }: PageOptions): boolean {
  return now !== undefined || forcedColors;
}

/** One state of the screen in a page of its own. */
export async function openScene(browser: Browser, gallery: Gallery, scene: string, options: SceneOptions = {}): Promise<ScenePage> {
  return sceneIn(await openPage(browser, options), gallery, scene, options.theme);
}

/** One state of the screen in this page. */
export async function sceneIn(opened: OpenedPage, gallery: Gallery, scene: string, theme?: SceneOptions['theme']): Promise<ScenePage> {
  const { page } = opened;
  await showScene(page, gallery, scene, theme);
  return {
    ...opened,
    calls: (name) => page.evaluate((wanted) => window.fake.calls.filter((call) => call.name === wanted).map((call) => call.input), name),
  };
}

/** An empty page in a browser context of its own. */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<OpenedPage> {
  const { width = 1280, height = 720, now, forcedColors = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    forcedColors: forcedColors ? 'active' : 'none',
  });
  const page = await context.newPage();
  if (now !== undefined) await page.clock.setFixedTime(now);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return { page, errors, isSpecial: isSpecial(options) };
}

/** Shows a scene in a page, in place of what was there. */
export async function showScene(page: Page, gallery: Gallery, scene: string, theme?: SceneOptions['theme']): Promise<void> {
  await page.goto(gallery.address(scene, theme));
  await page.waitForFunction(() => window.sceneIsReady);
  // Another font is another width.
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
