import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../../src/main/processes.ts';

const command = pathToFileURL(resolve('tools/setup/command.mjs')).href;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Stands for npm: it starts a script that runs a program in the foreground after another, hands no signal on, and ends when it is asked to. */
async function startAsNpm(lifecycle: string | undefined, before = ''): Promise<{ npm: number; script: number; program: number }> {
  const note = (name: string) => `require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, String(process.pid))`;
  const program = `${note('program')}; setInterval(() => {}, 1000)`;
  const script = `${note('script')}; process.on('SIGTERM', () => ${note('asked')});
    import(${JSON.stringify(command)}).then(async ({ foreground }) => {
      await foreground(process.execPath, ['-e', ${JSON.stringify(before)}]);
      await foreground(process.execPath, ['-e', ${JSON.stringify(program)}]);
    })`;
  const npm = `process.env.NPM = process.pid; require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], { stdio: 'ignore' })`;
  const { npm_lifecycle_event: _, ...environment } = process.env;
  const child = spawn(process.execPath, ['-e', npm], {
    stdio: 'ignore',
    env: { ...environment, ...(lifecycle === undefined ? {} : { npm_lifecycle_event: lifecycle }) },
  });
  const read = async (name: string) => Number(await readFile(join(folder, name), 'utf8').catch(() => 0));
  await expect.poll(() => read('program'), { timeout: 10_000 }).toBeGreaterThan(0);
  return { npm: child.pid ?? 0, script: await read('script'), program: await read('program') };
}

describe.skipIf(process.platform === 'win32')('a program in the foreground of an npm script', () => {
  it('ends when npm was asked to end', async () => {
    const { npm, script, program } = await startAsNpm('start');
    process.kill(npm, 'SIGTERM');
    await expect.poll(() => [program, script].filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });

  it('asks the script itself, which may have more to do', async () => {
    const { npm, script } = await startAsNpm('test');
    process.kill(npm, 'SIGTERM');
    await expect.poll(() => isAlive(script), { timeout: 10_000 }).toBe(false);
    expect(await readFile(join(folder, 'asked'), 'utf8')).toBe(String(script));
  });

  it('ends when npm ended before it began', async () => {
    const { script, program } = await startAsNpm('test', 'process.kill(process.env.NPM, "SIGTERM")');
    await expect.poll(() => [program, script].filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });

  it('goes on without the shell that started it by hand', async () => {
    const { npm, script, program } = await startAsNpm(undefined);
    process.kill(npm, 'SIGTERM');
    await expect.poll(() => isAlive(npm)).toBe(false);
    await new Promise((done) => setTimeout(done, 1500));
    expect([program, script].every(isAlive)).toBe(true);
    process.kill(script, 'SIGTERM');
    await expect.poll(() => [program, script].filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });
});
