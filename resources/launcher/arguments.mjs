/**
 * The command names that balena CLI 23.0.0 dropped ("Drop all deprecated aliases") or that went before it, with today's names. From the
 * CLI's own CHANGELOG.md.
 * @type {ReadonlyMap<string, string>}
 */
const renamed = new Map([
  ['api-keys', 'api-key list'],
  ['app', 'fleet'],
  ['app purge', 'fleet purge'],
  ['app rename', 'fleet rename'],
  ['app restart', 'fleet restart'],
  ['app rm', 'fleet rm'],
  ['apps', 'fleet list'],
  ['devices', 'device list'],
  ['devices supported', 'device-type list'],
  ['env add', 'env set'],
  ['envs', 'env list'],
  ['fleets', 'fleet list'],
  ['key', 'ssh-key'],
  ['key add', 'ssh-key add'],
  ['key list', 'ssh-key list'],
  ['key rm', 'ssh-key rm'],
  ['keys', 'ssh-key list'],
  ['logs', 'device logs'],
  ['note', 'device note'],
  ['notes', 'device note'],
  ['orgs', 'organization list'],
  ['releases', 'release list'],
  ['scan', 'device detect'],
  ['ssh', 'device ssh'],
  ['tags', 'tag list'],
  ['tunnel', 'device tunnel'],
]);

/** Commands of today that begin with a word of the table above. */
const current = new Set(['app create']);

/**
 * What the CLI of today is to be called with.
 * @param {readonly string[]} given arguments after `balena`
 * @returns {{ arguments: string[], notice?: string }} `notice`: a line for the learner, where the name has changed
 */
export function todaysArguments(given) {
  const { prefix, words } = splitHelp(given);
  const old = oldName(words);
  const name = old === undefined ? undefined : renamed.get(old);
  const today = old === undefined || name === undefined ? [...words] : [...name.split(' '), ...words.slice(old.split(' ').length)];
  return {
    arguments: [...prefix, ...today],
    ...(name === undefined ? {} : { notice: `balena ${old} is now: balena ${name}` }),
  };
}

/** @param {readonly string[]} given */
function splitHelp(given) {
  return given[0] === 'help' && given.length > 1 ? { prefix: ['help'], words: given.slice(1) } : { prefix: [], words: given };
}

/**
 * @param {readonly string[]} words
 * @returns {string | undefined}
 */
function oldName(words) {
  const [first, second] = words;
  if (first === undefined) return undefined;
  const both = `${first} ${second ?? ''}`;
  if (second !== undefined && current.has(both)) return undefined;
  if (second !== undefined && renamed.has(both)) return both;
  return renamed.has(first) ? first : undefined;
}
