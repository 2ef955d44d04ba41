import type { Browser } from 'playwright-core';
import { isSpecial, openPage, type OpenedPage, type PageOptions } from './open-scene.ts';

export interface PageShelf {
  /** An empty page of that size and kind: a rested one, or a new one. */
  take(options?: PageOptions): Promise<OpenedPage>;
  /** For the next one. Only a page in which all was well: one that failed may hang still, and is to be closed. */
  putBack(opened: OpenedPage): Promise<void>;
}

/**
 * Pages between two tests. A scene in a new page takes three times as long as in one that has shown another (measured: 3.4 s and 0.9 s on two cores), which
 * has compiled the screen's code. Each scene is a new document; what outlives a document is taken back here.
 */
export function pageShelf(browser: Browser): PageShelf {
  const rested: OpenedPage[] = [];
  return {
    async take(options = {}) {
      const opened = isSpecial(options) ? undefined : rested.pop();
      if (opened === undefined) return openPage(browser, options);
      const { width = 1280, height = 720 } = options;
      await opened.page.setViewportSize({ width, height });
      return opened;
    },
    async putBack(opened) {
      const { page } = opened;
      if (page.isClosed()) return;
      if (opened.isSpecial || opened.errors.length > 0) return page.context().close();
      await page.evaluate(() => {
        window.name = '';
        localStorage.clear();
        sessionStorage.clear();
      });
      // The scene ends here, so that no error of its is told to the next.
      await page.goto('about:blank');
      for (const key of ['Control', 'Shift', 'Alt', 'Meta']) await page.keyboard.up(key);
      await page.mouse.up();
      // Where nothing is, so that nothing is pointed at.
      await page.mouse.move(-1, -1);
      await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: 'reduce', forcedColors: 'none' });
      await page.unrouteAll();
      await page.context().clearPermissions();
      await page.context().clearCookies();
      rested.push(opened);
    },
  };
}
