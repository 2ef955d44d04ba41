/**
 * How a program stands in a container's file system: a file with an executable's magic number that names the program.
 * So `cp`, `rm`, links, `which` and images decide by themselves which programs exist and where.
 */

const magic = '\x7fELF\n';
const label = 'fleetlab program: ';
const loaderLabel = 'loader: ';

/** What a program file contains, and what kind of executable it is. */
export type ExecutableContent =
  /** `loader`: the file without which the kernel does not start it, as of a dynamically linked program. */
  | { kind: 'program'; name: string; loader?: string }
  | { kind: 'script'; interpreter: string; argument: string | undefined }
  /** Text without a `#!` line: a shell runs it, the kernel does not. */
  | { kind: 'text' }
  /** A real executable, for a real machine. */
  | { kind: 'binary' };

/** Content of the file that makes the program of this name runnable. */
export function programFile(name: string, loader?: string): string {
  return `${magic}${label}${name}\n${loader === undefined ? '' : `${loaderLabel}${loader}\n`}`;
}

export function readExecutable(content: Buffer): ExecutableContent {
  const head = content.subarray(0, 512).toString('latin1');
  if (head.startsWith(magic + label)) {
    const [name = '', next = ''] = head.slice(magic.length + label.length).split('\n');
    return { kind: 'program', name, ...(next.startsWith(loaderLabel) ? { loader: next.slice(loaderLabel.length) } : {}) };
  }
  if (head.startsWith('#!')) {
    // The kernel takes everything behind the interpreter as one argument (execve(2)).
    const match = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(head);
    if (match !== null) return { kind: 'script', interpreter: match[1] ?? '', argument: match[2]?.trimEnd() || undefined };
  }
  return head.includes('\0') || head.startsWith('\x7fELF') ? { kind: 'binary' } : { kind: 'text' };
}
