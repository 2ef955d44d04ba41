import type { ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { shorten } from '../format/short.ts';
import { useFacts, useModel } from '../state/model-context.tsx';
import { DevicePicture } from './device-picture.tsx';

/** A device that belongs to no fleet yet, or none at all. */
export function WaitingDevice({ waiting }: { waiting: { uuid: string; deviceType: string } | undefined }): ReactElement {
  const model = useModel();
  const kind = useFacts((facts) => facts.environment.kind);
  const chosen = useFacts((facts) => facts.environments.device);
  if (waiting === undefined && (kind === 'balena-cloud' || kind === 'open-balena')) {
    return (
      <EmptyState
        picture={<DevicePicture state="none" />}
        title={chosen === undefined ? 'No device chosen' : 'The chosen device is not there'}
        action={
          <Button look="primary" className="button-large" onClick={() => model.screen.setState({ overlay: 'choose-device' })}>
            Choose a device…
          </Button>
        }
      >
        {chosen === undefined
          ? 'The lessons are about one device of your account: choose which. Others are not touched.'
          : 'Your account has no device of that UUID any more. Choose another one.'}
      </EmptyState>
    );
  }
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
