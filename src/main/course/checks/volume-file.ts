import { listed } from '../../../shared/listed.ts';
import { containerFile } from './container-file.ts';
import { engineOf, keyOf } from './containers.ts';
import { notYet, type CheckContext, type Verdict } from './verdict.ts';

export interface VolumeFile {
  volume: string;
  path: string;
  pattern: string;
  lines: number;
}

/** Reads the file through a service that has the volume. */
export async function volumeFile({ volume, path, pattern, lines }: VolumeFile, context: CheckContext): Promise<Verdict> {
  const engine = engineOf(context);
  if ('verdict' in engine) return engine;
  const found = engine.volumes.find((each) => keyOf(each) === volume);
  if (found === undefined) return notYet(`The device has no volume ${volume}; it has ${listed(engine.volumes.map(keyOf))}.`);
  for (const container of engine.containers) {
    const mount = container.mounts.find((each) => each.volume === found.name);
    if (mount === undefined || container.state !== 'running' || container.service === undefined) continue;
    return containerFile(
      { service: container.service, path: `${mount.path.replace(/\/$/, '')}/${path.replace(/^\//, '')}`, pattern, lines },
      context,
    );
  }
  return notYet(`No service that runs has the volume ${volume}.`);
}
