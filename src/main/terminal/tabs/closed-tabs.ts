import type { ClosedTerminal } from '../../../shared/domain/terminal.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import type { PastTab } from './past-tabs.ts';

/** A tab that was closed: what it comes back with. */
export interface ClosedTab {
  view: ClosedTerminal;
  past: PastTab;
  /** The tabs that were before it. */
  before: readonly string[];
}

/** The tabs that were closed last, of this run of the app: in memory alone, so that nothing of them is kept on disk. */
export interface ClosedTabs {
  /** The one that was closed last first. */
  list(): ClosedTerminal[];
  add(tab: ClosedTab): void;
  /** Takes one out, the one that was closed last unless told. Throws FleetlabError `not-found` where it is none of them. */
  take(id?: string): ClosedTab;
  /** What was taken could not be opened: it is where it was, for another try. */
  putBack(tab: ClosedTab): void;
  /** Those of other environments are not kept any more. */
  keepOnly(environments: readonly string[]): void;
  /** One is there again, under another id, by which those know it that it was before. */
  cameBack(formerId: string, id: string): void;
}

/** Each may hold a megabyte of text. */
const most = 5;

/** `onChange` hears of the list each time that it is another one. */
export function createClosedTabs(onChange: (views: ClosedTerminal[]) => void): ClosedTabs {
  /** Newest first. */
  let closed: ClosedTab[] = [];
  /** When each was closed, on a clock of its own. */
  const turns = new WeakMap<ClosedTab, number>();
  let turn = 0;

  function hold(tabs: readonly ClosedTab[]): void {
    closed = tabs.toSorted((one, other) => (turns.get(other) ?? 0) - (turns.get(one) ?? 0)).slice(0, most);
    onChange(list());
  }

  function list(): ClosedTerminal[] {
    return closed.map(({ view }) => view);
  }

  return {
    list,
    add(tab) {
      turns.set(tab, (turn += 1));
      hold([...closed, tab]);
    },
    take(id) {
      const tab = closed.find(({ view }) => id === undefined || view.id === id);
      if (tab === undefined) throw new FleetlabError('not-found', 'No such closed terminal is kept any more.', 'Open a new one.');
      hold(closed.filter((other) => other !== tab));
      return tab;
    },
    putBack: (tab) => hold([...closed, tab]),
    keepOnly(environments) {
      const left = closed.filter(({ view }) => environments.includes(view.environment.id));
      if (left.length < closed.length) hold(left);
    },
    cameBack(formerId, id) {
      for (const tab of closed) tab.before = tab.before.map((other) => (other === formerId ? id : other));
    },
  };
}
