import { Tabs } from '@base-ui/react/tabs';
import { lazy, Suspense, type ReactElement } from 'react';
import { workbenchTabs } from './tabs.ts';
import { Device } from '../device/device.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { Files } from './files/files.tsx';

// The pictures are read when they are first shown.
const Lifecycle = lazy(async () => ({ default: (await import('./lifecycle/lifecycle.tsx')).Lifecycle }));
const Layers = lazy(async () => ({ default: (await import('./layers/layers.tsx')).Layers }));

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
        <Tabs.Panel value="lifecycle" className="workbench-panel">
          <Suspense>
            <Lifecycle />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="layers" className="workbench-panel">
          <Suspense>
            <Layers />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="files" className="workbench-panel" keepMounted>
          <Files />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}
