import type { Layout } from '../../shared/contract.ts';
import { comesBack, type ClosedTerminal, type TerminalView } from '../../shared/domain/terminal.ts';

type Places = NonNullable<Layout['terminals']>;

/** What is in front, and what the learner called it. */
interface Placed {
  activeId: string | undefined;
  split: { left: string; right: string } | undefined;
  names: Readonly<Record<string, string>>;
}

interface Terminals {
  views: readonly TerminalView[];
  /** Those that can be opened again. */
  closed: readonly Pick<ClosedTerminal, 'id'>[];
}

/** What is kept of the tabs: which is in front, which two are side by side, and the names that the learner gave. */
export function placesOf({ views, closed, activeId, split, names }: Placed & Terminals): Places {
  // A closed terminal that is opened again has its name again.
  const isThere = new Set([...views, ...closed].map(({ id }) => id));
  const kept = Object.entries(names).filter(([id]) => isThere.has(id));
  return {
    laptops: views.filter(comesBack).map((view) => view.id),
    ...(activeId === undefined ? {} : { active: activeId }),
    ...(split === undefined ? {} : { split }),
    ...(kept.length === 0 ? {} : { names: Object.fromEntries(kept) }),
  };
}

/**
 * The same for the tabs that are there now. After a reload of the page they are the same ones. After a restart of the app the terminals of this
 * machine are there again, in their order and with new ids; where there are more or fewer of them, nobody can tell which is which.
 */
export function restorePlaces({ laptops, active, split, names = {} }: Places, { views, closed }: Terminals): Placed {
  const back = views.filter(comesBack);
  const former = new Map(back.length === laptops.length ? laptops.map((id, index) => [id, back[index]?.id]) : []);
  const idOf = (id: string | undefined): string | undefined =>
    id === undefined || views.some((view) => view.id === id) ? id : (views.find((view) => view.formerId === id)?.id ?? former.get(id));
  const isThere = (id: string | undefined): id is string => views.some((view) => view.id === id);
  const left = idOf(split?.left);
  const right = idOf(split?.right);
  return {
    activeId: idOf(active),
    split: isThere(left) && isThere(right) && left !== right ? { left, right } : undefined,
    names: Object.fromEntries(
      Object.entries(names).flatMap(([id, name]) => {
        const now = closed.some((one) => one.id === id) ? id : idOf(id);
        return now === undefined ? [] : [[now, name]];
      }),
    ),
  };
}
