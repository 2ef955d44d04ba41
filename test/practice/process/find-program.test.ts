import { expect, test } from 'vitest';
import { findProgram } from '../../../src/practice/process/find-program.ts';
import { programFile, readExecutable } from '../../../src/practice/process/program-file.ts';
import type { Program } from '../../../src/practice/process/process.ts';
import { runProgram } from '../../../src/practice/process/run-program.ts';
import { createSystem, start, textUntil } from './fixtures.ts';

const sayArguments: Program = async (context) => {
  await new Promise<void>((resolve) => context.stdout.write(`${context.arguments.join('|')}\n`, () => resolve()));
  return 4;
};
const environment = new Map([['PATH', '/usr/bin:/bin']]);

async function systemWithFiles(): Promise<Awaited<ReturnType<typeof createSystem>>> {
  const system = await createSystem(
    new Map([
      ['say', sayArguments],
      ['busybox', sayArguments],
    ]),
  );
  const { fileSystem } = system;
  await fileSystem.symlink('busybox', '/bin/cut');
  await fileSystem.writeFile('/tmp/script', '#!/bin/say -x -y\nbody\n', { mode: 0o755 });
  await fileSystem.writeFile('/tmp/text', 'echo\n', { mode: 0o755 });
  await fileSystem.writeFile('/tmp/plain', programFile('say'), { mode: 0o644 });
  await fileSystem.writeFile('/tmp/lost', '#!/bin/nowhere\n', { mode: 0o755 });
  return system;
}

test('a program exists where its file is, also as a copy or a link', async () => {
  const system = await systemWithFiles();
  await system.fileSystem.symlink('/bin/say', '/tmp/link');
  for (const name of ['say', '/bin/say', '/tmp/link']) {
    expect(await findProgram(system, name, environment, '/'), name).toMatchObject({ program: sayArguments });
  }
  await system.fileSystem.remove('/bin/say');
  expect(await findProgram(system, 'say', environment, '/')).toEqual({ error: 'not-found' });
});

test('what cannot be run is told apart', async () => {
  const system = await systemWithFiles();
  expect(await findProgram(system, './plain', environment, '/tmp')).toEqual({ error: 'not-executable', path: '/tmp/plain' });
  expect(await findProgram(system, './text', environment, '/tmp')).toEqual({ error: 'exec-format', path: '/tmp/text' });
  expect(await findProgram(system, './lost', environment, '/tmp')).toEqual({ error: 'not-found', path: '/bin/nowhere' });
  expect(await findProgram(system, '/tmp', environment, '/')).toEqual({ error: 'not-executable', path: '/tmp' });
  expect(await findProgram(system, '', environment, '/')).toEqual({ error: 'not-found' });
});

test.each([
  [['./script', 'a'], '/bin/say|-x -y|./script|a\n', 4],
  [['cut', 'b'], 'cut: applet not found\n', 127],
  [['nothing'], '', 127],
  [['./plain'], '', 126],
])('running %j', async (argumentVector, printed, code) => {
  const system = await systemWithFiles();
  const { process, stdout, stderr } = start(system, async (context) => (await runProgram(context, argumentVector)).code, {
    workingDirectory: '/tmp',
    environment,
  });
  expect((await process.exited).code).toBe(code);
  stdout.end();
  stderr.end();
  expect((await textUntil(stdout, () => false)) + (await textUntil(stderr, () => false))).toBe(printed);
});

test('a program file is read back; other executables are what they are', () => {
  expect(readExecutable(Buffer.from(programFile('dash')))).toEqual({ kind: 'program', name: 'dash' });
  expect(readExecutable(Buffer.from('#! /usr/bin/env  bash \n'))).toEqual({
    kind: 'script',
    interpreter: '/usr/bin/env',
    argument: 'bash',
  });
  expect(readExecutable(Buffer.from('\x7fELF\x02\x01\x00\x00'))).toEqual({ kind: 'binary' });
  expect(readExecutable(Buffer.from('echo hi'))).toEqual({ kind: 'text' });
});
