import { findFleet } from './fleets.ts';
import { cannotTellOfCloud, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export function fleetExists({ fleet: name }: { fleet: string }, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const fleet = findFleet(view, name);
  if (fleet !== undefined) return passed(`The fleet ${fleet.name} is there, for devices of the type ${fleet.deviceType}.`);
  const others = view.fleets.map((other) => other.name).join(', ');
  return cannotTellOfCloud(view) ?? notYet(`There is no fleet ${name} yet. ${others === '' ? 'You have none.' : `You have: ${others}.`}`);
}
