/**
 * How a program stands in a container's file system: a file with an executable's magic number that names the program.
 * So `cp`, `rm`, links, `which` and images decide by themselves which programs exist and where.
 */

const magic = '\x7fELF\n';
const label = 'fleetlab program: ';

/** What a program file contains, and what kind of executable it is. */
export type ExecutableContent =
  | { kind: 'program'; name: string }
  | { kind: 'script'; interpreter: string; argument: string | undefined }
  /** Text without a `#!` line: a shell runs it, the kernel does not. */
  | { kind: 'text' }
  /** A real executable, for a real machine. */
  | { kind: 'binary' };

/** Content of the file that makes the program of this name runnable. */
export function programFile(name: string): string {
  return `${magic}${label}${name}\n`;
}

export function readExecutable(content: Buffer): ExecutableContent {
  const head = content.subarray(0, 512).toString('latin1');
  if (head.startsWith(magic + label)) return { kind: 'program', name: head.slice(magic.length + label.length).split('\n')[0] ?? '' };
  if (head.startsWith('#!')) {
    // The kernel takes everything behind the interpreter as one argument (execve(2)).
    const match = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(head);
    if (match !== null) return { kind: 'script', interpreter: match[1] ?? '', argument: match[2]?.trimEnd() || undefined };
  }
  return head.includes('\0') || head.startsWith('\x7fELF') ? { kind: 'binary' } : { kind: 'text' };
}
