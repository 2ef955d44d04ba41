import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { WorkbenchTab } from '../../shared/course/course.ts';

type Picture = () => Promise<{ default: ComponentType }>;

/** Modules of their own, so that the page does not wait for them. */
const modules: Partial<Record<WorkbenchTab, Picture>> = {
  lifecycle: async () => ({ default: (await import('./lifecycle/lifecycle.tsx')).Lifecycle }),
  volumes: async () => ({ default: (await import('./volumes/volumes.tsx')).Volumes }),
  layers: async () => ({ default: (await import('./layers/layers.tsx')).Layers }),
  requests: async () => ({ default: (await import('./requests/requests.tsx')).Requests }),
  network: async () => ({ default: (await import('./network/network.tsx')).Network }),
};

/** The pictures of the Workbench by their tab. */
export const pictures: Partial<Record<WorkbenchTab, LazyExoticComponent<ComponentType>>> = Object.fromEntries(
  Object.entries(modules).map(([tab, load]) => [tab, lazy(load)]),
);

/** Begins to load them while main is asked for its start: the first picture then waits for one answer, not for two in a row. */
export function preloadPictures(): void {
  // One that fails here is asked for again by its tab, which tells of it.
  for (const load of Object.values(modules)) load().catch(() => undefined);
}
