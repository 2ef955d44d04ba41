import { afterEach, expect, test } from 'vitest';
import { nodeSystem } from '../../node-host/node-system.ts';
import type { PracticeSystem } from '../practice-system.ts';

const systems: PracticeSystem[] = [];

afterEach(async () => {
  await Promise.all(systems.splice(0).map(({ table }) => table.end()));
});

function container(): PracticeSystem {
  const system = nodeSystem();
  systems.push(system);
  return system;
}

test('npm config keeps what is set, shows it, and forgets it', async () => {
  const { run } = container();
  expect(await run(['npm', 'config', 'set', 'fund=false', 'loglevel=error'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(await run(['npm', 'config', 'set', 'audit', 'false'])).toMatchObject({ code: 0 });
  expect((await run(['npm', 'config', 'get', 'fund'])).stdout).toBe('false\n');
  expect((await run(['npm', 'config', 'get', 'audit', 'never'])).stdout).toBe('audit=false\nnever=undefined\n');
  expect((await run(['npm', 'config', 'list'])).stdout).toMatch(/fund = "false"\nloglevel = "error"\naudit = "false"\n/);
  expect(await run(['npm', 'config', 'delete', 'fund'])).toMatchObject({ code: 0 });
  expect((await run(['npm', 'config', 'get', 'fund'])).stdout).toBe('undefined\n');
  expect(await run(['npm', 'config', 'edit'])).toMatchObject({
    code: 1,
    stderr: 'npm error npm config is limited to get, set, delete and list on the practice device\n',
  });
});

test('npm cache says what it does', async () => {
  const { run } = container();
  expect(await run(['npm', 'cache', 'clean'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('rerun this command with --force') as string,
  });
  expect(await run(['npm', 'cache', 'clean', '--force'])).toMatchObject({
    code: 0,
    stderr: 'npm warn using --force Recommended protections disabled.\n',
  });
  expect((await run(['npm', 'cache', 'verify'])).stdout).toContain('Content verified: 0 (0 bytes)');
  expect(await run(['npm', 'cache', 'ls'])).toMatchObject({ code: 1, stderr: expect.stringContaining('is limited to') as string });
});
