import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium, launchChromium } from './chromium.ts';
import { openGallery, type Gallery } from './gallery-server.ts';
import { openScene, type SceneOptions, type ScenePage } from './open-scene.ts';

/** Opens a scene in a page of its own, which is closed after the test and must have told of no error by then. */
export type OpenScene = (scene: string, options?: SceneOptions) => Promise<ScenePage>;

/** Tests of scenes in one Chromium; skipped, and said so, on a machine without. */
export function describeInChromium(name: string, tests: (open: OpenScene) => void): void {
  const executable = findChromium();
  const note = executable === undefined ? ' (skipped: no Chromium on this machine)' : '';
  describe.skipIf(executable === undefined)(`${name} in Chromium${note}`, () => {
    let browser: Browser;
    let gallery: Gallery;
    const opened: ScenePage[] = [];

    beforeAll(async () => {
      gallery = await openGallery();
      browser = await launchChromium(executable ?? '');
    }, 120_000);
    afterEach(async () => {
      for (const { page, errors } of opened.splice(0)) {
        expect(errors).toEqual([]);
        await page.context().close();
      }
    });
    afterAll(async () => {
      await browser.close();
      await gallery.close();
    });

    tests(async (scene, options) => {
      const scenePage = await openScene(browser, gallery, scene, options);
      opened.push(scenePage);
      return scenePage;
    });
  });
}
