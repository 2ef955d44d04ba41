import { Tabs } from '@base-ui/react/tabs';
import { LoaderCircle } from 'lucide-react';
import { Suspense, type ReactElement } from 'react';
import { workbenchTabs } from './tabs.ts';
import { Device } from '../device/device.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { Files } from './files/files.tsx';
import { pictures } from './pictures.ts';

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
        {workbenchTabs.map(({ id, name }) => {
          const Picture = pictures[id];
          return Picture === undefined ? null : (
            <Tabs.Panel key={id} value={id} className="workbench-panel">
              <Suspense fallback={<PictureComes name={name} />}>
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

/** Stands where a picture is about to be; quiet at first, so that one that comes at once does not flicker. */
function PictureComes({ name }: { name: string }): ReactElement {
  return (
    <div className="view">
      <div className="view-reading">
        <p className="soft is-late" role="status">
          <LoaderCircle className="turning" aria-hidden /> {name} is being loaded
        </p>
      </div>
    </div>
  );
}
