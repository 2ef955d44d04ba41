import type { ProgramContext } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { Call } from '../define-program.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { readAccounts, readGroups } from '../system/accounts.ts';
import { visitOperand } from './walk.ts';

const options = {
  noDereference: { short: 'h', long: 'no-dereference', help: 'leave symbolic links alone' },
  silent: { short: 'f', long: 'silent', help: 'suppress most error messages' },
  recursive: { short: 'R', long: 'recursive', help: 'operate on files and directories recursively' },
  verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every file processed' },
} as const;

export const chown = defineProgram(
  {
    usage: 'NAME [OPTION]... [OWNER][:[GROUP]] FILE...',
    summary: 'Change the owner and/or group of each FILE to OWNER and/or GROUP.',
    version: coreutils,
    unsupported: 'cHLP',
    options,
  },
  (call) => changeOwners(call, readOwner),
);

export const chgrp = defineProgram(
  {
    usage: 'NAME [OPTION]... GROUP FILE...',
    summary: 'Change the group of each FILE to GROUP.',
    version: coreutils,
    unsupported: 'cHLP',
    options,
  },
  (call) => changeOwners(call, async (context, text) => ({ gid: await groupId(context, text, text) })),
);

interface Owner {
  uid?: number | undefined;
  gid?: number | undefined;
}

async function changeOwners(call: Call<typeof options>, read: (context: ProgramContext, text: string) => Promise<Owner>): Promise<number> {
  const { context, values, operands } = call;
  const [text, ...files] = operands;
  if (text === undefined) throw new UsageError('missing operand');
  if (files.length === 0) throw new UsageError(`missing operand after ${quote(text)}`);
  const owner = await read(context, text);
  const report = values.silent ? { ...call, complain: () => Promise.resolve() } : call;
  let status = 0;
  for (const file of files) {
    const whole = await visitOperand(report, file, values.recursive, async ({ name, path, status: before }) => {
      if (before.kind === 'symlink') return true;
      try {
        await context.system.fileSystem.changeOwner(path, owner.uid ?? before.uid, owner.gid ?? before.gid);
      } catch (error) {
        await report.complain(`changing ${owner.uid === undefined ? 'group' : 'ownership'} of ${quote(name)}: ${reasonOf(error)}`);
        return false;
      }
      if (values.verbose) await call.print(`changed ownership of ${quote(name)} to ${text}\n`);
      return true;
    });
    if (!whole) status = 1;
  }
  return status;
}

/** `user`, `user:group`, `user:` (the user's own group), `:group`. */
async function readOwner(context: ProgramContext, text: string): Promise<Owner> {
  const [user = '', group] = text.split(':', 2);
  const accounts = await readAccounts(context);
  const account = accounts.find((one) => one.name === user);
  const uid = user === '' ? undefined : (account?.uid ?? number(user));
  if (user !== '' && uid === undefined) throw new UsageError(`invalid user: ${quote(text)}`, false);
  if (group === undefined) return { uid };
  if (group === '') {
    if (user !== '' && account === undefined) throw new UsageError(`invalid spec: ${quote(text)}`, false);
    return { uid, gid: account?.gid };
  }
  return { uid, gid: await groupId(context, group, text) };
}

async function groupId(context: ProgramContext, name: string, shown: string): Promise<number> {
  const id = (await readGroups(context)).find((group) => group.name === name)?.gid ?? number(name);
  if (id === undefined) throw new UsageError(`invalid group: ${quote(shown)}`, false);
  return id;
}

function number(text: string): number | undefined {
  return /^\+?\d+$/.test(text) ? Number(text) : undefined;
}
