/** `a`, `a and b`, `a, b and c`; `nothing` where there is nothing. */
export function listed(names: readonly string[], nothing = 'none'): string {
  if (names.length === 0) return nothing;
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
}
