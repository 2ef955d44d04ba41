import { headers } from '../compilers/c/headers.ts';

/** The C library's headers as files: the compiler finds them by name, its own text is what counts. */
export function headerFiles(): { path: string; content: string }[] {
  return Object.keys(headers).map((name) => ({
    path: `/usr/include/${name}`,
    content: `/* ${name}: the practice device's compiler has its own text of it. */\n`,
  }));
}
