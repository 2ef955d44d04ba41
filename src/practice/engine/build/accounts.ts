import type { FileSystem } from '../../filesystem/filesystem.ts';

export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/**
 * The account that `name`, `uid`, `name:group` or `uid:gid` means in a file system's /etc/passwd and /etc/group; or the
 * name that nothing matches, with the words of the engine.
 */
export async function findAccount(fileSystem: FileSystem, text: string): Promise<Account | { error: string }> {
  const [user = '', group] = (text === '' ? '0' : text).split(':');
  const lines = (await read(fileSystem, '/etc/passwd')).map((line) => line.split(':'));
  const isNumber = /^\d+$/.test(user);
  const line = lines.find((fields) => (isNumber ? fields[2] === user : fields[0] === user));
  if (line === undefined && !isNumber) return { error: `unable to find user ${user}: no matching entries in passwd file` };
  const account = {
    name: line?.[0] ?? (user === '0' ? 'root' : user),
    uid: Number(line?.[2] ?? user),
    gid: Number(line?.[3] ?? 0),
    home: line?.[5] ?? (user === '0' ? '/root' : '/'),
  };
  if (group === undefined) return account;
  if (/^\d+$/.test(group)) return { ...account, gid: Number(group) };
  const groups = (await read(fileSystem, '/etc/group')).map((entry) => entry.split(':'));
  const gid = groups.find((fields) => fields[0] === group)?.[2];
  if (gid === undefined) return { error: `unable to find group ${group}: no matching entries in group file` };
  return { ...account, gid: Number(gid) };
}

async function read(fileSystem: FileSystem, path: string): Promise<string[]> {
  try {
    return (await fileSystem.readFile(path)).toString().split('\n');
  } catch {
    return [];
  }
}
