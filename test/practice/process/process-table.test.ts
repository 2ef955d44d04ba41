import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { breathe } from '../../../src/practice/process/fairness.ts';
import { createPipe, readableOf, writableOf } from '../../../src/practice/process/open-file.ts';
import { replaceProcess, whenEndedOrStopped } from '../../../src/practice/process/process-table.ts';
import { ForkError } from '../../../src/practice/process/process.ts';
import type { Program } from '../../../src/practice/process/process.ts';
import { ignoreSignal } from '../../../src/practice/process/signals.ts';
import { createSystem, start, textUntil, waitForever } from './fixtures.ts';

const yes: Program = async (context) => {
  while (!context.ended.aborted) if (!context.stdout.write('y\n')) await once(context.stdout, 'drain');
  return 0;
};

test('PID 1 is shielded from signals without a handler, inside and outside', async () => {
  const system = await createSystem();
  const init = start(system, waitForever).process;
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT'] as const) expect(system.processes.signal(1, signal)).toBe('sent');
  system.processes.signalInit('SIGTERM');
  expect(system.processes.find(1)).toBe(init);
  system.processes.signalInit('SIGKILL');
  expect(await init.exited).toEqual({ code: 137, signal: 'SIGKILL' });
});

test('a handler of PID 1 gets the signal', async () => {
  const system = await createSystem();
  const init = start(system, (context) => new Promise((resolve) => context.onSignal('SIGTERM', () => resolve(3)))).process;
  system.processes.signalInit('SIGTERM');
  expect(await init.exited).toEqual({ code: 3 });
});

test('the end of PID 1 ends all others', async () => {
  const system = await createSystem();
  const init = start(system, () => Promise.resolve(7)).process;
  const other = start(system, waitForever, { parent: init }).process;
  expect(await init.exited).toEqual({ code: 7 });
  expect(await other.exited).toEqual({ code: 137, signal: 'SIGKILL' });
  expect(system.processes.list()).toEqual([]);
});

test('a fatal signal takes effect without the program, whose later writes go nowhere', async () => {
  const system = await createSystem();
  start(system, waitForever);
  let say: (text: string) => void = () => undefined;
  const { process, stdout } = start(system, (context) => {
    say = (text) => void context.stdout.write(text);
    return new Promise(() => undefined);
  });
  say('before\n');
  expect(await textUntil(stdout, (text) => text.includes('\n'))).toBe('before\n');
  process.signal('SIGTERM');
  expect(await process.exited).toEqual({ code: 143, signal: 'SIGTERM' });
  say('after\n');
  await new Promise(setImmediate);
  expect(stdout.read()).toBeNull();
  expect(system.processes.signal(process.pid, 'SIGTERM')).toBe('no-such-process');
});

test('children of an ended process belong to PID 1', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const parent = start(system, waitForever).process;
  const child = start(system, waitForever, { parent }).process;
  expect(child.parent).toBe(parent.pid);
  parent.signal('SIGKILL');
  await parent.exited;
  expect(child.parent).toBe(1);
});

test('a writer ends by SIGPIPE when its reader has gone, and never runs ahead of it', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { reader, writer } = createPipe();
  const { process } = start(system, yes, { stdout: writableOf(writer) });
  expect((await reader.read({ maximum: 2 }))?.toString()).toBe('y\n');
  reader.release();
  expect(await process.exited).toEqual({ code: 141, signal: 'SIGPIPE' });
});

test('a loop that writes to nobody leaves others their turn', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const sink = new PassThrough();
  sink.resume();
  const { process } = start(system, yes, { stdout: sink });
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.signal('SIGTERM');
  expect((await process.exited).code).toBe(143);
});

test('stopped processes neither write nor end until they go on; other signals wait', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { process, stdout } = start(system, async (context) => {
    await new Promise((resolve) => context.stdin.once('data', resolve));
    context.stdout.write('late\n');
    return 0;
  });
  process.signal('SIGSTOP');
  expect(await whenEndedOrStopped(process)).toBe('stopped');
  process.signal('SIGTERM');
  expect(process.state).toBe('stopped');
  await new Promise(setImmediate);
  expect(stdout.read()).toBeNull();
  process.signal('SIGCONT');
  expect((await process.exited).code).toBe(143);
});

