import type { Readable, Writable } from 'node:stream';
import { findAccount } from '../engine/build/accounts.ts';
import type { ProgramContext } from '../process/process.ts';
import type { CallHandler } from './file-calls.ts';
import { CallError } from './open-files.ts';

const longestRead = 65_536;

/** The other calls, with descriptors 0, 1 and 2 answered by the process's own streams. */
export function standardCalls(context: ProgramContext, others: Record<string, CallHandler>): Record<string, CallHandler> {
  const past = (name: string, values: Record<string, unknown>, data: Buffer): ReturnType<CallHandler> => {
    const handler = others[name];
    return handler === undefined ? Promise.reject(new CallError('ENOSYS')) : handler(values, data);
  };
  return {
    ...others,
    async write(values, data) {
      const descriptor = Number(values['descriptor']);
      if (descriptor !== 1 && descriptor !== 2) return past('write', values, data);
      await writeOut(descriptor === 1 ? context.stdout : context.stderr, data);
      return { value: data.length };
    },
    async read(values, data) {
      if (Number(values['descriptor']) !== 0) return past('read', values, data);
      return { data: await readIn(context.stdin, Math.min(Number(values['length']), longestRead)) };
    },
    async readFile(values, data) {
      if (values['descriptor'] !== 0) return past('readFile', values, data);
      const parts: Buffer[] = [];
      for (let part = await readIn(context.stdin, longestRead); part.length > 0; part = await readIn(context.stdin, longestRead))
        parts.push(part);
      return { data: Buffer.concat(parts) };
    },
    async account(values) {
      const account = await findAccount(context.system.fileSystem, String(values['uid']));
      if ('error' in account) return { value: { username: String(values['uid']), homedir: '/', shell: null } };
      return { value: { username: account.name, homedir: account.home, shell: '/bin/sh' } };
    },
    async terminalMode(values) {
      await Promise.resolve();
      if (context.terminal !== undefined) context.terminal.mode = values['mode'] === 'raw' ? 'raw' : 'cooked';
      return {};
    },
  };
}

/** Resolves when the bytes have been taken over, so that a writer waits for its reader as on a real pipe. */
function writeOut(stream: Writable, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const broken = (): void => reject(new CallError('EPIPE'));
    if (stream.destroyed || stream.writableEnded) {
      broken();
      return;
    }
    stream.once('close', broken);
    stream.write(Buffer.from(data), (error) => {
      stream.off('close', broken);
      if (error) broken();
      else resolve();
    });
  });
}

function readIn(stream: Readable, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const attempt = (): void => {
      const available = Math.min(length, stream.readableLength);
      const part = (available > 0 ? (stream.read(available) as Buffer | null) : null) ?? (stream.read() as Buffer | null);
      if (part !== null && part.length > length) stream.unshift(part.subarray(length));
      if (part === null && !stream.readableEnded && !stream.destroyed) return;
      for (const event of events) stream.off(event, attempt);
      resolve(part?.subarray(0, length) ?? Buffer.alloc(0));
    };
    const events = ['readable', 'end', 'close', 'error'] as const;
    for (const event of events) stream.on(event, attempt);
    attempt();
  });
}
