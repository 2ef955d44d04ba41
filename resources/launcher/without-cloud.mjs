// A device without a cloud takes pushes, tells its log and lets people in; accounts, fleets and releases are a cloud's.

/** What the CLI does with a device named by its address, or with no device at all. */
const alone = new Set([
  'autocomplete',
  'build',
  'config',
  'deploy',
  'help',
  'local',
  'os',
  'preload',
  'util',
  'version',
  '--version',
  '-v',
  '--help',
  '-h',
]);
const ofDevice = new Set(['ssh', 'logs', 'detect']);

/**
 * Why a command cannot be run where there is only a device, in words; undefined where it can.
 * @param {readonly string[]} words the command line after `balena`
 * @param {string} address the device's
 */
export function whyCloud(words, address) {
  const [topic = 'help', ...rest] = words;
  // Options and their values may come first, and which option has a value only the CLI knows: an address in any place will do.
  const named = rest.filter((word) => !word.startsWith('-'));
  const isAddressed = named.some(isAddress);
  if (alone.has(topic) || words.includes('--help') || words.includes('-h')) return undefined;
  if (topic === 'push') {
    if (named[0] === undefined || isAddressed) return undefined;
    return `There is no fleet ${named[0]} here: this environment is one device, without a cloud.\nPush to the device itself: balena push ${address}`;
  }
  if (topic === 'device' && ofDevice.has(named[0] ?? '')) {
    if (named[0] === 'detect' || named[1] === undefined || isAddressed) return undefined;
    return `A device without a cloud is named by its address: balena device ${named[0]} ${[address, ...named.slice(2)].join(' ')}`;
  }
  const command = [topic, ...named.slice(0, topic === 'login' || topic === 'push' ? 0 : 1)].join(' ');
  return `“balena ${command}” needs a cloud, and this environment is one device without one.\nGo on with the next step, or choose an environment with a cloud for this one.`;
}

/**
 * The command line with the device's address in place of its name: the CLI asks the system for names, and many a system knows none that end
 * in `.local`.
 * @param {readonly string[]} words the command line after `balena`
 * @param {string} name
 * @param {string} address
 */
export function byAddress(words, name, address) {
  return words.map((word) => (word.toLowerCase() === name.toLowerCase() ? address : word));
}

/** As the CLI tells them apart: IPv4 addresses and names that end in `.local`. @param {string} word */
function isAddress(word) {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(word) || /\.local$/i.test(word);
}
