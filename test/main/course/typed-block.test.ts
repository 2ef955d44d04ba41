import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { typedBlock } from '../../../src/main/course/typed-block.ts';
import { step as stepSchema } from '../../../src/shared/course/course.ts';
import type { BlockRun } from '../../../src/shared/course/progress.ts';
import type { TerminalTarget } from '../../../src/shared/domain/terminal.ts';
import type { Workspace } from '../../../src/main/workspace/workspace.ts';
import { testCourse } from './course-fixture.ts';

let root: string;
const laptop = { kind: 'laptop' } as const;
const main = { kind: 'service', service: 'main' } as const;
const command = { kind: 'command', target: laptop, folder: 'app' };
const step = stepSchema.parse({
  ...testCourse.sections[0]?.steps[0],
  blocks: [
    { ...command, id: 'push', text: 'balena push Demo' },
    { ...command, id: 'list', text: 'ls /', folder: undefined },
    { ...command, id: 'devices', text: 'balena device list' },
    { kind: 'command', id: 'inside', target: main, text: 'balena push Demo' },
    { kind: 'edit', id: 'change', file: 'app/file', change: { by: 'lines', before: 'old', after: 'new' } },
    { ...command, id: 'again', text: 'balena push Demo' },
    { ...command, id: 'cloud', text: 'balena fleet create Demo', needsCloud: 'balena fleet create' },
    { ...command, id: 'both', text: 'cd app\nls' },
    { ...command, id: 'refused', text: 'curl a', expects: 7 },
    { ...command, id: 'allowed', text: 'curl a' },
  ],
});

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'fleetlab-typed-')));
  await mkdir(join(root, 'work', 'app'), { recursive: true });
  await symlink(join(root, 'work'), join(root, 'link'), 'junction');
});

afterAll(() => rm(root, { recursive: true, force: true }));

interface Place {
  target?: TerminalTarget;
  folder?: string;
  runs?: readonly BlockRun[];
  file?: string;
}

async function idOf(
  text: string,
  { target = laptop, folder = 'work/app', runs = [], file = 'new\n' }: Place = {},
): Promise<string | undefined> {
  const read = () => Promise.resolve({ text: file }) as ReturnType<Workspace['read']>;
  const block = await typedBlock(step, { text, target, folder: join(root, folder) }, runs, { folder: join(root, 'work'), read });
  return block?.id;
}
const ran = (blockId: string, exitCode: number): BlockRun => ({ blockId, state: 'done', exitCode });

it('is that of the same command in the same folder, also where a link leads to it', async () => {
  expect(await idOf('balena  push Demo')).toBe('push');
  expect(await idOf('balena push Demo', { folder: 'link/app' })).toBe('push');
  expect(await idOf('balena push Demo', { folder: 'work' })).toBeUndefined();
  expect(await idOf('balena push Other')).toBeUndefined();
});

it('is in any folder where the lesson names none, or that does the same in each', async () => {
  expect(await idOf('ls /', { folder: 'elsewhere' })).toBe('list');
  expect(await idOf('balena device list', { folder: 'elsewhere' })).toBe('devices');
  expect(await idOf('curl a', { folder: 'elsewhere' })).toBe('refused');
});

it('is that of the same machine', async () => {
  expect(await idOf('balena push Demo', { target: main })).toBe('inside');
  expect(await idOf('balena device list', { target: main })).toBeUndefined();
});

it('is none where the lesson’s command has several lines', async () => expect(await idOf('cd app ls')).toBeUndefined());

it('is not the next one before what the lesson changes between them is changed', async () => {
  expect(await idOf('balena push Demo', { runs: [ran('push', 0)], file: 'old\n' })).toBe('push');
});

it('is none that needs a cloud where there is none', async () => expect(await idOf('balena fleet create Demo')).toBeUndefined());

it('is the first that has not worked yet, and the last one where all have', async () => {
  expect(await idOf('balena push Demo', { runs: [ran('push', 1)] })).toBe('push');
  expect(await idOf('balena push Demo', { runs: [ran('push', 0)] })).toBe('again');
  expect(await idOf('balena push Demo', { runs: [ran('push', 0), ran('again', 0)] })).toBe('again');
  expect(await idOf('curl a', { runs: [ran('refused', 0)] })).toBe('refused');
  expect(await idOf('curl a', { runs: [ran('refused', 7)] })).toBe('allowed');
});
