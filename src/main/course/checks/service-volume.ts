import { listed } from '../../../shared/listed.ts';
import { engineOf, keyOf, runningContainer } from './containers.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export function serviceVolume(wanted: { service: string; volume: string; path: string }, context: CheckContext): Verdict {
  const { service, volume, path } = wanted;
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const { container, engine } = found;
  const named = container.mounts.map((mount) => ({
    volume: keyOf(engine.volumes.find(({ name }) => name === mount.volume) ?? { name: mount.volume }),
    path: mount.path.replace(/(?<=.)\/$/, ''),
  }));
  if (named.some((mount) => mount.volume === volume && mount.path === path)) return passed(`${service} has ${volume} at ${path}.`);
  const elsewhere = named.find((mount) => mount.volume === volume);
  if (elsewhere !== undefined) return notYet(`${service} has ${volume} at ${elsewhere.path}, not at ${path}.`);
  const other = named.find((mount) => mount.path === path);
  if (other !== undefined) return notYet(`What ${service} has at ${path} is ${other.volume}, not ${volume}.`);
  return notYet(
    `${service} has ${named.length === 0 ? 'no volume' : `only ${listed(named.map((mount) => `${mount.volume} at ${mount.path}`))}`}.`,
  );
}

export function volumeExists({ volume }: { volume: string }, context: CheckContext): Verdict {
  const engine = engineOf(context);
  if ('verdict' in engine) return engine;
  const keys = engine.volumes.map(keyOf);
  return keys.includes(volume)
    ? passed(`The device has the volume ${volume}.`)
    : notYet(`The device has no volume ${volume}; it has ${listed(keys)}.`);
}
