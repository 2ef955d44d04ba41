/** File modes as `chmod`, `mkdir -m` and `find -perm` read them. */

/** Bits that new files and directories do not get unless they are asked for. */
const umask = 0o022;

/** The mode after a change such as `755`, `u+x`, `go-w,a+X`; undefined where it is no mode. */
export function changeMode(text: string, mode: number, isDirectory: boolean): number | undefined {
  if (/^[0-7]+$/.test(text)) {
    const wanted = Number.parseInt(text, 8);
    if (wanted > 0o7777) return undefined;
    // A directory keeps its set-ID bits unless five digits are given.
    return isDirectory && text.length < 5 ? wanted | (mode & 0o6000) : wanted;
  }
  let changed = mode;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (match === null) return undefined;
    const [, who = '', actions = ''] = match;
    for (const [, operator = '', permissions = ''] of actions.matchAll(/([-+=])([rwxXst]+|[ugo]|)/g)) {
      changed = applyAction(changed, who, operator, permissions, isDirectory);
    }
  }
  return changed;
}

const shifts: Record<string, number> = { u: 6, g: 3, o: 0 };

function applyAction(mode: number, who: string, operator: string, permissions: string, isDirectory: boolean): number {
  const classes = who === '' || who.includes('a') ? ['u', 'g', 'o'] : [...new Set(who)];
  let bits = 0;
  let affected = 0;
  for (const name of classes) {
    const shift = shifts[name] ?? 0;
    affected |= 7 << shift;
    bits |= tripleOf(permissions, mode, isDirectory) << shift;
    if (permissions.includes('s') && name !== 'o') bits |= name === 'u' ? 0o4000 : 0o2000;
    if (name !== 'o') affected |= name === 'u' ? 0o4000 : 0o2000;
  }
  if (permissions.includes('t') && (who === '' || who.includes('a') || who.includes('o'))) bits |= 0o1000;
  if (who === '') {
    bits &= ~umask;
    affected &= ~umask;
  }
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  const kept = isDirectory ? affected & ~0o6000 : affected;
  return (mode & ~kept) | bits;
}

function tripleOf(permissions: string, mode: number, isDirectory: boolean): number {
  const copied = shifts[permissions];
  if (copied !== undefined) return (mode >> copied) & 7;
  const execute = permissions.includes('x') || (permissions.includes('X') && (isDirectory || (mode & 0o111) !== 0));
  return (permissions.includes('r') ? 4 : 0) | (permissions.includes('w') ? 2 : 0) | (execute ? 1 : 0);
}
