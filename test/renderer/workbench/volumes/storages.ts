import fc from 'fast-check';
import type { EngineView } from '../../../../src/shared/domain/engine-view.ts';
import type { PlanView } from '../../../../src/shared/domain/plan-view.ts';
import { containerOf, engineOf } from '../lifecycle/stories.ts';

export type Mounts = Record<string, [volume: string, path: string, readOnly?: boolean][]>;

/** A device whose services see these volumes; `unused` are there too. */
export function deviceWith(mounts: Mounts, unused: readonly string[] = []): EngineView {
  const names = [...new Set([...Object.values(mounts).flatMap((list) => list.map(([volume]) => volume)), ...unused])];
  return engineOf({
    readAt: 1,
    volumes: names.map((key) => ({ name: `42_${key}`, key, files: [{ path: 'somedata', size: 13 }] })),
    containers: Object.entries(mounts).map(([service, list]) =>
      containerOf({
        id: service,
        service,
        writableSize: 4096,
        mounts: list.map(([volume, path, readOnly = false]) => ({ volume: `42_${volume}`, path, readOnly })),
      }),
    ),
  });
}

export function filesWith(mounts: Mounts): PlanView {
  return {
    folder: 'multicontainer',
    problems: [],
    volumes: [...new Set(Object.values(mounts).flatMap((list) => list.map(([volume]) => volume)))],
    services: Object.entries(mounts).map(([name, list]) => ({
      name,
      privileged: false,
      restartPolicy: 'always',
      mounts: list.map(([volume, path, readOnly = false]) => ({ volume, path, readOnly })),
    })),
  };
}

export const mountings: fc.Arbitrary<Mounts> = fc.dictionary(
  fc.integer({ min: 0, max: 24 }).map((place) => `service-${place}`),
  fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.constantFrom('/a', '/b', '/c', '/d')), {
    maxLength: 4,
    selector: ([, path]) => path,
  }),
  { minKeys: 1, maxKeys: 25, noNullPrototype: true },
);
