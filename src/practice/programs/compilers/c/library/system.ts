import { parseSignal } from '../../../../process/signals.ts';
import { ignoreSignal } from '../../../../process/signals.ts';
import { Fault, ProgramExit } from '../machine.ts';
import type { Work } from '../machine.ts';
import type { LibraryFunction } from './library-function.ts';

/** unistd.h, signal.h, time.h and assert.h */
export const systemFunctions: Readonly<Record<string, LibraryFunction>> = {
  *sleep(m, [seconds]): Work {
    return Math.ceil((yield* m.wait(Number(seconds) * 1000)) / 1000);
  },
  *usleep(m, [microseconds]): Work {
    return (yield* m.wait(Number(microseconds) / 1000)) > 0 ? -1 : 0;
  },
  *pause(m): Work {
    yield* m.wait(Infinity);
    return -1;
  },
  getpid: (m) => m.context.process.pid,
  getppid: (m) => m.context.process.parent,
  getuid: (m) => (m.context.process.user === 'root' ? 0 : 1000),
  *write(m, [descriptor, from, size]): Work {
    yield* m.outputNow(Number(descriptor), m.range(Number(from), Number(size)));
    return BigInt(size ?? 0);
  },
  _exit(m, [code]): Work {
    m.discardOutput();
    throw new ProgramExit(Number(code) & 255);
  },
  gethostname(m, [to, size]) {
    m.putBytes(Number(to), Buffer.from(`${m.context.system.hostname.slice(0, Math.max(0, Number(size) - 1))}\0`));
    return 0;
  },
  isatty: (m, [descriptor]) => (Number(descriptor) <= 2 && m.isOnTerminal ? 1 : 0),
  signal(m, [number, handler]) {
    const signal = parseSignal(String(number));
    const former = m.handlers.get(Number(number)) ?? 0;
    if (signal === undefined || signal === 'SIGKILL' || signal === 'SIGSTOP') return -1;
    m.handlers.set(Number(number), Number(handler));
    const action = Number(handler) === 0 ? undefined : Number(handler) === 1 ? ignoreSignal : (): void => m.arrive(Number(number));
    m.context.onSignal(signal, action);
    return former;
  },
  *raise(m, [number]): Work {
    const handler = m.handlers.get(Number(number)) ?? 0;
    if (handler > 1) yield* m.callPointer(handler, [Number(number)]);
    else if (handler === 0) throw new Fault(parseSignal(String(number)) ?? 'SIGILL');
    return 0;
  },
  time(m, [to]) {
    const seconds = BigInt(Math.floor(m.context.system.now() / 1000));
    if (Number(to) !== 0) m.S_i8(Number(to), seconds);
    return seconds;
  },
  clock: (m) => BigInt(Math.floor((m.context.system.now() - m.startedAt) * 1000)),
  difftime: (_m, [end, start]) => Number(end) - Number(start),
  *__practice_assert(m, [text, file, line]): Work {
    const words = [text, file].map((one) => m.text(Number(one)).toString('latin1'));
    const name = m.context.arguments[0] ?? '';
    yield* m.output(
      2,
      Buffer.from(
        `${name.slice(name.lastIndexOf('/') + 1)}: ${words[1] ?? ''}:${line ?? 0}: Assertion \`${words[0] ?? ''}' failed.\n`,
        'latin1',
      ),
    );
    throw new Fault('SIGABRT');
  },
};
