/**
 * Which names a host's file system can hold as they are. `windows`: the characters, endings and device names that Win32
 * refuses (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). `foldsCase`: `A` and `a` are the same file.
 */
export interface HostNaming {
  rules: 'posix' | 'windows';
  foldsCase: boolean;
}

export function namingOf(platform: NodeJS.Platform): HostNaming {
  return { rules: platform === 'win32' ? 'windows' : 'posix', foldsCase: platform === 'win32' || platform === 'darwin' };
}

const refusedByWindows = /[<>:"|?*\\\u0001-\u001f]|[. ]$|^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

export function canHold(naming: HostNaming, name: string): boolean {
  return naming.rules === 'posix' || !refusedByWindows.test(name);
}

/** Whether the host takes the two names for one file. */
export function isSameName(naming: HostNaming, first: string, second: string): boolean {
  return first === second || (naming.foldsCase && fold(first) === fold(second));
}

/** A name that the host can hold and that `isTaken` does not know, recognizable as the one that was asked for. */
export function standIn(name: string, isTaken: (name: string) => boolean): string {
  const readable = name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 60);
  for (let number = 1; ; number += 1) {
    const candidate = `~${number}~${readable}`;
    if (!isTaken(candidate)) return candidate;
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
