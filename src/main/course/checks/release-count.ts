import { findFleet, newestAttempt } from './fleets.ts';
import { cannotTellOfCloud, counted, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export function releaseCount({ fleet: name, atLeast }: { fleet: string; atLeast: number }, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTellOfCloud(view);
  if (blocked !== undefined) return blocked;
  const fleet = findFleet(view, name);
  if (fleet === undefined) return notYet(`There is no fleet ${name} yet.`);
  const count = fleet.releases.filter(({ status }) => status === 'success').length;
  const have = `${fleet.name} has ${counted(count, 'release', 'releases')} that can run.`;
  if (count >= atLeast) return passed(have);
  const last = newestAttempt(fleet);
  if (last?.status === 'failed' || last?.status === 'error') return notYet(`${have} The last build failed: its log says why.`);
  if (last !== undefined && last.status !== 'success' && last.status !== 'cancelled') return notYet(`${have} A build is under way.`);
  return notYet(have);
}
