import type { ClosedTerminal, TerminalView } from '../../../shared/domain/terminal.ts';
import type { TerminalsState } from '../../state/terminals-state.ts';

type Titled = Pick<TerminalView, 'title' | 'serial'>;

/**
 * What stands on the tab at `index`: its title, with a number from the second of the same title on (`laptop`, `laptop 2`). The second is the one
 * that was opened later: a tab that is moved keeps its name.
 */
export function tabName(views: readonly Titled[], index: number): string {
  const own = views[index];
  if (own === undefined) return '';
  const isEarlier = (view: Titled, at: number): boolean =>
    view.title === own.title && (view.serial < own.serial || (view.serial === own.serial && at < index));
  const before = views.filter(isEarlier).length;
  return before === 0 ? own.title : `${own.title} ${before + 1}`;
}

/** What a closed terminal will be called when it is opened again. */
export function closedName({ views, names }: Pick<TerminalsState, 'views' | 'names'>, closed: ClosedTerminal): string {
  return names[closed.id] ?? tabName([...views, closed], views.length);
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
