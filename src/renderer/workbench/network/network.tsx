import type { ReactElement } from 'react';
import { DeviceEmpty } from '../../device/device-empty.tsx';
import { deviceStateOf } from '../../device/device-state.ts';
import { useFacts } from '../../state/model-context.tsx';
import { NetworkView } from './network-view.tsx';

/** The networks of the device as they are now, as the next push makes them, and what travels in them. */
export function Network(): ReactElement {
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const hasEngine = useFacts(({ engine }) => engine.readAt > 0);
  const state = deviceStateOf(environment, lab);
  if (state === 'starting' || state === 'failed' || state === 'unreadable' || state === 'signed-out')
    return <DeviceEmpty state={state} problem={environment.problem ?? lab.problem} />;
  // Without a device there is still what the files ask for, unless they ask for nothing yet.
  if (state === 'no-fleet' && !hasEngine) return <DeviceEmpty state={state} problem={lab.problem} />;
  return <NetworkView />;
}
