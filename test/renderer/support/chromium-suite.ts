import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium } from '../../../tools/setup/chromium.mjs';
import { launchChromium } from '../../support/chromium.ts';
import { openGallery, type Gallery } from './gallery-server.ts';
import { sceneIn, type OpenedPage, type SceneOptions, type ScenePage } from './open-scene.ts';
import { pageShelf, type PageShelf } from './page-shelf.ts';
import { violationsInPages, type ViolationsIn } from './violations-in-scenes.ts';

/** Opens a scene in a page that nobody else has until the test is over; it must have told of no error by then. */
export type OpenScene = (scene: string, options?: SceneOptions) => Promise<ScenePage>;

/** Tests of scenes in one Chromium; skipped, and said so, on a machine without. */
export function describeInChromium(name: string, tests: (open: OpenScene, violationsIn: ViolationsIn) => void): void {
  const executable = findChromium();
  const note = executable === undefined ? ' (skipped: no Chromium on this machine)' : '';
  describe.skipIf(executable === undefined)(`${name} in Chromium${note}`, () => {
    let browser: Browser;
    let gallery: Gallery;
    let shelf: PageShelf;
    let violationsIn: ViolationsIn;
    const opened: OpenedPage[] = [];

    beforeAll(async () => {
      gallery = await openGallery();
      browser = await launchChromium();
      shelf = pageShelf(browser);
      violationsIn = violationsInPages(shelf, gallery);
    }, 120_000);
    afterEach(async ({ task }) => {
      const pages = opened.splice(0);
      const isWell = task.result?.state !== 'fail' && pages.every(({ errors }) => errors.length === 0);
      for (const page of pages) await (isWell ? shelf.putBack(page) : page.page.context().close());
      expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
    });
    afterAll(async () => {
      await browser.close();
      await gallery.close();
    });

    tests(
      async (scene, options) => {
        const page = await shelf.take(options);
        opened.push(page);
        return sceneIn(page, gallery, scene, options?.theme);
      },
      (scene, options) => violationsIn(scene, options),
    );
  });
}
