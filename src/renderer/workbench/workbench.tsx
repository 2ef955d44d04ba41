import { Tabs } from '@base-ui/react/tabs';
import { lazy, Suspense, type ComponentType, type LazyExoticComponent, type ReactElement } from 'react';
import type { WorkbenchTab } from '../../shared/course/course.ts';
import { workbenchTabs } from './tabs.ts';
import { Device } from '../device/device.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { Files } from './files/files.tsx';

/** The pictures, loaded when they are first looked at. */
const pictures: Partial<Record<WorkbenchTab, LazyExoticComponent<ComponentType>>> = {
  lifecycle: lazy(async () => ({ default: (await import('./lifecycle/lifecycle.tsx')).Lifecycle })),
  volumes: lazy(async () => ({ default: (await import('./volumes/volumes.tsx')).Volumes })),
  layers: lazy(async () => ({ default: (await import('./layers/layers.tsx')).Layers })),
  requests: lazy(async () => ({ default: (await import('./requests/requests.tsx')).Requests })),
  network: lazy(async () => ({ default: (await import('./network/network.tsx')).Network })),
};

/** The picture that the step talks about, and the learner's files. */
export function Workbench(): ReactElement {
  const model = useModel();
  const tab = useSelect(model.layout.store, (state) => workbenchTabs.find((known) => known.id === state.workbenchTab)?.id ?? 'device');
  const hasUnseen = useSelect(model.screen, (state) => state.hasUnseenFileChange);
  return (
    <section className="workbench" aria-label="Workbench" tabIndex={-1} data-region="workbench">
      <Tabs.Root
        className="workbench-tabs"
        value={tab}
        onValueChange={(value) => {
          const chosen = workbenchTabs.find((known) => known.id === value);
          if (chosen !== undefined) model.showTab(chosen.id);
        }}
      >
        <Tabs.List className="workbench-list" aria-label="Workbench">
          {workbenchTabs.map((known) => (
            <Tabs.Tab key={known.id} value={known.id} className="workbench-tab">
              {known.name}
              {known.id === 'files' && hasUnseen ? <span className="tab-news" role="img" aria-label="changed" /> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="device" className="workbench-panel">
          <Device />
        </Tabs.Panel>
        {workbenchTabs.map(({ id }) => {
          const Picture = pictures[id];
          return Picture === undefined ? null : (
            <Tabs.Panel key={id} value={id} className="workbench-panel">
              <Suspense fallback={null}>
                <Picture />
              </Suspense>
            </Tabs.Panel>
          );
        })}
        <Tabs.Panel value="files" className="workbench-panel" keepMounted>
          <Files />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}
