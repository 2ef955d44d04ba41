import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventBus, type EventBus } from '../../../src/main/event-bus.ts';
import type { Edit } from '../../../src/main/workspace/edit.ts';
import { createWorkspace, type Workspace } from '../../../src/main/workspace/workspace.ts';
import type { EventName, EventPayload } from '../../../src/shared/contract.ts';

const starter = 'FROM debian:trixie-slim\nCMD ["true"]\n';
const dockerfile = 'single-service/Dockerfile.template';

let home: string;
let folder: string;
let bus: EventBus;
let workspace: Workspace;
let events: { name: EventName; payload: unknown }[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetlab-workspace-'));
  folder = join(home, 'workspace');
  await mkdir(join(home, 'seed', 'single-service'), { recursive: true });
  await writeFile(join(home, 'seed', dockerfile), starter);
  bus = createEventBus();
  events = [];
  bus.subscribe((name, payload) => events.push({ name, payload }));
  workspace = await open();
});

afterEach(async () => {
  await workspace.close();
  await rm(home, { recursive: true, force: true });
});

function open(): Promise<Workspace> {
  return createWorkspace({ folder, seed: join(home, 'seed'), bus, now: () => new Date('2026-11-23T06:01:07Z') });
}

function payloads<Name extends EventName>(name: Name): EventPayload<Name>[] {
  return events.filter((event) => event.name === name).map((event) => event.payload as EventPayload<Name>);
}

describe('opening', () => {
  it('seeds the starter files on first use', async () => {
    expect(workspace.view()).toEqual({
      folder,
      entries: [
        { path: 'single-service', kind: 'folder', size: 0 },
        { path: dockerfile, kind: 'file', size: starter.length },
      ],
    });
    expect((await workspace.read(dockerfile)).text).toBe(starter);
  });

  it('leaves the files of a workspace in use alone', async () => {
    await writeFile(join(folder, dockerfile), 'mine');
    await workspace.close();
    workspace = await open();
    expect((await workspace.read(dockerfile)).text).toBe('mine');
  });

  it('brings a starter folder back that was deleted in between', async () => {
    await workspace.close();
    await rm(join(folder, 'single-service'), { recursive: true });
    workspace = await open();
    expect((await workspace.read(dockerfile)).text).toBe(starter);
  });
});

describe('reading and writing', () => {
  it('saves what is based on the text on disk', async () => {
    const before = await workspace.read(dockerfile);
    const after = await workspace.write({ path: dockerfile, text: 'FROM alpine\n', basedOn: before.version });
    expect(await readFile(join(folder, dockerfile), 'utf8')).toBe('FROM alpine\n');
    expect(await workspace.read(dockerfile)).toEqual(after);
    expect(payloads('workspace.fileChanged').at(-1)).toEqual(after);
  });

  it('does not overwrite a newer text', async () => {
    const before = await workspace.read(dockerfile);
    await writeFile(join(folder, dockerfile), 'newer');
    await expect(workspace.write({ path: dockerfile, text: 'older', basedOn: before.version })).rejects.toMatchObject({
      code: 'file-changed',
    });
    expect(await readFile(join(folder, dockerfile), 'utf8')).toBe('newer');
  });

  it('of two saves made from the same text lets one through', async () => {
    const { version } = await workspace.read(dockerfile);
    const saves = await Promise.allSettled(['one', 'two'].map((text) => workspace.write({ path: dockerfile, text, basedOn: version })));
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('makes new files and folders, and lists them', async () => {
    await workspace.write({ path: 'single-service/deep/notes.txt', text: 'hello' });
    expect(workspace.view().entries.map(({ path }) => path)).toContain('single-service/deep/notes.txt');
    expect(payloads('workspace.changed').at(-1)).toEqual(workspace.view());
  });

  it('removes files', async () => {
    await workspace.remove(dockerfile);
    await expect(workspace.read(dockerfile)).rejects.toMatchObject({ code: 'not-found' });
    await expect(workspace.remove(dockerfile)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps carriage returns and a byte order mark', async () => {
    const text = '\uFEFFone\r\ntwo\r\n';
    await workspace.write({ path: 'windows.txt', text });
    expect((await workspace.read('windows.txt')).text).toBe(text);
  });

  it.each([
    ['binary', Buffer.from([1, 0, 2]), 'not-text'],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x41]), 'not-text'],
    ['huge', Buffer.alloc(1_000_001, 'a'), 'too-large'],
  ])('refuses a file that is %s in words', async (_name, bytes, code) => {
    await writeFile(join(folder, 'odd'), bytes);
    const refusal = workspace.read('odd');
    await expect(refusal).rejects.toMatchObject({ code });
    await expect(refusal).rejects.toThrow(/odd/);
  });

  it.each(['../secret', '/etc/passwd', 'a/../../secret', 'single-service/../../secret', 'C:/secret', 'a\\..\\b', ''])(
    'refuses the path "%s"',
    async (path) => {
      await writeFile(join(home, 'secret'), 'secret');
      await expect(workspace.read(path)).rejects.toMatchObject({ code: 'invalid-path' });
      await expect(workspace.write({ path, text: 'x' })).rejects.toMatchObject({ code: 'invalid-path' });
      expect(await readFile(join(home, 'secret'), 'utf8')).toBe('secret');
    },
  );

  it('refuses links that lead out, for files and for folders', async () => {
    await writeFile(join(home, 'secret'), 'secret');
    await symlink(join(home, 'secret'), join(folder, 'link'));
    await symlink(home, join(folder, 'folder'));
    await expect(workspace.read('link')).rejects.toMatchObject({ code: 'invalid-path' });
    await expect(workspace.write({ path: 'folder/secret', text: 'x' })).rejects.toMatchObject({ code: 'invalid-path' });
    await expect(workspace.write({ path: 'folder/new', text: 'x' })).rejects.toMatchObject({ code: 'invalid-path' });
    await workspace.write({ path: 'other', text: '' });
    expect(workspace.view().entries.map(({ path }) => path)).not.toContain('folder/secret');
    expect(await readdir(home)).not.toContain('new');
  });
});

