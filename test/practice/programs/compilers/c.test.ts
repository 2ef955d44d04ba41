import { describe, expect, it } from 'vitest';
import { runC } from './c-programs.ts';

const include = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n';

async function outputOf(body: string, before = ''): Promise<string> {
  const result = await runC(`${include}${before}\nint main(void) {\n${body}\nreturn 0;\n}\n`);
  return result.stderr + result.stdout;
}

describe('a C program', () => {
  it('prints, counts and ends with its status', async () => {
    const source = `${include}int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("%d=%s ", i, argv[i]);
  puts(getenv("NAME"));
  return 3;
}`;
    expect(await runC(source, ['one', 'two'], { environment: { NAME: 'x' } })).toEqual({ code: 3, stdout: '1=one 2=two x\n', stderr: '' });
  });

  it.each([
    [
      'integers wrap as in C',
      'int i = 2147483647; unsigned u = 0; char c = 200; i = i + 1; u--; printf("%d %u %d\\n", i, u, c);',
      '-2147483648 4294967295 -56\n',
    ],
    [
      'long is 64 bits',
      'long a = 4611686018427387904L; unsigned long b = a; printf("%ld %lu %zu\\n", a + a - 1, b + b, sizeof a);',
      '9223372036854775807 9223372036854775808 8\n',
    ],
    ['division goes to zero', 'printf("%d %d %d\\n", -7 / 2, -7 % 2, 7 / -2);', '-3 -1 -3\n'],
    [
      'doubles',
      'double d = 1; d /= 3; float f = 0.1f; printf("%.3f %g %e %5.1f|%d\\n", d, 0.0001, 12345.678, f, (int)-2.7);',
      '0.333 0.0001 1.234568e+04   0.1|-2\n',
    ],
    [
      'printf pads and signs',
      'printf("[%5d|%-5d|%05d|%+d|%x|%#X|%o|%c|%.2s|%5s|%%]\\n", 42, 42, 42, 42, 255, 255, 8, 65, "abc", "ab");',
      '[   42|42   |00042|+42|ff|0XFF|10|A|ab|   ab|%]\n',
    ],
    [
      'pointers and arrays',
      'int a[4] = {1, 2, 3}; int *p = a; *p++ += 10; p[1] = 7; printf("%d %d %d %d %ld\\n", a[0], *p, a[2], a[3], (long)(p - a));',
      '11 2 7 0 1\n',
    ],
    ['a swap through pointers', 'int x = 1, y = 2; int *p = &x, *q = &y; int t = *p; *p = *q; *q = t; printf("%d %d\\n", x, y);', '2 1\n'],
    [
      'strings',
      'char s[20] = "ab"; strcat(s, "cd"); s[0] = s[0] - 32; printf("%s %zu %d %s\\n", s, strlen(s), strcmp("a", "b") < 0, strchr(s, 99));',
      'Abcd 4 1 cd\n',
    ],
    [
      'memory',
      'int *p = malloc(3 * sizeof(int)); for (int i = 0; i < 3; i++) p[i] = i * i; p = realloc(p, 100); printf("%d\\n", p[2]); free(p);',
      '4\n',
    ],
    [
      'switch falls through',
      'for (int i = 0; i < 4; i++) { switch (i) { case 0: printf("zero "); case 1: printf("one "); break; default: printf("other "); } } puts("");',
      'zero one one other other \n',
    ],
    [
      'loops',
      'int n = 0; while (1) { if (n == 3) break; n++; if (n == 2) continue; printf("%d ", n); } do n--; while (n > 0); printf("%d\\n", n);',
      '1 3 0\n',
    ],
    ['the comma and the ternary', 'int a = 1, b = (a++, a * 10); printf("%d %s\\n", b, a > 1 ? "big" : "small");', '20 big\n'],
    ['short circuits', 'int n = 0; if (n && ++n) n = 5; if (n || ++n) n += 10; printf("%d\\n", n);', '11\n'],
    ['unsigned comparison', 'unsigned u = 1; printf("%d %d\\n", -1 < (int)u, -1 < u);', '1 0\n'],
  ])('%s', async (_name, body, expected) => {
    expect(await outputOf(body)).toBe(expected);
  });

  it.each([
    [
      'structs, by value and by pointer',
      'struct point p = {1, 2}, q = moved(p, 5); struct point *r = &q; r->y *= 2; printf("%d %d %d %d %zu\\n", p.x, q.x, q.y, r->y, sizeof p);',
      'struct point { int x; int y; };\nstruct point moved(struct point p, int by) { p.x += by; return p; }',
      '1 6 4 4 8\n',
    ],
    ['recursion', 'printf("%ld\\n", fact(20));', 'long fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }', '2432902008176640000\n'],
    [
      'enumerations and typedef',
      'number n = BLUE; printf("%d %d\\n", n, RED);',
      'enum colour { RED, GREEN = 5, BLUE };\ntypedef int number;',
      '6 0\n',
    ],
    [
      'static variables',
      'next(); next(); printf("%d %d\\n", next(), count);',
      'static int count = 10;\nint next(void) { static int n = 100; count++; return ++n; }',
      '103 13\n',
    ],
    [
      'function pointers and qsort',
      'int a[] = {3, 1, 2}; qsort(a, 3, sizeof a[0], order); int (*f)(const void *, const void *) = order; printf("%d%d%d %d\\n", a[0], a[1], a[2], f(a, a + 1) < 0);',
      'int order(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }',
      '123 1\n',
    ],
    [
      'macros',
      'printf("%d %s %d\\n", SQUARE(3 + 1), TEXT(a b), VALUE);',
      '#define SQUARE(x) ((x) * (x))\n#define TEXT(x) #x\n#ifdef NOTHING\n#define VALUE 1\n#elif defined(SQUARE) && 2 > 1\n#define VALUE 2\n#endif',
      '16 a b 2\n',
    ],
    [
      'arrays of arrays and strings',
      'printf("%d %s %zu\\n", m[1][0], names[1], sizeof names / sizeof names[0]);',
      'int m[2][2] = {{1, 2}, {3, 4}};\nconst char *names[] = {"ab", "cd", "ef"};',
      '3 cd 3\n',
    ],
    ['unions', 'union u v; v.i = 65; printf("%c %zu\\n", v.c, sizeof v);', 'union u { int i; char c; };', 'A 4\n'],
    [
      'a list in memory',
      'struct node *l = 0; for (int i = 0; i < 3; i++) { struct node *n = malloc(sizeof *n); n->value = i; n->next = l; l = n; } for (; l; l = l->next) printf("%d", l->value); puts("");',
      'struct node { int value; struct node *next; };',
      '210\n',
    ],
  ])('%s', async (_name, body, before, expected) => {
    expect(await outputOf(body, before)).toBe(expected);
  });

  it('is ended for what the kernel ends it for', async () => {
    expect((await runC('int main(void) { int *p = 0; *p = 1; return 0; }')).code).toBe(139);
    expect((await runC('int zero; int main(void) { return 1 / zero; }')).code).toBe(136);
    expect((await runC('int f(int n) { return f(n + 1) + 1; } int main(void) { return f(0); }')).code).toBe(139);
    expect((await runC(`${include}int main(void) { puts("x"); abort(); }`)).code).toBe(134);
  });

  it('reads its input', async () => {
    const source = `${include}int main(void) { char line[80]; while (fgets(line, sizeof line, stdin)) printf("<%s", line); return 0; }`;
    expect((await runC(source, [], { input: 'one\ntwo\n' })).stdout).toBe('<one\n<two\n');
  });
});
