import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { formatDate } from './date-format.ts';
import { parseDate } from './date-parse.ts';

const isoFormats: Record<string, string> = {
  '': '%Y-%m-%d',
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
};

const rfc3339Formats: Record<string, string> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
};

export const date = defineProgram(
  {
    usage: 'NAME [OPTION]... [+FORMAT]',
    summary: 'Display date and time in the given FORMAT (as strftime(3)). The practice device keeps its clock in UTC.',
    version: coreutils,
    unsupported: 'f',
    options: {
      date: { short: 'd', long: 'date', value: 'STRING', help: "display time described by STRING, not 'now'" },
      iso: {
        short: 'I',
        long: 'iso-8601',
        value: 'FMT',
        optional: true,
        help: "ISO 8601: 'date' (default), 'hours', 'minutes', 'seconds' or 'ns'",
      },
      reference: { short: 'r', long: 'reference', value: 'FILE', help: 'display the last modification time of FILE' },
      email: { short: 'R', long: 'rfc-email', help: 'RFC 5322 format, e.g. Mon, 14 Aug 2006 02:34:56 +0000' },
      rfc3339: { long: 'rfc-3339', value: 'FMT', help: "RFC 3339 format: 'date', 'seconds' or 'ns'" },
      set: { short: 's', long: 'set', value: 'STRING', help: 'refused: a container may not set the clock' },
      universal: { short: 'u', long: 'utc', help: 'print Coordinated Universal Time (UTC)' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const [operand, extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const now = context.system.now();
    const format = formatOf(values, operand);
    if (values.set !== undefined || (operand !== undefined && !operand.startsWith('+'))) {
      if (values.set === undefined && !/^\d{8}(\d{2}|\d{4})?(\.\d{2})?$/.test(operand ?? '')) {
        await complain(`invalid date ${quote(operand ?? '')}`);
        return 1;
      }
      await complain('cannot set date: Operation not permitted');
      return 1;
    }
    let time: number | undefined = now;
    if (values.reference !== undefined) {
      try {
        time = (await context.system.fileSystem.stat(pathOf(context, values.reference))).modifiedAt;
      } catch (error) {
        await complain(`${quoteIfNeeded(values.reference)}: ${reasonOf(error)}`);
        return 1;
      }
    }
    if (values.date !== undefined) time = parseDate(values.date, now);
    if (time === undefined) {
      await complain(`invalid date ${quote(values.date ?? '')}`);
      return 1;
    }
    await print(`${formatDate(format, time)}\n`);
    return 0;
  },
);

function formatOf(values: { iso: string | undefined; rfc3339: string | undefined; email: boolean }, operand: string | undefined): string {
  if (values.iso !== undefined) return known(isoFormats, values.iso, '--iso-8601');
  if (values.rfc3339 !== undefined) return known(rfc3339Formats, values.rfc3339, '--rfc-3339');
  if (values.email) return '%a, %d %b %Y %H:%M:%S %z';
  return operand?.startsWith('+') === true ? operand.slice(1) : '%a %b %e %H:%M:%S %Z %Y';
}

function known(formats: Record<string, string>, name: string, option: string): string {
  const format = formats[name];
  if (format === undefined) throw new UsageError(`invalid argument ${quote(name)} for '${option}'`);
  return format;
}
