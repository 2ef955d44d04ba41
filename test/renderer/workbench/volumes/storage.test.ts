import { describe, expect, it } from 'vitest';
import { storageAfterPush, storageOf } from '../../../../src/renderer/workbench/volumes/storage.ts';
import { fatesOf, storageText } from '../../../../src/renderer/workbench/volumes/storage-words.ts';
import { deviceWith, filesWith, type Mounts } from './storages.ts';

function fates(before: Mounts, files: Mounts, unused: readonly string[] = []): Record<string, string> {
  const engine = deviceWith(before, unused);
  const after = storageAfterPush(engine, [], filesWith(files));
  if (after === undefined) throw new Error('The files say nothing.');
  return Object.fromEntries(
    fatesOf(storageOf(engine, []), after).map(({ thing, meaning, sentence }) => [thing, `${meaning}: ${sentence}`]),
  );
}

const shared: Mounts = {
  backend: [['second', '/data']],
  frontend: [
    ['first', '/one'],
    ['second', '/two', true],
  ],
};

describe('storageOf', () => {
  it('tells which service sees which volume where, and what no service sees', () => {
    expect(storageText(storageOf(deviceWith(shared, ['old']), [])).map(({ sentence }) => sentence)).toEqual([
      'backend: volume second at /data; everything else in its own layer, 4.10 kB now.',
      'frontend: volume first at /one; volume second at /two, read-only; everything else in its own layer, 4.10 kB now.',
      'Volume second: seen by backend and frontend; 1 file, 13 B: somedata (13 B).',
      'Volume first: seen by frontend; 1 file, 13 B: somedata (13 B).',
      'Volume old: orphaned: kept, unused; 1 file, 13 B: somedata (13 B).',
    ]);
  });
});

describe('what a push does', () => {
  it('keeps volumes, and ends the layers of containers that it replaces', () => {
    expect(fates(shared, shared)).toEqual({
      'own layer of backend': 'goes: Gone (4.10 kB) if the push changes its image or settings: that makes a new container.',
      'own layer of frontend': 'goes: Gone (4.10 kB) if the push changes its image or settings: that makes a new container.',
      'volume second': 'stays: It lies outside of the containers: all in it stays (1 file, 13 B).',
      'volume first': 'stays: It lies outside of the containers: all in it stays (1 file, 13 B).',
    });
  });

  it('makes a new, empty volume of a renamed key, and keeps the old one unused', () => {
    const told = fates({ backend: [['data', '/data']] }, { backend: [['records', '/data']] });
    expect(told['volume records']).toBe('new: Another name is another volume: it begins empty. What data holds does not move here.');
    expect(told['volume data']).toBe('stays: After the push no service sees it any more. It is kept, with what it holds (1 file, 13 B).');
  });

  it('ends the container of a service that is not in the files, not its volume', () => {
    const told = fates({ backend: [['data', '/data']] }, { frontend: [] });
    expect(told['own layer of backend']).toBe('goes: backend is not in your files: its container goes, and its layer (4.10 kB) with it.');
    expect(told['own layer of frontend']).toBe('new: A new service gets a container with an empty layer.');
    expect(told['volume data']).toMatch(/^stays: After the push no service/);
  });

  it('replaces a single service with every push; /data stays', () => {
    const told = fates({ main: [['resin-data', '/data']] }, { main: [['resin-data', '/data']] });
    expect(told['own layer of main']).toBe(
      'goes: Every push makes a new container: what the old one wrote outside of /data (4.10 kB) is gone.',
    );
    expect(told['volume resin-data']).toMatch(/^stays/);
  });

  it('says nothing where the files cannot be read', () => {
    expect(storageAfterPush(deviceWith({}), [], { folder: 'x', problems: [] })).toBeUndefined();
  });

  it('shows what is new and what ends', () => {
    const after = storageAfterPush(deviceWith({ backend: [['data', '/data']] }), [], filesWith({ backend: [['data', '/elsewhere']] }));
    expect(after?.services[0]?.mounts).toMatchObject([
      { path: '/elsewhere', change: 'new' },
      { path: '/data', change: 'gone' },
    ]);
  });
});
