import type { Browser } from 'playwright-core';
import type { Gallery } from './gallery-server.ts';
import { openPage, showScene, type OpenedPage, type SceneOptions } from './open-scene.ts';
import { violationsOf } from './violations.ts';

export interface LookOptions extends Pick<SceneOptions, 'theme'> {
  moreRules?: readonly string[];
}

/** What axe finds wrong in a scene, and the errors that its page has told of: nothing, where all is well. */
export type ViolationsIn = (scene: string, options?: LookOptions) => Promise<string[]>;

/**
 * Looks at one scene after another in one page a theme: a scene in a new page takes half as long again to open. The page is given to
 * no test, so nothing is typed, clicked or set in it; each scene is a new document.
 */
export function lookInOnePage(browser: Browser, gallery: Gallery): ViolationsIn {
  const resting = new Map<string, OpenedPage>();

  return async (scene, { theme = 'light', moreRules } = {}) => {
    const opened = resting.get(theme) ?? (await openEmptyPage(browser));
    // A page comes back only from a scene in which all was well. One that failed, or hangs still, is nobody's after it.
    resting.delete(theme);
    const { page, errors } = opened;
    let found: string[] | undefined;
    try {
      await showScene(page, gallery, scene, theme);
      const violations = await violationsOf(page, moreRules);
      // The scene ends here, so that no error of its is told to the next.
      await page.goto('about:blank');
      await page.context().clearCookies();
      found = [...violations, ...errors.map((error) => `The page told of an error: ${error}`)];
      return found;
    } finally {
      if (found?.length === 0) resting.set(theme, opened);
      else await page.context().close();
    }
  };
}

/** A page whose every document begins without what the one before it has stored. */
async function openEmptyPage(browser: Browser): Promise<OpenedPage> {
  const opened = await openPage(browser);
  await opened.page.addInitScript(() => {
    // An empty page has no storage, and throws where it is asked for it.
    if (location.protocol === 'about:') return;
    window.name = '';
    localStorage.clear();
    sessionStorage.clear();
  });
  return opened;
}
