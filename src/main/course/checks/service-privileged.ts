import { runningContainer } from './containers.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export function servicePrivileged(wanted: { service: string; privileged: boolean }, context: CheckContext): Verdict {
  const found = runningContainer(wanted.service, context);
  if ('verdict' in found) return found;
  const state = `The container of ${wanted.service} is ${found.container.privileged ? 'privileged' : 'not privileged'}.`;
  return found.container.privileged === wanted.privileged ? passed(state) : notYet(state);
}
