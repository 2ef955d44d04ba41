import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/shared/compose/duration.ts';
import { parseEnvironmentFile } from '../../../src/shared/compose/environment-file.ts';
import { interpolate } from '../../../src/shared/compose/interpolate.ts';
import { parsePort } from '../../../src/shared/compose/ports.ts';
import { shellWords } from '../../../src/shared/compose/shell-words.ts';

describe('ports', () => {
  const port = fc.integer({ min: 1, max: 65_535 });
  const protocol = fc.constantFrom('', '/tcp', '/udp', '/TCP');

  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.option(fc.ipV4()), fc.option(port), port, protocol, (host, published, target, end) => {
        const text = `${host === null ? '' : `${host}:`}${published === null ? (host === null ? '' : ':') : `${String(published)}:`}${String(target)}${end}`;
        expect(parsePort(text)).toEqual([
          {
            mode: 'ingress',
            ...(host === null ? {} : { host_ip: host }),
            target,
            ...(published === null ? {} : { published: String(published) }),
            protocol: end === '' ? 'tcp' : end.slice(1).toLowerCase(),
          },
        ]);
      }),
    );
  });

  it('in ranges pair up one to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 1, max: 20 }),
        (from, to, more) => {
          const ports = parsePort(`${String(from)}-${String(from + more)}:${String(to)}-${String(to + more)}`);
          if (!Array.isArray(ports)) throw new Error(ports.problem);
          expect(ports.map(({ published, target }) => [Number(published), target])).toEqual(
            Array.from({ length: more + 1 }, (_, index) => [from + index, to + index]),
          );
        },
      ),
    );
  });

  it.each(['', ':', '80:', '0', '65536', '80:0', '5-4', '1-3:1-2', '80/icmp', 'a:80', '1.2.3.300:80:80', '80:80:80', '-1', '80 : 80'])(
    '%j is refused with the text that is wrong',
    (text) => {
      expect(parsePort(text)).toMatchObject({ problem: expect.stringContaining(`"${text}"`) as string });
    },
  );
});

describe('durations', () => {
  it('of whole milliseconds are read as they are written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });

  it('are written as Go writes them', () => {
    expect([0, 1, 999, 1000, 1500, 60_000, 90_000, 3_600_000, 3_661_500, 90_000_000].map(formatDuration)).toEqual(
      ['0s', '1ms', '999ms', '1s', '1.5s', '1m0s', '1m30s', '1h0m0s', '1h1m1.5s', '25h0m0s'], // prettier-ignore
    );
    expect([0.5, 0.001, 1.5, 1000.5].map(formatDuration)).toEqual(['500µs', '1µs', '1.5ms', '1.0005s']);
  });

  it('sum their parts, whatever the units', () => {
    const units = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
    const part = fc.record({ amount: fc.nat({ max: 999 }), unit: fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const sum = parts.reduce((total, { amount, unit }) => total + amount * units[unit], 0);
        expect(parseDuration(parts.map(({ amount, unit }) => `${String(amount)}${unit}`).join(''))).toBeCloseTo(sum, 2);
      }),
    );
  });

  it.each(['', '10', 's', '10x', '1s ', '1 s', '-1s', '1..5s', '1s2'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('words of a command', () => {
  const hasShell = spawnSync('sh', ['-c', 'exit 0']).status === 0;
  // No operators, expansions or patterns: what remains is how words are split.
  const text = fc
    .array(
      fc.constantFrom(
        'a',
        'b c',
        ' ',
        '  ',
        '\t',
        '"',
        "'",
        '\\',
        '\\\\',
        '"x y"',
        "'x y'",
        '""',
        "''",
        '\\ ',
        '\\"',
        "\\'",
        '=',
        '-',
        'é',
        '\\x',
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));

  it.runIf(hasShell)('are those of sh', () => {
    const texts = fc
      .sample(text, { numRuns: 2000, seed: 20_261_123 })
      .filter((one) => shellWords(one) !== undefined && !one.endsWith('\\'));
    // One shell splits them all: each line of its output is a count and the words, with a mark between.
    const script = texts
      .map((one) => `set -- ${one}\nprintf '%s' "$#"; for word in "$@"; do printf '\\001%s' "$word"; done; printf '\\002'`)
      .join('\n');
    const output = spawnSync('sh', [], { input: script, encoding: 'utf8' }).stdout.split('\u0002').slice(0, -1);
    expect(output.length).toBe(texts.length);
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.map((one) => [one, shellWords(one)])).toEqual(texts.map((one, index) => [one, output[index]?.split('\u0001').slice(1)]));
  });

  it('come back from single quotes as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(shellWords(words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' '))).toEqual(words);
      }),
    );
  });

  it.each(['"', "'", 'a "b', "a 'b\\'c'"])('%j is not closed', (one) => {
    expect(shellWords(one)).toBeUndefined();
  });
});

