/**
 * The file system that a container, a build step or the host OS sees: POSIX paths, absolute, already normal
 * (`normalizePath`). Symbolic links are followed inside the file system only; nothing reaches the laptop's own files.
 *
 * Methods reject with FileSystemError, whose code is the errno name that the real call gives.
 */
export interface FileSystem {
  readFile(path: string): Promise<Buffer>;
  /** Creates the file (0644) or replaces its content; `append` adds to it. The parent must exist. */
  writeFile(path: string, data: Buffer | string, options?: { append?: boolean; mode?: number }): Promise<void>;
  /** Follows links. */
  stat(path: string): Promise<FileStatus>;
  /** Does not follow the last link. */
  lstat(path: string): Promise<FileStatus>;
  /** Names in the directory, sorted, without `.` and `..`. */
  list(path: string): Promise<string[]>;
  makeDirectory(path: string, options?: { recursive?: boolean; mode?: number }): Promise<void>;
  /** A directory needs `recursive`, as `rm -r` does, unless it is empty and `directory` is asked for, as `rmdir` does. */
  remove(path: string, options?: { recursive?: boolean; directory?: boolean }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  readLink(path: string): Promise<string>;
  changeMode(path: string, mode: number): Promise<void>;
  changeOwner(path: string, uid: number, gid: number): Promise<void>;
  /** Milliseconds since 1970. */
  touch(path: string, modifiedAt: number): Promise<void>;
  /**
   * Lets a file stand for a bigger real one of `size` bytes: that is the size it shows from then on, until its content is
   * replaced. Rejects with EINVAL for what is no regular file.
   */
  declareSize(path: string, size: number): Promise<void>;
}

export interface FileStatus {
  kind: 'file' | 'directory' | 'symlink' | 'device';
  /** Bytes; of a file that stands for a bigger one, that one's. */
  size: number;
  /** Present where `size` was declared: a copy is to be declared as big. */
  declaredSize?: number;
  /** Permission bits, e.g. 0o755. */
  mode: number;
  uid: number;
  gid: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

export type FileSystemErrorCode =
  'ENOENT' | 'EEXIST' | 'ENOTDIR' | 'EISDIR' | 'ENOTEMPTY' | 'EACCES' | 'EROFS' | 'ELOOP' | 'EBUSY' | 'EINVAL' | 'ENOSPC' | 'EPERM';

/** libc's text for each code, as programs print it. */
export const errorTexts: Record<FileSystemErrorCode, string> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  EBUSY: 'Device or resource busy',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
  EPERM: 'Operation not permitted',
};

export class FileSystemError extends Error {
  readonly code: FileSystemErrorCode;
  readonly path: string;

  constructor(code: FileSystemErrorCode, path: string) {
    super(`${errorTexts[code]}: ${path}`);
    this.name = 'FileSystemError';
    this.code = code;
    this.path = path;
  }
}

/** An absolute path without `.`, `..`, doubled or trailing slashes; `base` is used for a relative one. */
export function normalizePath(path: string, base = '/'): string {
  const names: string[] = [];
  for (const name of `${path.startsWith('/') ? '' : base}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
