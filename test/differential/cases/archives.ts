import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { EngineError } from '../../../src/practice/engine/engine.ts';
import { debian } from '../lab.ts';
import type { DifferentialCase } from '../lab.ts';

/** `docker cp`, and the engine's state kept and brought back. */
export const archiveCases: DifferentialCase[] = [
  {
    name: 'what is at a path of a container',
    run: async (lab) => {
      await lab.start('main', { image: await lab.image(prepared), command: ['sleep', 'infinity'] });
      const about = async (path: string): Promise<unknown> => {
        const { modifiedAt, size, mode, ...rest } = await lab.engine.pathStatus(lab.named('main'), path);
        const isDirectory = mode >= 2 ** 31;
        return { ...rest, permissions: mode & 0o777, isDirectory, isDated: modifiedAt > 0, size: isDirectory ? undefined : size };
      };
      return [
        await about('/opt/app'),
        await about('/opt/app/a.txt'),
        await about('/opt/app/link'),
        await lab.attempt(() => about('/none')),
      ];
    },
  },
  {
    name: 'a directory as an archive, from a container that runs and from one that does not',
    run: async (lab) => {
      await lab.start('main', {
        image: await lab.image(prepared),
        command: ['sh', '-c', 'echo more > /opt/app/b.txt; exec sleep infinity'],
      });
      await lab.until(async () => (await lab.exec('main', 'test -s /opt/app/b.txt')).code === 0);
      const read = async (): Promise<unknown> => entries(await lab.engine.readArchive(lab.named('main'), '/opt/app'));
      const running = await read();
      await lab.engine.stopContainer(lab.named('main'), { graceSeconds: 0 });
      return [running, await read()];
    },
  },
  {
    name: 'an archive is unpacked into a container, with modes and owners',
    run: async (lab) => {
      await lab.start('main', { image: await lab.image(prepared), command: ['sleep', 'infinity'] });
      const archive = tar((add) => {
        add({ name: 'new/', type: 'directory', mode: 0o750 });
        add({ name: 'new/run.sh', mode: 0o755, uid: 1000, gid: 1000 }, '#!/bin/sh\necho ran\n');
        add({ name: 'a.txt', mode: 0o644 }, 'replaced\n');
      });
      await lab.engine.writeArchive(lab.named('main'), '/opt/app', archive);
      const looked = await lab.exec(
        'main',
        "cat /opt/app/a.txt; /opt/app/new/run.sh; stat -c '%a %u %g %n' /opt/app/new /opt/app/new/run.sh",
      );
      const refusals = [
        await kindOf(() =>
          lab.engine.writeArchive(
            lab.named('main'),
            '/none',
            tar(() => undefined),
          ),
        ),
        // A real engine calls it a fault of its own.
        (await kindOf(() =>
          lab.engine.writeArchive(
            lab.named('main'),
            '/opt/app/a.txt',
            tar(() => undefined),
          ),
        )) === 'done',
      ];
      return [looked, refusals];
    },
  },
  {
    name: 'a checkpoint brings images, networks and what volumes held back, and removes containers',
    isAlone: true,
    run: async (lab) => {
      const directory = mkdtempSync(join(tmpdir(), 'fleetlab-checkpoint-'));
      try {
        const image = await lab.image(debian + '\nRUN echo kept > /kept');
        const network = await lab.network('kept', { subnet: '172.29.7.0/24', gateway: '172.29.7.1' });
        const volume = await lab.volume('data');
        const mounts = [{ volume, target: '/data' }];
        const spec = { image, mounts, command: ['sleep', 'infinity'] };
        await lab.start('main', spec);
        await lab.exec('main', 'echo before > /data/file; chmod 600 /data/file; chown 1000:1000 /data/file; ln -s file /data/link');
        await lab.engine.checkpoint(join(directory, 'one'));
        await lab.exec('main', 'echo after > /data/file; touch /data/other');
        await lab.engine.removeContainer(lab.named('main'), { force: true });
        await lab.engine.removeImage(image);
        await lab.engine.removeNetwork(network);
        await lab.volume('later');
        await lab.start('other', { image: await lab.image(debian), command: ['sleep', 'infinity'] });
        await lab.engine.restoreCheckpoint(join(directory, 'one'));
        const isOwn = (name: string): boolean => name.startsWith(lab.named(''));
        const there = {
          containers: (await lab.engine.containers()).length,
          networks: (await lab.engine.networks()).filter(({ name }) => isOwn(name)).map(({ name, subnet }) => ({ name, subnet })),
          volumes: (await lab.engine.volumes()).map(({ name }) => name).filter(isOwn),
        };
        await lab.start('main', { ...spec, mounts });
        const files = await lab.exec('main', "cat /kept /data/link; ls /data; stat -c '%a %u %g' /data/file");
        await lab.engine.keepCheckpoints?.([]);
        return [there, files, await kindOf(() => lab.engine.restoreCheckpoint(join(directory, 'none')))];
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  },
];

const prepared = `${debian}\nRUN mkdir -p /opt/app/empty && echo hello > /opt/app/a.txt && chmod 640 /opt/app/a.txt && ln -s a.txt /opt/app/link`;

/** The wording of these differs between versions of a real engine. */
async function kindOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
}

type Add = (header: { name: string; type?: 'directory'; mode: number; uid?: number; gid?: number }, content?: string) => void;

function tar(fill: (add: Add) => void): Readable {
  const archive = pack();
  fill((header, content = '') => void archive.entry(header, content));
  archive.finalize();
  return archive.pipe(new PassThrough());
}

async function entries(archive: Readable): Promise<unknown[]> {
  const found: { name: string; mode: number; type: string | null | undefined; text: string }[] = [];
  const reader = archive.pipe(extract());
  for await (const entry of reader) {
    let text = '';
    for await (const chunk of entry as AsyncIterable<Buffer>) text += chunk.toString();
    const { name, mode, type, linkname } = entry.header;
    found.push({ name, mode: type === 'symlink' ? 0 : mode & 0o7777, type, text: type === 'symlink' ? linkname : text });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}
