import type { TerminalView } from '../../shared/domain/terminal.ts';

/** What stands on the tab at `index`: its title, with a number from the second of the same title on (`laptop`, `laptop 2`). */
export function tabName(views: readonly Pick<TerminalView, 'title'>[], index: number): string {
  const title = views[index]?.title ?? '';
  const before = views.slice(0, index).filter((view) => view.title === title).length;
  return before === 0 ? title : `${title} ${before + 1}`;
}
