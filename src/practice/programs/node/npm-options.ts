import { NpmError } from './npm-output.ts';

export interface NpmOptions {
  operands: string[];
  showsVersion: boolean;
  showsHelp: boolean;
  isSilent: boolean;
  ifPresent: boolean;
  ignoresScripts: boolean;
  omitsDevelopment: boolean;
  saysYes: boolean;
  isGlobal: boolean;
  isDryRun: boolean;
  isForced: boolean;
  asJson: boolean;
  saves: 'dependencies' | 'devDependencies' | 'optionalDependencies' | 'nothing';
}

const withValue = new Set([
  'cache',
  'depth',
  'fetch-retries',
  'include',
  'install-strategy',
  'loglevel',
  'omit',
  'only',
  'prefix',
  'registry',
  'script-shell',
  'userconfig',
]);

const letters: Record<string, string> = {
  '-D': '--save-dev',
  '-E': '--save-exact',
  '-O': '--save-optional',
  '-P': '--save-prod',
  '-S': '--save',
  '-d': '--loglevel=info',
  '-f': '--force',
  '-g': '--global',
  '-h': '--help',
  '-q': '--loglevel=warn',
  '-s': '--silent',
  '-v': '--version',
  '-y': '--yes',
};

/** Options may stand anywhere before `--`; what follows a script's name and `--` is the script's. Throws NpmError. */
export function readNpmOptions(own: readonly string[]): NpmOptions {
  const read: NpmOptions = {
    operands: [],
    showsVersion: false,
    showsHelp: false,
    isSilent: false,
    ifPresent: false,
    ignoresScripts: false,
    omitsDevelopment: false,
    saysYes: false,
    isGlobal: false,
    isDryRun: false,
    isForced: false,
    asJson: false,
    saves: 'dependencies',
  };
  const words = [...own];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      read.operands.push(...words);
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      read.operands.push(word);
      // Options of the program that npx starts are its own.
      if (read.operands[0] === 'exec' || read.operands[0] === 'x') {
        if (read.operands.length > 1) {
          read.operands.push(...words);
          break;
        }
      }
      continue;
    }
    const [name, given] = split(letters[word] ?? word);
    const value = given ?? (withValue.has(name) ? words.shift() : undefined);
    apply(read, name, value);
  }
  return read;
}

function apply(read: NpmOptions, name: string, value: string | undefined): void {
  const isOn = value !== 'false';
  if (name === 'version') read.showsVersion = isOn;
  else if (name === 'help') read.showsHelp = isOn;
  else if (name === 'silent' || (name === 'loglevel' && value === 'silent')) read.isSilent = isOn;
  else if (name === 'if-present') read.ifPresent = isOn;
  else if (name === 'ignore-scripts') read.ignoresScripts = isOn;
  else if (name === 'omit' && value === 'dev') read.omitsDevelopment = true;
  else if (name === 'only' && (value === 'production' || value === 'prod')) read.omitsDevelopment = true;
  else if (name === 'production') read.omitsDevelopment = isOn;
  else if (name === 'include' && value === 'dev') read.omitsDevelopment = false;
  else if (name === 'yes') read.saysYes = isOn;
  else if (name === 'global') read.isGlobal = isOn;
  else if (name === 'dry-run') read.isDryRun = isOn;
  else if (name === 'force') read.isForced = isOn;
  else if (name === 'json') read.asJson = isOn;
  else if (name === 'save-dev') read.saves = 'devDependencies';
  else if (name === 'save-optional') read.saves = 'optionalDependencies';
  else if (name === 'no-save') read.saves = 'nothing';
  else if (name === 'prefix' || name === 'workspace' || name === 'workspaces' || name === 'script-shell') {
    throw new NpmError([`--${name} is not supported on the practice device`]);
  }
}

function split(word: string): [string, string | undefined] {
  const text = word.replace(/^--?/, '');
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}
