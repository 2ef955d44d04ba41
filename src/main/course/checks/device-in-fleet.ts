import { isDeviceIn } from '../../../shared/domain/fleets.ts';
import { findFleet } from './fleets.ts';
import { cannotTellOfCloud, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export function deviceInFleet({ fleet: name }: { fleet: string }, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTellOfCloud(view);
  if (blocked !== undefined) return blocked;
  const fleet = findFleet(view, name);
  if (fleet === undefined) return notYet(`There is no fleet ${name} yet.`);
  const { device, waitingDevice } = view;
  if (device !== undefined && isDeviceIn(view, fleet)) return passed(`The device ${device.name} belongs to ${fleet.name}.`);
  if (device?.fleet !== undefined) return notYet(`The device ${device.name} belongs to ${device.fleet}.`);
  if (waitingDevice !== undefined) return notYet(`The device ${waitingDevice.uuid.slice(0, 7)} waits and belongs to no fleet yet.`);
  return notYet('No device is known yet.');
}
