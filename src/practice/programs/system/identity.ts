import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { accountOfProcess, ownerNames, readAccounts, readGroups } from './accounts.ts';
import type { Account } from './accounts.ts';

export const id = defineProgram(
  {
    usage: 'NAME [OPTION]... [USER]...',
    summary: 'Print user and group information for each specified USER, or (when USER omitted) for the current process.',
    version: coreutils,
    unsupported: 'Z',
    options: {
      all: { short: 'a', help: 'ignore, for compatibility with other versions' },
      group: { short: 'g', long: 'group', help: 'print only the effective group ID' },
      groups: { short: 'G', long: 'groups', help: 'print all group IDs' },
      name: { short: 'n', long: 'name', help: 'print a name instead of a number, for -ugG' },
      real: { short: 'r', long: 'real', help: 'print the real ID instead of the effective ID, with -ugG' },
      user: { short: 'u', long: 'user', help: 'print only the effective user ID' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    if ([values.group, values.groups, values.user].filter(Boolean).length > 1)
      throw new UsageError('cannot print "only" of more than one choice', false);
    const chosen = values.group || values.groups || values.user;
    if (!chosen && (values.name || values.real)) throw new UsageError('cannot print only names or real IDs in default format', false);
    const names = await ownerNames(context);
    let status = 0;
    const accounts = operands.length === 0 ? [await accountOfProcess(context)] : [];
    for (const operand of operands) {
      const account = await findAccount(context, operand);
      if (account !== undefined) accounts.push(account);
      else {
        await complain(`${quote(operand)}: no such user`);
        status = 1;
      }
    }
    for (const account of accounts) {
      const groups = await groupIds(context, account);
      if (values.user) await print(`${values.name ? names.user(account.uid) : String(account.uid)}\n`);
      else if (values.group) await print(`${values.name ? names.group(account.gid) : String(account.gid)}\n`);
      else if (values.groups) await print(`${groups.map((gid) => (values.name ? names.group(gid) : String(gid))).join(' ')}\n`);
      else
        await print(
          `${describe('uid', account.uid, names.user)} ${describe('gid', account.gid, names.group)} groups=${groups.map((gid) => describe('', gid, names.group)).join(',')}\n`,
        );
    }
    return status;
  },
);

export const whoami = defineProgram(
  {
    usage: 'NAME [OPTION]...',
    summary: 'Print the user name associated with the current effective user ID.',
    version: coreutils,
    options: {},
  },
  async ({ context, operands, print, complain }) => {
    const [extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const account = await accountOfProcess(context);
    const name = account.name === '' ? (await ownerNames(context)).user(account.uid) : account.name;
    if (/^\d+$/.test(name)) {
      await complain(`cannot find name for user ID ${name}`);
      return 1;
    }
    await print(`${name}\n`);
    return 0;
  },
);

export const groups = defineProgram(
  {
    usage: 'NAME [OPTION]... [USERNAME]...',
    summary: 'Print group memberships for each USERNAME or, if none, for the current process.',
    version: coreutils,
    options: {},
  },
  async ({ context, operands, print, complain }) => {
    const names = await ownerNames(context);
    const listed = async (account: Account): Promise<string> => (await groupIds(context, account)).map(names.group).join(' ');
    if (operands.length === 0) {
      await print(`${await listed(await accountOfProcess(context))}\n`);
      return 0;
    }
    let status = 0;
    for (const name of operands) {
      const account = await findAccount(context, name);
      if (account !== undefined) await print(`${name} : ${await listed(account)}\n`);
      else {
        await complain(`${quote(name)}: no such user`);
        status = 1;
      }
    }
    return status;
  },
);

async function findAccount(context: ProgramContext, name: string): Promise<Account | undefined> {
  const accounts = await readAccounts(context);
  return accounts.find((account) => account.name === name) ?? accounts.find((account) => String(account.uid) === name.replace(/^\+/, ''));
}

/** The own group first, then those that name the user as a member. */
async function groupIds(context: ProgramContext, account: Account): Promise<number[]> {
  const others = (await readGroups(context)).filter((group) => group.members.includes(account.name)).map((group) => group.gid);
  return [...new Set([account.gid, ...others])];
}

function describe(label: string, number: number, nameOf: (id: number) => string): string {
  const name = nameOf(number);
  const text = name === String(number) ? String(number) : `${String(number)}(${name})`;
  return label === '' ? text : `${label}=${text}`;
}
