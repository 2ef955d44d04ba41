/**
 * The ids of all terminals, after one was put before another, or at the end where `before` is undefined. The order stays where either of the two
 * is not in it, as one may have been closed meanwhile.
 */
export function movedBefore(order: readonly string[], id: string, before: string | undefined): string[] {
  if (id === before || !order.includes(id) || (before !== undefined && !order.includes(before))) return [...order];
  const others = order.filter((one) => one !== id);
  return others.toSpliced(before === undefined ? others.length : others.indexOf(before), 0, id);
}

/** The same, after one came back that had been behind all of `former`: behind the last of them that is still there, else at the front. */
export function placedBehind(order: readonly string[], id: string, former: readonly string[]): string[] {
  const others = order.filter((one) => one !== id);
  return others.toSpliced(others.findLastIndex((one) => former.includes(one)) + 1, 0, id);
}

/** What is in the order comes as it has it, the rest behind that as it was. */
export function inOrder<Item extends { id: string }>(items: readonly Item[], order: readonly string[]): Item[] {
  const placeOf = ({ id }: Item): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return items.toSorted((one, other) => placeOf(one) - placeOf(other));
}
