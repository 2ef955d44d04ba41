/** What is wrong with one instruction, without its place. */
export class Problem extends Error {
  override name = 'Problem';
}

/** `--name=value` words at the start of an instruction, in order, and what follows them. */
export interface Flags {
  all: readonly (readonly [name: string, value: string])[];
  rest: string;
  get: (name: string) => string | undefined;
}

/** Flags that may stand several times. */
const repeatable = new Set(['mount']);
/** Flags that need no value. */
const switches = new Set(['link']);

/** Throws Problem in the words of Docker's parser. */
export function takeFlags(text: string, known: readonly string[]): Flags {
  const all: [string, string][] = [];
  let rest = text;
  for (let match = /^--(\S*)(\s+|$)/.exec(rest); match !== null; match = /^--(\S*)(\s+|$)/.exec(rest)) {
    rest = rest.slice(match[0].length);
    if (match[1] === '') break;
    const [name = '', ...value] = (match[1] ?? '').split('=');
    if (!known.includes(name)) throw new Problem(`Unknown flag: ${name}`);
    if (value.length === 0 && !switches.has(name)) throw new Problem(`Missing a value on flag: ${name}`);
    if (!repeatable.has(name) && all.some(([former]) => former === name)) throw new Problem(`Duplicate flag specified: ${name}`);
    all.push([name, value.join('=')]);
  }
  return { all, rest, get: (name) => all.find(([flag]) => flag === name)?.[1] };
}
