import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { parseDate } from '../system/date-parse.ts';
import { checkTrailingSlash } from './destination.ts';

export const touch = defineProgram(
  {
    usage: 'NAME [OPTION]... FILE...',
    summary: 'Update the modification time of each FILE to the current time. A FILE that does not exist is created empty.',
    version: coreutils,
    options: {
      access: { short: 'a', help: 'change only the access time (the practice device keeps none)' },
      noCreate: { short: 'c', long: 'no-create', help: 'do not create any files' },
      date: { short: 'd', long: 'date', value: 'STRING', help: 'parse STRING and use it instead of current time' },
      force: { short: 'f', help: '(ignored)' },
      modification: { short: 'm', help: 'change only the modification time' },
      reference: { short: 'r', long: 'reference', value: 'FILE', help: "use this file's time instead of current time" },
      stamp: { short: 't', value: 'STAMP', help: 'use [[CC]YY]MMDDhhmm[.ss] instead of current time' },
    },
  },
  async (call) => {
    const { context, values, operands, complain } = call;
    const { fileSystem } = context.system;
    const now = context.system.now();
    if (operands.length === 0) throw new UsageError('missing file operand');
    let time: number | undefined = now;
    if (values.date !== undefined || values.stamp !== undefined) {
      time = values.date === undefined ? parseStamp(values.stamp ?? '', now) : parseDate(values.date, now);
      if (time === undefined) throw new UsageError(`invalid date format ${quote(values.date ?? values.stamp ?? '')}`, false);
    } else if (values.reference !== undefined) {
      try {
        time = (await fileSystem.stat(pathOf(context, values.reference))).modifiedAt;
      } catch (error) {
        await complain(`failed to get attributes of ${quote(values.reference)}: ${reasonOf(error)}`);
        return 1;
      }
    }
    let status = 0;
    for (const name of operands) {
      const path = pathOf(context, name);
      try {
        if (name === '') throw new FileSystemError('ENOENT', name);
        const exists = await fileSystem.stat(path).catch((error: unknown) => {
          if (error instanceof FileSystemError && error.code === 'ENOENT') return undefined;
          throw error;
        });
        if (exists !== undefined || !values.noCreate) await checkTrailingSlash(call, name);
        if (exists === undefined) {
          if (values.noCreate) continue;
          await fileSystem.writeFile(path, '');
        }
        if (exists?.kind !== 'device' && !(values.access && !values.modification)) await fileSystem.touch(path, time);
      } catch (error) {
        const reason =
          error instanceof FileSystemError && error.code === 'ENOTDIR' && name.endsWith('/') ? 'setting times of' : 'cannot touch';
        await complain(`${reason} ${quote(name)}: ${reasonOf(error)}`);
        status = 1;
      }
    }
    return status;
  },
);

function parseStamp(text: string, now: number): number | undefined {
  const match = /^(\d{2})?(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, first, second, month, day, hours, minutes, seconds = '00'] = match;
  // Eight digits have no year, ten have its last two; 69 to 99 are of the last century (POSIX).
  const short = second ?? first;
  const thisYear = new Date(now).getUTCFullYear();
  const century = second === undefined ? undefined : first;
  const year =
    short === undefined ? thisYear : century === undefined ? (Number(short) >= 69 ? 1900 : 2000) + Number(short) : Number(century + short);
  const time = Date.UTC(year, Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  return Number.isNaN(time) ? undefined : time;
}
