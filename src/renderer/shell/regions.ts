export type RegionName = 'lesson' | 'workbench' | 'terminal';

const order: readonly RegionName[] = ['lesson', 'workbench', 'terminal'];

/** The region that holds the focus now. */
export function currentRegion(document: Document): RegionName | undefined {
  const holder = document.activeElement?.closest<HTMLElement>('[data-region]');
  return order.find((name) => name === holder?.dataset['region']);
}

/** The one after (or before) the given one, around the end; the first when there is none. */
export function regionAfter(name: RegionName | undefined, direction: 1 | -1): RegionName {
  const index = name === undefined ? (direction === 1 ? -1 : 0) : order.indexOf(name);
  return order[(index + direction + order.length) % order.length] ?? 'lesson';
}

/** Where the focus was when a region was left, so that F6 comes back to it. */
const left = new Map<RegionName, HTMLElement>();

/** Moves the focus into a region: to where it was there last, into a terminal's shell, else to the region itself. */
export function focusRegion(document: Document, name: RegionName): void {
  const from = currentRegion(document);
  if (from !== undefined && from !== name && document.activeElement instanceof HTMLElement) left.set(from, document.activeElement);
  const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
  const before = left.get(name);
  const typing = region?.querySelector<HTMLElement>('.terminal-panel:not([hidden]) textarea.xterm-helper-textarea');
  const goal = typing ?? (before?.isConnected === true && region?.contains(before) === true ? before : region);
  goal?.focus();
}
