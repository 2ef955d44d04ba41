import { Duplex, PassThrough } from 'node:stream';
import type { DeviceForCloud, ShellRequest, ShellSession } from '../../../../src/practice/device/device-link.ts';
import { identityOf } from '../../../../src/practice/device/identity.ts';

export interface FakeDevice extends DeviceForCloud {
  /** What the cloud asked of it, in order. */
  calls: string[];
  shells: ShellRequest[];
}

/** A device that notes what it is asked, and whose shells echo: `exit N` ends one with that code, `error` writes to stderr. */
export function createFakeDevice(uuid = 'a'.repeat(32)): FakeDevice {
  const calls: string[] = [];
  const shells: ShellRequest[] = [];
  const note = (name: string) => async () => {
    calls.push(name);
    return Promise.resolve();
  };
  return {
    uuid,
    identity: identityOf(uuid),
    calls,
    shells,
    update: () => void calls.push('update'),
    restartApp: note('restartApp'),
    restartService: (name) => note(`restartService ${name}`)(),
    startService: (name) => note(`startService ${name}`)(),
    stopService: (name) => note(`stopService ${name}`)(),
    purge: note('purge'),
    reboot: note('reboot'),
    shutdown: note('shutdown'),
    openShell(request) {
      shells.push(request);
      return Promise.resolve(echoShell(request));
    },
  };
}

function echoShell(request: ShellRequest): ShellSession {
  const stderr = new PassThrough();
  const { promise: exited, resolve } = Promise.withResolvers<{ code: number }>();
  let hasEnded = false;
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split(/\r?\n/)) if (line !== '') answer(line);
      done();
    },
    final(done) {
      if (request.command === undefined) finish(0);
      done();
    },
  });
  function finish(code: number): void {
    if (hasEnded) return;
    hasEnded = true;
    stream.push(null);
    stderr.end();
    resolve({ code });
  }
  function answer(line: string): void {
    const exit = /^exit (\d+)/.exec(line);
    const size = request.terminal === undefined ? '' : `${request.terminal.columns}x${request.terminal.rows} `;
    if (hasEnded) return;
    if (exit !== null) finish(Number(exit[1]));
    else if (line.startsWith('error')) stderr.write(`${line}\n`);
    else stream.push(`${size}${line}\n`);
  }
  if (request.command !== undefined)
    setImmediate(() => {
      answer(request.command ?? '');
      finish(0);
    });
  return { stream, stderr, exited, end: () => finish(129) };
}