describe('other programs', () => {
  it('are heard when they save in place', async () => {
    await writeFile(join(folder, dockerfile), 'outside');
    await vi.waitFor(() => expect(payloads('workspace.fileChanged').at(-1)).toMatchObject({ path: dockerfile, text: 'outside' }), 10_000);
  });

  it('sees each of many saves, however soon one follows another', async () => {
    await workspace.read(dockerfile);
    for (let save = 1; save <= 15; save += 1) {
      await writeFile(join(folder, dockerfile), `save ${save}`);
      await vi.waitFor(() => expect(payloads('workspace.fileChanged').at(-1)).toMatchObject({ text: `save ${save}` }), 5000);
    }
  });

  it('tells everybody when one reader is the first to see a change', async () => {
    await workspace.read(dockerfile);
    await writeFile(join(folder, dockerfile), 'outside');
    expect((await workspace.read(dockerfile)).text).toBe('outside');
    expect(payloads('workspace.fileChanged')).toMatchObject([{ path: dockerfile, text: 'outside' }]);
  });

  it('are heard when they save by renaming, as vim does', async () => {
    await writeFile(join(folder, 'single-service/.swap'), 'renamed');
    await rename(join(folder, 'single-service/.swap'), join(folder, dockerfile));
    await vi.waitFor(() => expect(payloads('workspace.fileChanged').at(-1)).toMatchObject({ path: dockerfile, text: 'renamed' }), 10_000);
    // The second save of the same editor is heard as well.
    await writeFile(join(folder, 'single-service/.swap'), 'again');
    await rename(join(folder, 'single-service/.swap'), join(folder, dockerfile));
    await vi.waitFor(() => expect(payloads('workspace.fileChanged').at(-1)).toMatchObject({ text: 'again' }), 10_000);
  });

  it('are heard when they make and remove files', async () => {
    await mkdir(join(folder, 'fresh'));
    await writeFile(join(folder, 'fresh', 'a'), '1');
    await vi.waitFor(() => expect(workspace.view().entries.map(({ path }) => path)).toContain('fresh/a'), 10_000);
    await rm(join(folder, 'fresh'), { recursive: true });
    await vi.waitFor(() => expect(workspace.view().entries.map(({ path }) => path)).not.toContain('fresh'), 10_000);
  });

  it('do not wake anybody by what they do in node_modules', async () => {
    await mkdir(join(folder, 'single-service/node_modules'));
    await writeFile(join(folder, 'single-service/node_modules/x.js'), '1');
    await writeFile(join(folder, 'last'), '1');
    await vi.waitFor(() => expect(workspace.view().entries.map(({ path }) => path)).toContain('last'), 10_000);
    expect(payloads('workspace.fileChanged').map(({ path }) => path)).toEqual(['last']);
  });
});

