import { LoaderCircle } from 'lucide-react';
import type { ReactElement } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { DeviceEmpty } from '../../device/device-empty.tsx';
import { DevicePicture } from '../../device/device-picture.tsx';
import { deviceStateOf } from '../../device/device-state.ts';
import { formatClock } from '../../format/time.ts';
import { useFacts } from '../../state/model-context.tsx';

/** Stands in a picture's place where there is nothing to draw; undefined where there is. `shows` is what would be seen: `what became of each container`. */
export function useViewState(shows: string): ReactElement | undefined {
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const engine = useFacts((facts) => facts.engine);
  const state = deviceStateOf(environment, lab);
  if (state === 'ready' || state === 'offline') {
    if (engine.readAt > 0) return undefined;
    return engine.problem === undefined ? <Reading /> : <NotObservable problem={engine.problem} />;
  }
  if (state !== 'waiting' && state !== 'no-device') return <DeviceEmpty state={state} problem={environment.problem ?? lab.problem} />;
  return (
    <EmptyState picture={<DevicePicture state={state === 'waiting' ? 'waiting' : 'none'} />} title="No device in the fleet yet">
      <p>Once a device has joined the fleet and runs a release, you see here {shows}.</p>
    </EmptyState>
  );
}

/** Why what is seen may be old, in one line above the picture. */
export function StaleNote(): ReactElement | null {
  const engine = useFacts((facts) => facts.engine);
  const isOnline = useFacts((facts) => facts.lab.device?.isOnline !== false);
  if (engine.readAt === 0 || (engine.problem === undefined && isOnline)) return null;
  return (
    <p className="view-note view-stale" role="status">
      {engine.problem ?? 'The device is offline.'} What you see is from {formatClock(engine.readAt)}.
    </p>
  );
}

/** A release that has no service yet, or a device that has run nothing. */
export function NothingRuns({ shows }: { shows: string }): ReactElement {
  return (
    <EmptyState picture={<DevicePicture state="waiting" />} title="The device runs no service yet">
      <p>
        Push a release with <code>balena push</code>, and you see here {shows}.
      </p>
    </EmptyState>
  );
}

function Reading(): ReactElement {
  return (
    <div className="view-reading">
      <p className="soft" role="status">
        <LoaderCircle className="turning" aria-hidden /> Asking the device’s engine
      </p>
    </div>
  );
}

function NotObservable({ problem }: { problem: string }): ReactElement {
  return (
    <EmptyState picture={<DevicePicture state="failed" />} title="The device’s engine cannot be asked">
      <p>{problem}</p>
      <p>What its services are and what they log is still shown on the tab Device.</p>
    </EmptyState>
  );
}