describe('variables', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/);
  const plain = fc.string().filter((one) => !/[$}]/.test(one));

  it('leave text without a dollar sign as it is, and take $$ for one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(interpolate(text.replaceAll('$', '$$$$'), {})).toEqual({ text });
      }),
    );
  });

  it('are filled in each form', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(undefined, '', 'v'), plain, (variable, value, word) => {
        const environment = value === undefined ? {} : { [variable]: value };
        const get = (form: string) => interpolate(`\${${variable}${form}}`, environment);
        const isNonEmpty = value !== undefined && value !== '';
        expect(get('')).toEqual({ text: value ?? '' });
        expect(get(`-${word}`)).toEqual({ text: value ?? word });
        expect(get(`:-${word}`)).toEqual({ text: isNonEmpty ? value : word });
        expect(get(`+${word}`)).toEqual({ text: value === undefined ? '' : word });
        expect(get(`:+${word}`)).toEqual({ text: isNonEmpty ? word : '' });
        expect('problem' in get(`?${word}`)).toBe(value === undefined);
        expect('problem' in get(`:?${word}`)).toBe(!isNonEmpty);
      }),
    );
  });

  it('stand inside a default', () => {
    expect(interpolate('${A:-${B:-c}d}e', {})).toEqual({ text: 'cde' });
    expect(interpolate('${A:-${B:-c}d}e', { B: 'b' })).toEqual({ text: 'bde' });
  });

  it('tell which were not set', () => {
    const unset: string[] = [];
    interpolate('$A ${B} ${C:-c} ${D+d} $E', { E: '' }, (one) => unset.push(one));
    expect(unset).toEqual(['A', 'B']);
  });

  it.each(['$', '${', '${A', '${}', '${1}', '$1', '${A!b}', '${A:b}', 'a $ b'])('%j is refused', (text) => {
    expect(interpolate(text, {})).toHaveProperty('problem');
  });
});

describe('a file of variables', () => {
  const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,5}$/);

  it('gives single-quoted values as they are', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          name,
          fc.string({ unit: 'grapheme' }).filter((one) => !/['\r]/.test(one)),
          { noNullPrototype: true },
        ),
        (values) => {
          const text = Object.entries(values)
            .map(([key, value]) => `export ${key}='${value}' # why\n`)
            .join('');
          expect(parseEnvironmentFile(text, {})).toEqual({ values });
        },
      ),
    );
  });

  it('reads what people write', () => {
    const text = [
      '# first',
      'A=1 # one',
      'B = two words ',
      'C="x\\ty $A \\$A"',
      "D='$A'",
      'E=',
      'F: yaml',
      'G',
      'H',
      'I=a#b',
      'J="a',
      'b"',
      '',
    ].join('\r\n');
    expect(parseEnvironmentFile(text, { G: 'g' })).toEqual({
      values: { A: '1', B: 'two words', C: 'x\ty 1 $A', D: '$A', E: '', F: 'yaml', G: 'g', I: 'a#b', J: 'a\nb' },
    });
  });

  it.each([
    ['1A=b', /line 1/],
    ['A=1\n=b', /line 2/],
    ['A="b', /quote of A is not closed/],
  ])('%j is refused', (text, message) => {
    expect(parseEnvironmentFile(text, {})).toMatchObject({ problem: expect.stringMatching(message) as string });
  });
});
