import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium } from '../../../tools/setup/chromium.mjs';
import { launchChromium } from '../../support/chromium.ts';
import { openGallery, type Gallery } from './gallery-server.ts';
import { openScene, type SceneOptions, type ScenePage } from './open-scene.ts';
import { lookInOnePage, type ViolationsIn } from './violations-in-scenes.ts';

/** Opens a scene in a page of its own, which is closed after the test and must have told of no error by then. */
export type OpenScene = (scene: string, options?: SceneOptions) => Promise<ScenePage>;

/** Tests of scenes in one Chromium; skipped, and said so, on a machine without. */
export function describeInChromium(name: string, tests: (open: OpenScene, violationsIn: ViolationsIn) => void): void {
  const executable = findChromium();
  const note = executable === undefined ? ' (skipped: no Chromium on this machine)' : '';
  describe.skipIf(executable === undefined)(`${name} in Chromium${note}`, () => {
    let browser: Browser;
    let gallery: Gallery;
    let violationsIn: ViolationsIn;
    const opened: ScenePage[] = [];

    beforeAll(async () => {
      gallery = await openGallery();
      browser = await launchChromium();
      violationsIn = lookInOnePage(browser, gallery);
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

    tests(
      async (scene, options) => {
        const scenePage = await openScene(browser, gallery, scene, options);
        opened.push(scenePage);
        return scenePage;
      },
      (scene, options) => violationsIn(scene, options),
    );
  });
}
