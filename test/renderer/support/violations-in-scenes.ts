import type { Gallery } from './gallery-server.ts';
import { showScene, type SceneOptions } from './open-scene.ts';
import type { PageShelf } from './page-shelf.ts';
import { violationsOf } from './violations.ts';

export interface LookOptions extends Pick<SceneOptions, 'theme'> {
  moreRules?: readonly string[];
}

/** What axe finds wrong in a scene, and the errors that its page has told of: nothing, where all is well. */
export type ViolationsIn = (scene: string, options?: LookOptions) => Promise<string[]>;

/** Looks at scenes in pages of the shelf. */
export function violationsInPages(shelf: PageShelf, gallery: Gallery): ViolationsIn {
  return async (scene, { theme = 'light', moreRules } = {}) => {
    const opened = await shelf.take();
    let found: string[] | undefined;
    try {
      await showScene(opened.page, gallery, scene, theme);
      const violations = await violationsOf(opened.page, moreRules);
      found = [...violations, ...opened.errors.map((error) => `The page told of an error: ${error}`)];
      return found;
    } finally {
      if (found?.length === 0) await shelf.putBack(opened);
      else await opened.page.context().close();
    }
  };
}
