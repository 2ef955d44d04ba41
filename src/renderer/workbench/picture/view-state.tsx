import { LoaderCircle } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { DeviceEmpty } from '../../device/device-empty.tsx';
import { DevicePicture } from '../../device/device-picture.tsx';
import { deviceStateOf } from '../../device/device-state.ts';
import { formatClock } from '../../format/time.ts';
import { useFacts, useModel } from '../../state/model-context.tsx';

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

/** While the device cannot be asked: when it was seen last, as milliseconds since 1970. */
export function useSeenUntil(): number | undefined {
  const engine = useFacts((facts) => facts.engine);
  const isOnline = useFacts((facts) => facts.lab.device?.isOnline !== false);
  return engine.readAt === 0 || (engine.problem === undefined && isOnline) ? undefined : engine.readAt;
}

/** Why what is seen may be old, in one line above the picture. */
export function StaleNote(): ReactElement | null {
  const problem = useFacts((facts) => facts.engine.problem);
  const seenUntil = useSeenUntil();
  if (seenUntil === undefined) return null;
  return (
    <p className="view-note view-stale" role="status">
      {problem ?? 'The device is offline.'} What you see is from {formatClock(seenUntil)}.
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
  const model = useModel();
  const asksForKeys = useFacts((facts) => facts.environment.kind) !== 'practice';
  return (
    <EmptyState
      picture={<DevicePicture state="failed" />}
      title="The device’s engine cannot be asked"
      action={
        asksForKeys ? (
          <Button look="primary" className="button-large" onClick={() => model.screen.setState({ overlay: 'ssh-keys' })}>
            Your keys…
          </Button>
        ) : undefined
      }
    >
      <p>{problem}</p>
      <p>What its services are and what they log is still shown on the tab Device.</p>
    </EmptyState>
  );
}
