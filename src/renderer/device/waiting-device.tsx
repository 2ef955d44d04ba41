import type { ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { shorten } from '../format/short.ts';
import { useModel } from '../state/model-context.tsx';
import { DevicePicture } from './device-picture.tsx';

/** A device that belongs to no fleet yet, or none at all. */
export function WaitingDevice({ waiting }: { waiting: { uuid: string; deviceType: string } | undefined }): ReactElement {
  const model = useModel();
  if (waiting === undefined) {
    return (
      <EmptyState picture={<DevicePicture state="none" />} title="No device yet">
        A device that joins one of your fleets appears here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      picture={<DevicePicture state="waiting" />}
      title="A device waits for a fleet"
      action={
        <Button look="primary" className="button-large" onClick={() => model.screen.setState({ overlay: 'join' })}>
          Join fleet…
        </Button>
      }
    >
      <p>
        It is switched on, type <code>{waiting.deviceType}</code>, UUID <code>{shorten(waiting.uuid)}</code>. In a fleet it runs what you
        push.
      </p>
    </EmptyState>
  );
}
