import { lazy, Suspense, useCallback, type ReactElement } from 'react';
import { Group, Panel, Separator, type Layout } from 'react-resizable-panels';
import { Lesson } from '../lesson/lesson.tsx';
import { StepsDialog } from '../lesson/steps-dialog.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { TerminalRegion } from '../terminal/terminal-region.tsx';
import { CopiesDialog } from '../workbench/files/copies-dialog.tsx';
import { Workbench } from '../workbench/workbench.tsx';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import { ChooseDeviceDialog } from '../environment/choose-device-dialog.tsx';
import { EnvironmentDialog } from '../environment/environment-dialog.tsx';
import { HostKeyDialog } from '../environment/host-key-dialog.tsx';
import { RemoveDialog } from '../environment/remove-dialog.tsx';
import { SignInDialog } from '../environment/sign-in-dialog.tsx';
import { SshKeysDialog } from '../environment/ssh-keys-dialog.tsx';
import { Palette } from './palette.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { useActivity } from './use-activity.ts';
import { useShortcuts } from './use-shortcuts.ts';

// Most learners never present.
const Presenter = lazy(async () => ({ default: (await import('../presenter/presenter.tsx')).Presenter }));

/** Lesson, Workbench and Terminal in one window. */
export function Instrument(): ReactElement {
  useShortcuts();
  const isPresenting = useSelect(useModel().screen, (state) => state.isPresenting);
  useActivity();
  const columns = usePanels('columns', ['lesson', 'right'], [35, 65]);
  const rows = usePanels('rows', ['workbench', 'terminal'], [62, 38]);
  return (
    <div className="instrument">
      <TopBar />
      <main className="panels">
        <Group orientation="horizontal" defaultLayout={columns.sizes} onLayoutChanged={columns.save}>
          <Panel id="lesson" minSize="20rem" maxSize="60">
            <Lesson />
          </Panel>
          <Separator className="divider divider-column" aria-label="Width of the lesson" />
          <Panel id="right" minSize="30">
            <Group orientation="vertical" defaultLayout={rows.sizes} onLayoutChanged={rows.save}>
              <Panel id="workbench" minSize="10rem">
                <Workbench />
              </Panel>
              <Separator className="divider divider-row" aria-label="Height of the terminal" />
              <Panel id="terminal" minSize="6rem">
                <TerminalRegion />
              </Panel>
            </Group>
          </Panel>
        </Group>
      </main>
      <Palette />
      <ShortcutsDialog />
      <StepsDialog />
      <CopiesDialog />
      <DoctorDialog />
      <EnvironmentDialog />
      <RemoveDialog />
      <SignInDialog />
      <SshKeysDialog />
      <HostKeyDialog />
      <ChooseDeviceDialog />
      {isPresenting ? (
        <Suspense fallback={null}>
          <Presenter />
        </Suspense>
      ) : null}
    </div>
  );
}

/** The saved sizes of a group of panels, in percent, and what saves them when the learner has moved a divider. */
function usePanels(
  group: string,
  ids: readonly string[],
  initial: readonly number[],
): { sizes: Layout; save: (layout: Layout, meta: { isUserInteraction: boolean }) => void } {
  const { layout } = useModel();
  const saved = layout.store.getState().panels[group];
  const chosen = saved?.length === ids.length ? saved : initial;
  const sizes = Object.fromEntries(ids.map((id, index) => [id, chosen[index] ?? 0]));
  const save = useCallback(
    (next: Layout, meta: { isUserInteraction: boolean }) => {
      if (meta.isUserInteraction)
        layout.setPanels(
          group,
          ids.map((id) => next[id] ?? 0),
        );
    },
    [layout, group, ids],
  );
  return { sizes, save };
}
