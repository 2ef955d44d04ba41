import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, escapePattern } from '../../../../src/practice/shell/expansion/pattern.ts';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', '*', '?', '[', ']', '\\', '/', '-', '!', '(', ')', '|', '+', 'é', '日'),
  maxLength: 8,
});

test('an escaped text matches itself and nothing else', () => {
  fc.assert(
    fc.property(text, text, (wanted, other) => {
      const expression = compilePattern(escapePattern(wanted), { extended: true });
      expect(expression.test(wanted)).toBe(true);
      expect(expression.test(other)).toBe(wanted === other);
    }),
  );
});

/** Matching by its definition, without regular expressions. */
function matches(pattern: string, subject: string): boolean {
  if (pattern === '') return subject === '';
  const rest = pattern.slice(1);
  if (pattern.startsWith('*')) return matches(rest, subject) || (subject !== '' && matches(pattern, subject.slice(1)));
  if (subject === '') return false;
  return (pattern.startsWith('?') || pattern.charAt(0) === subject.charAt(0)) && matches(rest, subject.slice(1));
}

test('stars and question marks match as they are defined', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 6 });
  const subject = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 });
  fc.assert(fc.property(pattern, subject, (one, other) => compilePattern(one).test(other) === matches(one, other)));
});

test.each([
  ['[a-c]', 'b', true],
  ['[!a-c]', 'b', false],
  ['[^a-c]', 'd', true],
  ['[]]', ']', true],
  ['[a', '[a', true],
  ['[[:digit:]x]', '7', true],
  ['[[:alpha:]]', 'é', true],
  ['[c-a]', 'b', false],
  ['[a\\]]', ']', true],
  ['*.txt', '.txt', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
])('%s and %s: %s', (pattern, subject, isMatch) => {
  expect(compilePattern(pattern).test(subject)).toBe(isMatch);
});

test.each([
  ['@(a|b)c', 'bc', true],
  ['?(a)b', 'b', true],
  ['*(ab)', 'abab', true],
  ['+(a)', '', false],
  ['!(a|b)', 'c', true],
  ['!(a|b)', 'a', false],
  ['!(*.js)', 'x.ts', true],
  ['!(*.js)', 'x.js', false],
  ['@(a|@(b|c)d)', 'cd', true],
])('extended: %s and %s: %s', (pattern, subject, isMatch) => {
  expect(compilePattern(pattern, { extended: true }).test(subject)).toBe(isMatch);
});

test('no part of a path pattern matches a slash', () => {
  expect(compilePattern('*', { isPath: true }).test('a/b')).toBe(false);
  expect(compilePattern('a?b', { isPath: true }).test('a/b')).toBe(false);
});