test('a negative PID reaches the whole group and nobody else', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const leader = start(system, waitForever, { group: 'new' }).process;
  const member = start(system, waitForever, { parent: leader }).process;
  const outsider = start(system, waitForever, { parent: leader, group: 'new' }).process;
  expect(system.processes.signal(-leader.pid, 'SIGINT')).toBe('sent');
  expect((await leader.exited).code).toBe(130);
  expect((await member.exited).code).toBe(130);
  expect(system.processes.find(outsider.pid)).toBe(outsider);
  expect(system.processes.signal(-9999, 'SIGINT')).toBe('no-such-process');
});

test('children inherit ignored signals, not handled ones', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const parent = start(system, (context) => {
    context.onSignal('SIGHUP', ignoreSignal);
    context.onSignal('SIGTERM', () => undefined);
    return new Promise(() => undefined);
  }).process;
  await new Promise(setImmediate);
  const child = start(system, waitForever, { parent }).process;
  child.signal('SIGHUP');
  expect(system.processes.find(child.pid)).toBe(child);
  child.signal('SIGTERM');
  expect((await child.exited).code).toBe(143);
});

test('a replaced program keeps the PID, its handlers go', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { process, stdout } = start(system, (context) => {
    context.onSignal('SIGTERM', () => undefined);
    return replaceProcess(context, {
      program: (next) => {
        next.stdout.write(`${String(next.process.pid)} ${next.arguments.join(' ')}\n`);
        return new Promise(() => undefined);
      },
      arguments: ['sleep', '5'],
      environment: new Map(),
      workingDirectory: '/tmp',
      stdin: context.stdin,
      stdout: context.stdout,
      stderr: context.stderr,
    });
  });
  expect(await textUntil(stdout, (text) => text.includes('\n'))).toBe(`${String(process.pid)} sleep 5\n`);
  expect(process.arguments).toEqual(['sleep', '5']);
  process.signal('SIGTERM');
  expect((await process.exited).code).toBe(143);
});

test('one process reads after another what the first has left', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { reader, writer } = createPipe();
  await writer.write(Buffer.from('one\ntwo\n'));
  writer.release();
  expect((await reader.read({ delimiter: 10 }))?.toString()).toBe('one\n');
  const { stdout } = start(
    system,
    async (context) => {
      for await (const chunk of context.stdin) context.stdout.write(chunk as Buffer);
      return 0;
    },
    { stdin: readableOf(reader) },
  );
  expect(await textUntil(stdout, (text) => text.endsWith('two\n'))).toBe('two\n');
});

test('a program that throws says why', async () => {
  const system = await createSystem();
  start(system, waitForever);
  const { process, stderr } = start(system, () => Promise.reject(new Error('not today')));
  expect(await process.exited).toEqual({ code: 1 });
  expect(await textUntil(stderr, (text) => text.includes('\n'))).toBe('program: not today\n');
});

test('ending the table ends everything', async () => {
  const system = await createSystem();
  const all = [start(system, waitForever), start(system, waitForever)];
  await system.processes.end();
  for (const { process } of all) expect((await process.exited).code).toBe(137);
});

test('a table has no more processes than it may have', async () => {
  const system = await createSystem(new Map(), { maximumProcesses: 2 });
  const init = start(system, waitForever).process;
  const second = start(system, waitForever, { parent: init }).process;
  expect(() => start(system, waitForever)).toThrow(new ForkError());
  second.signal('SIGKILL');
  await second.exited;
  expect(start(system, waitForever).process.pid).toBe(3);
});

test('a handler gets a real-time signal of PID 1', async () => {
  const system = await createSystem();
  const init = start(system, (context) => new Promise((resolve) => context.onSignal('SIGRTMIN+3', () => resolve(0)))).process;
  system.processes.signalInit('SIGTERM');
  expect(system.processes.find(1)).toBe(init);
  system.processes.signalInit('SIGRTMIN+3');
  expect(await init.exited).toEqual({ code: 0 });
});

test('a machine with many busy processes leaves another one every second turn', async () => {
  const turns = { crowded: 0, quiet: 0 };
  const spin =
    (machine: keyof typeof turns, enough: number): Program =>
    async (context) => {
      while (!context.ended.aborted && turns[machine] < enough) {
        await breathe();
        turns[machine] += 1;
      }
      return 0;
    };
  const [crowded, quiet] = [await createSystem(), await createSystem()];
  for (let count = 0; count < 100; count += 1) start(crowded, spin('crowded', Infinity));
  await start(quiet, spin('quiet', 50)).process.exited;
  expect(turns.crowded).toBeGreaterThanOrEqual(48);
  expect(turns.crowded).toBeLessThanOrEqual(60);
  await crowded.processes.end();
});
