import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { practiceCommand } from '../../../../src/main/environments/practice/practice-command.ts';
import { startPractice, type PracticeCommand } from '../../../../src/main/environments/practice/practice-process.ts';
import { findApplicationRoot } from '../../../../src/main/paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-practice-process-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const readyLine = JSON.stringify({
  env: { BALENARC_BUILDER_URL: 'http://127.0.0.1:2', BALENARC_DATA_DIRECTORY: '/data' },
  device: { uuid: 'u', address: '10.42.0.7', deviceType: 'generic-amd64' },
  token: 'the-token',
  api: 'http://127.0.0.1:1',
  ssh: { host: '127.0.0.1', port: 3 },
});

/** With more time than the app gives it: how fast this machine is makes no difference here. */
function realOne(): PracticeCommand {
  const root = findApplicationRoot(import.meta.dirname);
  return { ...practiceCommand({ root, node: process.execPath, dataDirectory: folder, onRemark: () => undefined }), closeLimit: 30_000 };
}

async function madeUp(program: string, closeLimit: number): Promise<PracticeCommand> {
  const file = join(folder, 'program.mjs');
  await writeFile(file, program);
  return { executable: process.execPath, arguments: [file], startLimit: 30_000, closeLimit, onRemark: () => undefined };
}

describe('closing the practice process', () => {
  it('lets the real one end in order: it gives its data folder free', async () => {
    const practice = startPractice(realOne());
    await practice.ready;
    expect(await readdir(folder)).toContain('practice.lock');
    await practice.close();
    expect(await practice.ended).toBe('it ended with code 0');
    expect(await readdir(folder)).not.toContain('practice.lock');
  });

  it('lets one that still starts end in order as well', async () => {
    const practice = startPractice(realOne());
    await practice.close();
    await practice.ready.catch(() => undefined);
    expect(await practice.ended).toBe('it ended with code 0');
    expect(await readdir(folder)).not.toContain('practice.lock');
  });

  it('asks only once: the second time counts as impatience', async () => {
    const program = `
      let asked = 0;
      function ask() {
        asked += 1;
        if (asked === 1) setTimeout(() => process.exit(10 + asked), 300);
      }
      process.on('SIGTERM', ask);
      process.stdin.on('end', ask).resume();
      console.log(${JSON.stringify(readyLine)});
    `;
    const practice = startPractice(await madeUp(program, 30_000));
    await practice.ready;
    await practice.close();
    expect(await practice.ended).toBe('it ended with code 11');
  });

  it('kills one that does not end within the limit', async () => {
    const practice = startPractice(await madeUp('setInterval(() => {}, 1000);', 200));
    const refused = expect(practice.ready).rejects.toMatchObject({ code: 'practice-failed' });
    await practice.close();
    await refused;
    expect(await practice.ended).toBe('it was ended by SIGKILL');
  });
});
