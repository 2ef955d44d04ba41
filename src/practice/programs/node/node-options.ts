/** What `node` was asked for. */
export interface NodeOptions {
  shows?: 'version' | 'help';
  code?: string;
  prints: boolean;
  checks: boolean;
  inputType?: 'module' | 'commonjs';
  environmentFiles: { path: string; isOptional: boolean }[];
  /** Megabytes. */
  heapLimit?: number;
  /** For the real process, as they are. */
  passed: string[];
  operands: string[];
}

/** Options that reach nothing outside the process. */
const passedOn = new Set([
  '--abort-on-uncaught-exception',
  '--enable-source-maps',
  '--experimental-strip-types',
  '--experimental-transform-types',
  '--expose-gc',
  '--no-deprecation',
  '--no-experimental-strip-types',
  '--no-strip-types',
  '--no-warnings',
  '--pending-deprecation',
  '--preserve-symlinks',
  '--strip-types',
  '--throw-deprecation',
  '--trace-deprecation',
  '--trace-exit',
  '--trace-uncaught',
  '--trace-warnings',
  '--use-strict',
]);
const passedWithValue = new Set([
  '--conditions',
  '--disable-warning',
  '--dns-result-order',
  '--max-http-header-size',
  '--max-semi-space-size',
  '--stack-size',
  '--stack-trace-limit',
  '--unhandled-rejections',
]);

const refusals: Record<string, string> = {
  '--build-snapshot': 'snapshots are',
  '--cpu-prof': 'profiling is',
  '--experimental-loader': 'loader hooks in a thread of their own are',
  '--heap-prof': 'profiling is',
  '--import': 'preloading modules is',
  '--inspect': 'the inspector is',
  '--inspect-brk': 'the inspector is',
  '--inspect-port': 'the inspector is',
  '--inspect-wait': 'the inspector is',
  '--interactive': 'an interactive session is',
  '--loader': 'loader hooks in a thread of their own are',
  '--prof': 'profiling is',
  '--require': 'preloading modules is',
  '--run': 'running a script of package.json is (npm run does it)',
  '--test': 'the test runner is',
  '--watch': 'watching files is',
  '--watch-path': 'watching files is',
};

const letters: Record<string, string> = {
  '-C': '--conditions',
  '-c': '--check',
  '-e': '--eval',
  '-h': '--help',
  '-i': '--interactive',
  '-p': '--print',
  '-pe': '--print',
  '-r': '--require',
  '-v': '--version',
};

/** Reads node's own options up to the script; `fromVariable` is NODE_OPTIONS, which may hold no script. */
export function readNodeOptions(own: readonly string[], fromVariable: readonly string[]): NodeOptions | { refused: string } {
  const read: NodeOptions = { prints: false, checks: false, environmentFiles: [], passed: [], operands: [] };
  const sources: [string[], boolean][] = [
    [[...fromVariable], true],
    [[...own], false],
  ];
  for (const [words, isVariable] of sources) {
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      if (word === '--') {
        read.operands.push(...words);
        break;
      }
      if (!word.startsWith('-') || word === '-') {
        if (isVariable) return { refused: `${word} is not allowed in NODE_OPTIONS` };
        read.operands.push(word, ...words);
        break;
      }
      const problem = readOption(read, word, words);
      if (problem !== undefined) return { refused: problem };
    }
  }
  return read;
}

function readOption(read: NodeOptions, word: string, words: string[]): string | undefined {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  const written = equals < 0 ? word : word.slice(0, equals);
  const name = (letters[written] ?? written).replaceAll('_', '-');
  const given = equals < 0 ? undefined : word.slice(equals + 1);
  const value = (): string | undefined => given ?? words.shift();
  const missing = `${written} requires an argument`;
  switch (name) {
    case '--version':
      read.shows = 'version';
      return undefined;
    case '--help':
      read.shows = 'help';
      return undefined;
    case '--check':
      read.checks = true;
      return undefined;
    case '--eval':
    case '--print': {
      const code = value();
      if (code === undefined) return missing;
      read.code = code;
      read.prints ||= name === '--print';
      return undefined;
    }
    case '--input-type': {
      const type = value();
      if (type !== 'module' && type !== 'commonjs') return '--input-type must be "module" or "commonjs" on the practice device';
      read.inputType = type;
      return undefined;
    }
    case '--env-file':
    case '--env-file-if-exists': {
      const path = value();
      if (path === undefined) return missing;
      read.environmentFiles.push({ path, isOptional: name === '--env-file-if-exists' });
      return undefined;
    }
    case '--max-old-space-size': {
      const size = Number(value());
      if (!Number.isInteger(size) || size < 1) return '--max-old-space-size takes a number of megabytes';
      read.heapLimit = size;
      return undefined;
    }
    default:
  }
  const refused = refusals[name];
  if (refused !== undefined) return `${written}: ${refused} not supported on the practice device`;
  if (passedOn.has(name)) read.passed.push(name);
  else if (passedWithValue.has(name)) {
    const passed = value();
    if (passed === undefined) return missing;
    read.passed.push(`${name}=${passed}`);
  } else return `bad option: ${word} (or not supported on the practice device)`;
  return undefined;
}
