/** What a hint is called, by how much it tells. */
export const hintNames = { nudge: 'A nudge', explain: 'Why', show: 'The answer' } as const;
