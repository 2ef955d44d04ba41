import type { TerminalView } from '../../shared/domain/terminal.ts';
import { tabName } from '../terminal/tab-name.ts';

/** What stands on a terminal's tab, to tell it from the others; undefined where there is no other, or it is gone. */
export function nameAmongOthers(views: readonly Pick<TerminalView, 'id' | 'title'>[], id: string | undefined): string | undefined {
  const index = views.findIndex((view) => view.id === id);
  return index === -1 || views.length < 2 ? undefined : tabName(views, index);
}
