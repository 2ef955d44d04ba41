import { movedBefore } from '../../../shared/terminal-order.ts';
import type { Model } from '../../state/model.ts';
import { terminalName } from './tab-name.ts';

/** Puts a terminal's tab before another one, or behind all, and says where it is then. */
export async function moveTerminal({ terminals, announcer }: Model, id: string, before: string | undefined): Promise<void> {
  const state = terminals.store.getState();
  const order = state.views.map((view) => view.id);
  const next = movedBefore(order, id, before);
  const words = `${terminalName(state, id)} is ${next.indexOf(id) + 1} of ${next.length}.`;
  if (next.every((one, index) => one === order[index])) {
    announcer.announce(words);
    return;
  }
  await terminals.move(id, before);
  if (terminals.store.getState().problem === undefined) announcer.announce(`Moved: ${words}`);
}

/** One place to the right (1) or to the left (-1); where there is none, it stays and says so. */
export function moveTerminalBy(model: Model, id: string, by: 1 | -1): Promise<void> {
  const order = model.terminals.store.getState().views.map((view) => view.id);
  const at = order.indexOf(id);
  const before = by === 1 ? order[at + 2] : order[Math.max(0, at - 1)];
  return moveTerminal(model, id, before);
}
