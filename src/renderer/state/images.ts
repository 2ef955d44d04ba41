import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { EngineImage, EngineView } from '../../shared/domain/engine-view.ts';

export interface SeenImage {
  image: EngineImage;
  isOnDevice: boolean;
}

/** The device's images and those that it had while the window was open: a device removes the image of the release before, and one wants to compare them. */
export interface ImagesModel {
  store: StoreApi<{ seen: readonly SeenImage[] }>;
  load(engine: EngineView): void;
}

const mostImages = 60;

export function createImages(bridge: FleetlabBridge): ImagesModel {
  const store = createStore<{ seen: readonly SeenImage[] }>(() => ({ seen: [] }));

  function load(engine: EngineView): void {
    const held = new Set(engine.images.map(({ id }) => id));
    const gone = store.getState().seen.flatMap(({ image }) => (held.has(image.id) ? [] : [{ image, isOnDevice: false }]));
    store.setState({ seen: [...gone, ...engine.images.map((image) => ({ image, isOnDevice: true }))].slice(-mostImages) });
  }

  bridge.on('engine.changed', (engine) => {
    // Where the engine could not be asked, nothing is known to have gone.
    if (engine.problem === undefined) load(engine);
  });
  bridge.on('engine.forgotten', () => store.setState({ seen: [] }));
  return { store, load };
}
