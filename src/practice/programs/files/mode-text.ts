import type { FileStatus } from '../../filesystem/filesystem.ts';

const kindLetters: Record<FileStatus['kind'], string> = { file: '-', directory: 'd', symlink: 'l', device: 'c' };

/** `-rwxr-xr-x`, as `ls -l` and `stat` write it. */
export function modeText(status: Pick<FileStatus, 'kind' | 'mode'>): string {
  const triple = (shift: number, special: boolean, set: string): string => {
    const bits = (status.mode >> shift) & 7;
    const execute = bits & 1 ? (special ? set : 'x') : special ? set.toUpperCase() : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${execute}`;
  };
  const { mode } = status;
  return `${kindLetters[status.kind]}${triple(6, (mode & 0o4000) !== 0, 's')}${triple(3, (mode & 0o2000) !== 0, 's')}${triple(0, (mode & 0o1000) !== 0, 't')}`;
}

/** Major and minor numbers of the devices that every container has (Documentation/admin-guide/devices.txt of Linux). */
export function deviceNumbers(path: string): [number, number] {
  return devices[path] ?? [0, 0];
}

const devices: Record<string, [number, number]> = {
  '/dev/null': [1, 3],
  '/dev/zero': [1, 5],
  '/dev/full': [1, 7],
  '/dev/random': [1, 8],
  '/dev/urandom': [1, 9],
  '/dev/tty': [5, 0],
  '/dev/console': [5, 1],
};
