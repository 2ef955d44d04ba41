import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runC } from './c-programs.ts';

/** The practice device's C held to the machine's own gcc, on expressions whose values the C standard defines. */

const version = spawnSync('gcc', ['-dumpmachine'], { encoding: 'utf8' });
const reason =
  version.status !== 0
    ? 'no gcc on this machine'
    : /x86_64.*linux/.test(version.stdout)
      ? undefined
      : `gcc is for ${version.stdout.trim()}`;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleetlab-c-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function realOutput(source: string): string {
  writeFileSync(join(directory, 'x.c'), source);
  execFileSync('gcc', ['-w', '-fwrapv', '-o', join(directory, 'x'), join(directory, 'x.c'), '-lm']);
  return execFileSync(join(directory, 'x'), { encoding: 'utf8' });
}

const integerTypes = ['int', 'unsigned int', 'long', 'unsigned long', 'short', 'unsigned char', 'signed char'];
const names = integerTypes.map((_, index) => `v${index}`);

const literal = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('2147483647', '4294967295U', '9223372036854775807L', '1UL', '0x7f', '0xffff', '65535', "'a'", '3u'),
);

/** Shifts by a bit count and divisions by what is not zero, which alone are defined. */
const expression: fc.Memo<string> = fc.memo((depth) =>
  depth <= 1
    ? fc.oneof(literal, fc.constantFrom(...names))
    : fc.oneof(
        literal,
        fc.constantFrom(...names),
        fc
          .tuple(expression(), fc.constantFrom('+', '-', '*', '&', '|', '^', '<', '>', '<=', '>=', '==', '!=', '&&', '||'), expression())
          .map(([a, o, b]) => `(${a} ${o} ${b})`),
        fc.tuple(expression(), fc.constantFrom('/', '%'), fc.integer({ min: 1, max: 99 })).map(([a, o, b]) => `(${a} ${o} ${b})`),
        fc.tuple(expression(), fc.constantFrom('<<', '>>'), fc.integer({ min: 0, max: 7 })).map(([a, o, b]) => `((int)(${a}) ${o} ${b})`),
        fc.tuple(fc.constantFrom('-', '~', '!', '+'), expression()).map(([o, a]) => `(${o}${a})`),
        fc.tuple(expression(), expression(), expression()).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc.tuple(fc.constantFrom(...integerTypes), expression()).map(([type, a]) => `((${type})${a})`),
        fc
          .tuple(fc.constantFrom(...names), fc.constantFrom('=', '+=', '-=', '*=', '^=', '|=', '&='), expression())
          .map(([v, o, a]) => `(${v} ${o} ${a})`),
      ),
);

function program(expressions: readonly string[], values: readonly number[]): string {
  const declarations = integerTypes.map((type, index) => `  ${type} v${index} = ${values[index] ?? 0};`);
  const all = names.map((name) => `(long)${name}`).join(', ');
  // Each expression has variables of its own, and may change one: side effects stand in one expression at most once a variable.
  const blocks = expressions.map(
    (text) =>
      `{\n${declarations.join('\n')}\n  printf("%ld\\n", (long)(${text}));\n  printf("${'%ld '.repeat(names.length)}\\n", ${all});\n}`,
  );
  return `#include <stdio.h>\nint main(void) {\n${blocks.join('\n')}\nreturn 0;\n}\n`;
}

/** Two changes of one variable in an expression, or a change beside another use, are not defined by the standard. */
function isDefined(text: string): boolean {
  const changed = [...text.matchAll(/\((v\d) (?:=|\+=|-=|\*=|\^=|\|=|&=) /g)].map((match) => match[1]);
  return changed.every((name) => [...text.matchAll(new RegExp(`${name ?? ''}\\b`, 'g'))].length === 1);
}

describe.skipIf(reason !== undefined)(`generated C agrees with gcc${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  it('in integer expressions of every type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(expression(5).filter(isDefined), { minLength: 40, maxLength: 40 }),
        fc.array(fc.integer({ min: -1000, max: 100_000 }), { minLength: 7, maxLength: 7 }),
        async (expressions, values) => {
          const source = program(expressions, values);
          const ours = await runC(source);
          expect(ours.stderr).toBe('');
          expect(ours.stdout).toBe(realOutput(source));
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('in what printf makes of numbers', async () => {
    const flag = fc.constantFrom('', '-', '0', '+', ' ', '#', '-+', '0+');
    const width = fc.constantFrom('', '1', '8', '12');
    const precision = fc.constantFrom('', '.0', '.1', '.3', '.10');
    const whole = fc.tuple(
      flag,
      width,
      precision,
      fc.constantFrom('d', 'u', 'x', 'X', 'o', 'ld', 'lx'),
      fc.integer({ min: -100_000, max: 100_000 }),
    );
    const floating = fc.tuple(
      flag,
      width,
      precision,
      fc.constantFrom('f', 'e', 'g', 'G', 'E'),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(whole, floating), { minLength: 60, maxLength: 60 }), async (all) => {
        const lines = all.map(([f, w, p, c, n]) => {
          const value = c.startsWith('l') ? `${n}L` : /[feg]/i.test(c) ? (Number.isInteger(n) ? n.toFixed(1) : String(n)) : String(n);
          return `printf("[%${f}${w}${p}${c}]\\n", ${value});`;
        });
        const source = `#include <stdio.h>\nint main(void) {\n${lines.join('\n')}\nreturn 0;\n}\n`;
        expect((await runC(source)).stdout).toBe(realOutput(source));
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
