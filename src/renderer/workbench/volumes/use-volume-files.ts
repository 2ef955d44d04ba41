import { useEffect, useState } from 'react';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import { useModel } from '../../state/model-context.tsx';

const readEvery = 2500;

/** The engine's view with the files of its volumes, read again every few seconds while the picture is open. */
export function useVolumeFiles(engine: EngineView): EngineView {
  const { bridge } = useModel();
  const [read, setRead] = useState<ReadonlyMap<string, EngineView['volumes'][number]['files']>>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOpen = true;
    async function look(): Promise<void> {
      try {
        const volumes = await bridge.call('engine.volumeFiles', undefined);
        if (isOpen) setRead(new Map(volumes.map(({ volume, files }) => [volume, files])));
      } catch {
        // The engine's view says why the device does not answer; what was read last stays.
      }
      if (isOpen) timer = setTimeout(() => void look(), readEvery);
    }
    void look();
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
  }, [bridge, engine]);
  return { ...engine, volumes: engine.volumes.map((volume) => ({ ...volume, files: read.get(volume.name) ?? volume.files })) };
}
