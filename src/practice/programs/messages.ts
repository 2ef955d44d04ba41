import { errorTexts, FileSystemError } from '../filesystem/filesystem.ts';

/** Wording shared by the programs. */

export const coreutils = '(GNU coreutils) 9.7';

/** libc's text for a failed call; an error that is not the file system's is thrown on. */
export function reasonOf(error: unknown): string {
  if (error instanceof FileSystemError) return errorTexts[error.code];
  throw error;
}

/** A name in quotes, as coreutils' `quoteaf` writes it. */
export function quote(name: string): string {
  if (!name.includes("'")) return `'${name}'`;
  return /["$`\\!]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`;
}

/** A name that is quoted only where a shell would need it, as coreutils' `quotef` writes it. */
export function quoteIfNeeded(name: string): string {
  return name === '' || /[\s'"$`\\!*?[\]{}();&|<>#~^=]/.test(name) ? quote(name) : name;
}
