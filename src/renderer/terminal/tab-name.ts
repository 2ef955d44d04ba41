import type { TerminalView } from '../../shared/domain/terminal.ts';
import type { TerminalsState } from '../state/terminals.ts';

/** What stands on the tab at `index`: its title, with a number from the second of the same title on (`laptop`, `laptop 2`). */
export function tabName(views: readonly Pick<TerminalView, 'title'>[], index: number): string {
  const title = views[index]?.title ?? '';
  const before = views.slice(0, index).filter((view) => view.title === title).length;
  return before === 0 ? title : `${title} ${before + 1}`;
}

/** What a terminal is called everywhere: the name that the learner gave it, else what stands on its tab. */
export function terminalName({ views, names }: Pick<TerminalsState, 'views' | 'names'>, id: string): string {
  return (
    names[id] ??
    tabName(
      views,
      views.findIndex((view) => view.id === id),
    )
  );
}
