import { z } from 'zod';
import { randomBytes } from 'node:crypto';
import { volumeData } from '../../device/host-os/engine-cli/docker-data.ts';
import { HttpError, route } from '../loopback-server.ts';
import type { LoopbackRoute } from '../loopback-server.ts';
import type { VolumeInfo } from '../../engine/engine.ts';
import type { EngineApiContext } from './context.ts';
import { filters, hasLabels, parsed } from './query.ts';

const newVolume = z.object({
  Name: z.string().default(''),
  Driver: z.string().default('local'),
  DriverOpts: z.record(z.string(), z.string()).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});

export function volumeRoutes({ engine }: EngineApiContext): LoopbackRoute[] {
  async function find(name: string): Promise<VolumeInfo> {
    const volume = (await engine.volumes()).find((one) => one.name === name);
    if (volume === undefined) throw new HttpError(404, `get ${name}: no such volume`);
    return volume;
  }
  return [
    route('GET', /^\/volumes$/, async ({ url }) => {
      const wanted = filters(url, ['name', 'label', 'dangling', 'driver']);
      const used = new Set((await engine.containers()).flatMap(({ spec }) => spec.mounts.map(({ volume }) => volume)));
      const dangling = wanted.get('dangling')?.[0];
      const volumes = (await engine.volumes()).filter(
        ({ name, labels }) =>
          (wanted.get('name') ?? [name]).some((part) => name.includes(part)) &&
          hasLabels(labels, wanted.get('label') ?? []) &&
          (dangling === undefined || ['true', '1'].includes(dangling) !== used.has(name)),
      );
      return { status: 200, json: { Volumes: volumes.map(volumeData), Warnings: null } };
    }),
    route('POST', /^\/volumes\/create$/, async ({ readJson }) => {
      const { Name, Driver, DriverOpts, Labels } = parsed(await readJson(), newVolume, 'volume');
      if (Driver !== 'local' || Object.keys(DriverOpts ?? {}).length > 0 || Object.keys(Labels ?? {}).length > 0)
        throw new HttpError(501, 'Volumes with a driver, options or labels: not supported on the practice device');
      const volume = await engine.createVolume(Name === '' ? randomBytes(32).toString('hex') : Name);
      return { status: 201, json: volumeData(volume) };
    }),
    route('GET', /^\/volumes\/([^/]+)$/, async ({ parameters: [name = ''] }) => ({ status: 200, json: volumeData(await find(name)) })),
    route('DELETE', /^\/volumes\/([^/]+)$/, async ({ parameters: [name = ''] }) => {
      await find(name);
      await engine.removeVolume(name);
      return { status: 204 };
    }),
  ];
}
