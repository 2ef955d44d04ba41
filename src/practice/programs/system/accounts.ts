import { FileSystemError } from '../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../process/process.ts';

/** /etc/passwd and /etc/group of the system a program runs on. */

export interface Account {
  name: string;
  uid: number;
  gid: number;
  comment: string;
  home: string;
  shell: string;
}

export interface Group {
  name: string;
  gid: number;
  members: string[];
}

export async function readAccounts(context: ProgramContext): Promise<Account[]> {
  return (await readTable(context, '/etc/passwd')).map(([name = '', , uid, gid, comment = '', home = '', shell = '']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    comment,
    home,
    shell,
  }));
}

export async function readGroups(context: ProgramContext): Promise<Group[]> {
  return (await readTable(context, '/etc/group')).map(([name = '', , gid, members = '']) => ({
    name,
    gid: Number(gid),
    members: members.split(',').filter((member) => member !== ''),
  }));
}

/** Who a process runs as. Docker's `user` forms: a name, a uid, `name:group`, `uid:gid`. */
export async function accountOfProcess(context: ProgramContext): Promise<Account> {
  const [user = 'root', group] = context.process.user.split(':');
  const accounts = await readAccounts(context);
  const known = accounts.find((account) => account.name === user || String(account.uid) === user);
  const fallback: Account = { name: '', uid: 0, gid: 0, comment: '', home: '/', shell: '/bin/sh' };
  const account = known ?? (/^\d+$/.test(user) ? { ...fallback, uid: Number(user) } : { ...fallback, name: user });
  if (group === undefined || group === '') return account;
  const groups = await readGroups(context);
  return { ...account, gid: groups.find((one) => one.name === group)?.gid ?? (/^\d+$/.test(group) ? Number(group) : account.gid) };
}

/** Names of uids and gids; a number stands for itself where it has no name. */
export async function ownerNames(context: ProgramContext): Promise<{ user: (uid: number) => string; group: (gid: number) => string }> {
  const users = new Map((await readAccounts(context)).map((account) => [account.uid, account.name]));
  const groups = new Map((await readGroups(context)).map((group) => [group.gid, group.name]));
  return {
    user: (uid) => users.get(uid) ?? (uid === 0 ? 'root' : String(uid)),
    group: (gid) => groups.get(gid) ?? (gid === 0 ? 'root' : String(gid)),
  };
}

async function readTable(context: ProgramContext, path: string): Promise<string[][]> {
  try {
    const text = (await context.system.fileSystem.readFile(path)).toString('utf8');
    return text
      .split('\n')
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => line.split(':'));
  } catch (error) {
    if (error instanceof FileSystemError) return [];
    throw error;
  }
}
