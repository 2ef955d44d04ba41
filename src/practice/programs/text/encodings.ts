import { createHash } from 'node:crypto';
import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import type { AnyCall } from '../define-program.ts';
import { openInput } from '../inputs.ts';
import { readAll, splitLines, toBytes, write } from '../lines.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';

export const base64 = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]',
    summary: 'Base64 encode or decode FILE, or standard input, to standard output.',
    version: coreutils,
    options: {
      decode: { short: 'd', long: 'decode', help: 'decode data' },
      ignoreGarbage: { short: 'i', long: 'ignore-garbage', help: 'when decoding, ignore non-alphabet characters' },
      wrap: { short: 'w', long: 'wrap', value: 'COLS', help: 'wrap encoded lines after COLS character (default 76); 0 disables wrapping' },
    },
  },
  async ({ context, values, operands, complain }) => {
    const [name = '-', extra] = operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${quote(extra)}`);
    const wrap = Number(values.wrap ?? 76);
    if (!Number.isInteger(wrap) || wrap < 0) throw new UsageError(`invalid wrap size: ${quote(values.wrap ?? '')}`, false);
    let content: Buffer;
    try {
      content = await readAll(await openInput(context, name));
    } catch (error) {
      const reason = reasonOf(error);
      await complain(reason === 'Is a directory' ? `read error: ${reason}` : `${quoteIfNeeded(name)}: ${reason}`);
      return 1;
    }
    if (values.decode) {
      const text = content.toString('latin1').replaceAll(values.ignoreGarbage ? /[^A-Za-z0-9+/=]/g : /\n/g, '');
      const valid = /^[A-Za-z0-9+/]*={0,2}/.exec(text)?.[0] ?? '';
      await write(context.stdout, Buffer.from(valid, 'base64'), context.ended);
      if (valid.length === text.length && valid.length % 4 === 0) return 0;
      await complain('invalid input');
      return 1;
    }
    const encoded = content.toString('base64');
    const lines = wrap === 0 ? [encoded] : (encoded.match(new RegExp(`.{1,${String(wrap)}}`, 'g')) ?? []);
    await write(context.stdout, lines.join('\n') + (wrap > 0 && encoded !== '' ? '\n' : ''), context.ended);
    return 0;
  },
);

const checksumOptions = {
  binary: { short: 'b', long: 'binary', help: 'read in binary mode' },
  check: { short: 'c', long: 'check', help: 'read checksums from the FILEs and check them' },
  quiet: { long: 'quiet', help: "don't print OK for each successfully verified file" },
  status: { long: 'status', help: "don't output anything, status code shows success" },
  tag: { long: 'tag', help: 'create a BSD-style checksum' },
  text: { short: 't', long: 'text', help: 'read in text mode (default)' },
} as const;

export const md5sum = makeChecksum('md5', 'MD5', 32);
export const sha1sum = makeChecksum('sha1', 'SHA1', 40);
export const sha224sum = makeChecksum('sha224', 'SHA224', 56);
export const sha256sum = makeChecksum('sha256', 'SHA256', 64);
export const sha384sum = makeChecksum('sha384', 'SHA384', 96);
export const sha512sum = makeChecksum('sha512', 'SHA512', 128);

function makeChecksum(algorithm: string, title: string, digits: number): Program {
  return defineProgram(
    { usage: 'NAME [OPTION]... [FILE]...', summary: `Print or check ${title} checksums.`, version: coreutils, options: checksumOptions },
    async (call) => {
      const { context, values, operands, complain } = call;
      let status = 0;
      for (const name of operands.length === 0 ? ['-'] : operands) {
        if (values.check) {
          if (!(await checkList(call, name, values, algorithm, title, digits))) status = 1;
          continue;
        }
        try {
          const sum = await digest(call, name, algorithm);
          await write(
            context.stdout,
            values.tag ? `${title} (${toBytes(name)}) = ${sum}\n` : `${sum} ${values.binary ? '*' : ' '}${toBytes(name)}\n`,
            context.ended,
          );
        } catch (error) {
          await complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
          status = 1;
        }
      }
      return status;
    },
  );
}

async function digest({ context }: AnyCall, name: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of await openInput(context, name)) hash.update(chunk);
  return hash.digest('hex');
}

async function checkList(
  call: AnyCall,
  list: string,
  values: { quiet: boolean; status: boolean },
  algorithm: string,
  title: string,
  digits: number,
): Promise<boolean> {
  let [failed, unreadable, malformed, any] = [0, 0, 0, 0];
  try {
    for await (const { text } of splitLines(await openInput(call.context, list))) {
      const match =
        new RegExp(`^([0-9a-fA-F]{${String(digits)}}) [ *](.+)$`).exec(text) ??
        new RegExp(`^${title} \\((.+)\\) = ([0-9a-fA-F]{${String(digits)}})$`).exec(text);
      if (match === null) {
        malformed += 1;
        continue;
      }
      any += 1;
      const [sum = '', name = ''] = text.startsWith(title) ? [match[2], match[1]] : [match[1], match[2]];
      try {
        const isSame = (await digest(call, name, algorithm)) === sum.toLowerCase();
        if (!isSame) failed += 1;
        if (!values.status && !(values.quiet && isSame)) await call.print(`${name}: ${isSame ? 'OK' : 'FAILED'}\n`);
      } catch (error) {
        await call.complain(`${quoteIfNeeded(name)}: ${reasonOf(error)}`);
        unreadable += 1;
        if (!values.status) await call.print(`${name}: FAILED open or read\n`);
      }
    }
  } catch (error) {
    await call.complain(`${quoteIfNeeded(list)}: ${reasonOf(error)}`);
    return false;
  }
  if (any === 0) {
    await call.complain(`${list === '-' ? "'standard input'" : quoteIfNeeded(list)}: no properly formatted checksum lines found`);
    return false;
  }
  const warn = async (count: number, one: string, many: string): Promise<void> => {
    if (count > 0 && !values.status) await call.complain(`WARNING: ${String(count)} ${count === 1 ? one : many}`);
  };
  await warn(malformed, 'line is improperly formatted', 'lines are improperly formatted');
  await warn(unreadable, 'listed file could not be read', 'listed files could not be read');
  await warn(failed, 'computed checksum did NOT match', 'computed checksums did NOT match');
  return failed === 0 && unreadable === 0;
}
