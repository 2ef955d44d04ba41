import { describe, expect, it } from 'vitest';
import { machineWith } from './c-programs.ts';
import { makeSystem } from '../practice-system.ts';

const hello = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n';

describe('gcc', () => {
  it.each([
    [
      'a name that is not declared',
      'int main(void) {\n  x = 1;\n  return 0;\n}\n',
      "hello.c: In function 'main':\nhello.c:2:3: error: 'x' undeclared (first use in this function)\n    2 |   x = 1;\n      |   ^\n",
    ],
    [
      'a semicolon that is missing',
      'int main(void) {\n  return 0\n}\n',
      "hello.c: In function 'main':\nhello.c:2:11: error: expected ';' before '}' token\n    2 |   return 0\n      |           ^\n",
    ],
    [
      'a function without its header',
      'int main(void) {\n  puts("x");\n}\n',
      "hello.c: In function 'main':\nhello.c:2:3: error: implicit declaration of function 'puts' [-Wimplicit-function-declaration]\n",
    ],
    [
      'a text where a number belongs',
      'int main(void) {\n  int a = "x";\n}\n',
      "error: initializing 'int' from 'char *' makes integer from pointer without a cast [-Wint-conversion]",
    ],
    ['too few values', '#include <string.h>\nint main(void) {\n  return strlen();\n}\n', "error: too few arguments to function 'strlen'"],
    [
      'a header that there is not',
      '#include <nothing.h>\n',
      'hello.c:1:10: fatal error: nothing.h: No such file or directory\n    1 | #include <nothing.h>\n',
    ],
    [
      'a member that there is not',
      'struct a { int b; };\nint main(void) { struct a x; return x.c; }\n',
      "error: 'struct a' has no member named 'c'",
    ],
    ['a quote that is open', 'int main(void) { char *a = "x; }\n', 'error: missing terminating " character'],
    [
      'what the practice device has not',
      'int main(void) {\n  goto end;\nend:\n  return 0;\n}\n',
      'hello.c:2:3: error: goto is not supported on the practice device',
    ],
    [
      'a header of what it has not',
      '#include <pthread.h>\nint main(void) { return 0; }\n',
      'pthread.h: this header is not supported on the practice device',
    ],
  ])('names %s, with the place, and ends with 1', async (_name, source, message) => {
    const { run, fileSystem } = machineWith({ 'hello.c': source });
    const result = await run(['gcc', '-Wall', '-O2', 'hello.c']);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(message);
    await expect(fileSystem.stat('/w/a.out')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('links several files, with statics of their own', async () => {
    const { run } = machineWith({
      'a.c':
        '#include <stdio.h>\n#include "b.h"\nstatic int own = 1;\nint main(void) { printf("%d %d %d\\n", own, twice(4), shared); return 0; }\n',
      'b.h': 'int twice(int);\nextern int shared;\n',
      'b.c': '#include "b.h"\nstatic int own = 2;\nint shared = 9;\nint twice(int n) { return own * n; }\n',
    });
    expect(await run(['gcc', '-c', 'a.c'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await run(['gcc', '-c', 'b.c', '-o', 'other.o'])).code).toBe(0);
    expect((await run(['gcc', 'a.o', 'other.o'])).code).toBe(0);
    expect((await run(['./a.out'])).stdout).toBe('1 8 9\n');
    const alone = await run(['gcc', 'a.c']);
    expect(alone).toMatchObject({ code: 1 });
    expect(alone.stderr).toContain("undefined reference to `twice'\ncollect2: error: ld returned 1 exit status\n");
  });

  it('makes files as big as the real ones, and strip makes them smaller', async () => {
    const { run, fileSystem } = machineWith({ 'hello.c': hello });
    await run(['gcc', '-static', '-o', 'big', 'hello.c']);
    await run(['gcc', '-o', 'small', 'hello.c']);
    const size = async (name: string): Promise<number> => (await fileSystem.stat(`/w/${name}`)).size;
    expect(await size('big')).toBeGreaterThan(700_000);
    expect(await size('big')).toBeLessThan(900_000);
    expect(await size('small')).toBeLessThan(20_000);
    const before = await size('big');
    expect((await run(['strip', 'big'])).code).toBe(0);
    expect(await size('big')).toBeLessThan(before);
    expect((await run(['./big'])).stdout).toBe('hello\n');
  });

  it('needs the headers, and a dynamic program the loader', async () => {
    const { run } = makeSystem({ '/w/hello.c': hello, '/w/plain.c': 'int main(void) { return 7; }\n' });
    expect((await run(['gcc', 'hello.c'])).stderr).toContain('fatal error: stdio.h: No such file or directory');
    expect((await run(['gcc', '-static', '-o', 'plain', 'plain.c'])).code).toBe(0);
    expect((await run(['./plain'])).code).toBe(7);
    expect((await run(['gcc', '-o', 'plain', 'plain.c'])).code).toBe(0);
    await expect(run(['./plain'])).rejects.toThrow();
  });
});

describe('a running C program', () => {
  it('keeps its output in the buffer until it is flushed, without a terminal', async () => {
    const source =
      '#include <stdio.h>\n#include <unistd.h>\nint main(void) { printf("one\\n"); fflush(stdout); printf("two\\n"); sleep(1000); }\n';
    const { run, start } = machineWith({ 'hello.c': source });
    await run(['gcc', 'hello.c']);
    const running = await start(['./a.out']);
    const seen: string[] = [];
    running.stdout.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    await expect.poll(() => seen.join('')).toBe('one\n');
    running.process.signal('SIGTERM');
    expect(await running.process.exited).toMatchObject({ signal: 'SIGTERM' });
    expect(seen.join('')).toBe('one\n');
  });

  it('with a loop that never ends holds nothing up, and is killed', async () => {
    const { run, start } = machineWith({ 'hello.c': 'int main(void) { unsigned i = 0; for (;;) i++; }\n' });
    await run(['gcc', 'hello.c']);
    const running = await start(['./a.out']);
    // Another program gets its turn meanwhile.
    expect((await run(['echo', 'meanwhile'])).stdout).toBe('meanwhile\n');
    running.process.signal('SIGKILL');
    expect(await running.process.exited).toMatchObject({ code: 137, signal: 'SIGKILL' });
  });

  it('handles SIGTERM while it sleeps', async () => {
    const source = `#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static volatile sig_atomic_t done = 0;
static void stop(int number) { done = number; }
int main(void) {
  signal(SIGTERM, stop);
  puts("ready");
  fflush(stdout);
  while (!done) sleep(1000);
  printf("got %d\\n", done);
  return 5;
}
`;
    const { run, start } = machineWith({ 'hello.c': source });
    expect(await run(['gcc', 'hello.c'])).toMatchObject({ code: 0, stderr: '' });
    const running = await start(['./a.out']);
    const seen: string[] = [];
    running.stdout.on('data', (chunk: Buffer) => seen.push(chunk.toString()));
    await expect.poll(() => seen.join('')).toBe('ready\n');
    running.process.signal('SIGTERM');
    expect(await running.process.exited).toEqual({ code: 5 });
    await expect.poll(() => seen.join('')).toBe('ready\ngot 15\n');
  });
});
