/** A tab as it is drawn, in pixels of the page. */
export interface DrawnTab {
  id: string;
  left: number;
  width: number;
}

/** The tab before which one would come that is let go of at `x`: the first whose middle is right of that; undefined behind all. */
export function dropPlace(tabs: readonly DrawnTab[], x: number): string | undefined {
  return tabs.find(({ left, width }) => x < left + width / 2)?.id;
}
