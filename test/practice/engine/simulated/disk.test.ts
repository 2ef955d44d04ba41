import { afterEach, expect, test } from 'vitest';
import { createRegistry } from '../../../../src/practice/process/program-registry.ts';
import { programs } from '../../../../src/practice/programs/programs.ts';
import { shellPrograms } from '../../../../src/practice/shell/shell.ts';
import { run, spec, testEngine } from '../test-engine.ts';
import type { TestEngine } from '../test-engine.ts';

const megabyte = 1024 * 1024;
let practice: TestEngine | undefined;

afterEach(async () => {
  await practice?.close();
  practice = undefined;
});

async function start(capacity: number): Promise<{ practice: TestEngine; notices: string[] }> {
  const notices: string[] = [];
  practice = await testEngine({
    programs: createRegistry([programs, shellPrograms]),
    diskCapacity: capacity,
    onNotice: (text) => notices.push(text),
  });
  const { image } = await practice.build('FROM debian:trixie-slim\nCMD ["sleep", "infinity"]');
  await practice.engine.createContainer(spec(image.id, { mounts: [{ volume: '1_data', target: '/data' }] }));
  await practice.engine.startContainer('main_1_1');
  return { practice, notices };
}

test('a service cannot fill the laptop’s disk: its write is refused, the person is told once, and there is room again after a removal', async () => {
  const { practice, notices } = await start(24 * megabyte);
  const { engine } = practice;
  const write = (path: string) => run(engine, 'main_1_1', ['dd', 'if=/dev/zero', `of=${path}`, 'bs=1M', 'count=4']);
  const codes: number[] = [];
  for (let file = 0; file < 8; file += 1)
    codes.push((await write(file % 2 === 0 ? `/data/${String(file)}` : `/root/${String(file)}`)).code);
  expect(codes[0]).toBe(0);
  expect(codes.at(-1)).not.toBe(0);
  expect((await write('/data/more')).stderr).toContain('No space left on device');
  expect(notices).toEqual([expect.stringContaining("The practice device's disk is full")]);
  // What is there can still be read, and written anew.
  expect((await write('/data/0')).code).toBe(0);
  expect((await run(engine, 'main_1_1', ['rm', '/data/0', '/root/1'])).code).toBe(0);
  await practice.until(async () => (await write('/data/after')).code === 0);
});
