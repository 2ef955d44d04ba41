import { terminalName } from '../terminal/tabs/tab-name.ts';
import type { TerminalsState } from './terminals-state.ts';

/** What a terminal is called, to tell it from the others; undefined where there is no other, or it is gone. */
export function nameAmongOthers(state: Pick<TerminalsState, 'views' | 'names'>, id: string | undefined): string | undefined {
  const isOneOfSeveral = state.views.length > 1 && state.views.some((view) => view.id === id);
  return id === undefined || !isOneOfSeveral ? undefined : terminalName(state, id);
}
