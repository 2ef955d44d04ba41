export interface Searchable {
  id: string;
  group: string;
  title: string;
  /** Further words to find it by. */
  words?: string;
}

/** The items that have every word of the query, best first: at the start of the title, at the start of a word, anywhere. */
export function search<Item extends Searchable>(items: readonly Item[], query: string): Item[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...items];
  return items
    .map((item, position) => ({ item, position, score: scoreOf(item, words) }))
    .filter((scored) => scored.score > 0)
    .sort((left, right) => right.score - left.score || left.position - right.position)
    .map((scored) => scored.item);
}

function scoreOf(item: Searchable, words: readonly string[]): number {
  const title = item.title.toLowerCase();
  const all = `${title} ${(item.words ?? '').toLowerCase()}`;
  let score = 0;
  for (const word of words) {
    const at = all.indexOf(word);
    if (at === -1) return 0;
    score += title.startsWith(word) ? 4 : title.includes(` ${word}`) ? 3 : title.includes(word) ? 2 : 1;
  }
  return score;
}