describe('a deleted workspace folder', () => {
  it('is a problem in words, and comes back with the files of the step', async () => {
    await workspace.read(dockerfile);
    await rm(folder, { recursive: true });
    await vi.waitFor(() => expect(payloads('workspace.changed').at(-1)?.problem).toMatch(/was deleted/), 10_000);
    expect(workspace.view().problem).toMatch(/was deleted/);
    await expect(workspace.read(dockerfile)).rejects.toMatchObject({ code: 'workspace-missing' });
    await expect(workspace.write({ path: dockerfile, text: 'x' })).rejects.toMatchObject({ code: 'workspace-missing' });

    workspace.startWith(() => Promise.resolve(new Map([[dockerfile, Buffer.from('of the step')]])));
    const view = await workspace.handlers['workspace.restore'](undefined);
    expect(view.problem).toBeUndefined();
    expect((await workspace.read(dockerfile)).text).toBe('of the step');

    await vi.waitFor(async () => {
      await writeFile(join(folder, dockerfile), 'watched again');
      expect(payloads('workspace.fileChanged').at(-1)).toMatchObject({ text: 'watched again' });
    }, 10_000);
  });
});

describe('edits of the lesson', () => {
  it('are applied once', async () => {
    const edit: Edit = { file: dockerfile, change: { by: 'lines', before: 'CMD ["true"]', after: 'CMD ["false"]' } };
    const first = await workspace.applyEdit(edit);
    expect(first.text).toBe('FROM debian:trixie-slim\nCMD ["false"]\n');
    expect(await workspace.applyEdit(edit)).toEqual(first);
  });

  it('say what does not fit and what to do', async () => {
    await writeFile(join(folder, dockerfile), 'FROM alpine\n');
    await expect(
      workspace.applyEdit({ file: dockerfile, change: { by: 'lines', before: 'CMD ["true"]', after: 'x' } }),
    ).rejects.toMatchObject({
      code: 'edit-does-not-fit',
      message: `The change does not fit ${dockerfile}: the line "CMD ["true"]" is not there.`,
      action: expect.stringContaining('by hand') as string,
    });
    expect(await readFile(join(folder, dockerfile), 'utf8')).toBe('FROM alpine\n');
  });
});

describe('restoring a folder', () => {
  const occasion = { reason: 'reset', step: '2.2 Restarts' } as const;

  it('gives it exactly the files, keeps copies, and touches nothing else', async () => {
    await workspace.write({ path: dockerfile, text: 'changed' });
    await workspace.write({ path: 'single-service/extra/notes', text: 'mine' });
    await workspace.write({ path: 'elsewhere/keep', text: 'kept' });
    await mkdir(join(folder, 'single-service/node_modules'));
    await writeFile(join(folder, 'single-service/node_modules/x.js'), '1');

    const seed = await workspace.seedFiles();
    expect(await workspace.changesTo(seed, ['single-service'])).toEqual([
      { path: dockerfile, change: 'overwritten' },
      { path: 'single-service/extra/notes', change: 'removed' },
    ]);

    const copy = await workspace.restoreTo(seed, ['single-service'], occasion);

    expect(workspace.view().entries.map(({ path }) => path)).toEqual([
      'elsewhere',
      'elsewhere/keep',
      'single-service',
      dockerfile,
      'single-service/node_modules',
    ]);
    expect((await workspace.read(dockerfile)).text).toBe(starter);
    expect(copy).toMatchObject({ id: '2026-11-23T06-01-07', ...occasion, files: 3 });
    const kept = join(home, 'copies', '2026-11-23T06-01-07', 'files');
    expect(await readFile(join(kept, dockerfile), 'utf8')).toBe('changed');
    expect(await readFile(join(kept, 'single-service/extra/notes'), 'utf8')).toBe('mine');
  });

  it('makes no copy where nothing is lost, and a second one in the same second', async () => {
    expect(await workspace.restoreTo(await workspace.seedFiles(), ['single-service'], occasion)).toBeUndefined();
    for (const name of ['2026-11-23T06-01-07', '2026-11-23T06-01-07-2']) {
      await workspace.write({ path: dockerfile, text: name });
      expect((await workspace.restoreTo(await workspace.seedFiles(), ['single-service'], occasion))?.id).toBe(name);
    }
  });
});
