import { isSameCommit } from './fleets.ts';
import { cannotTell, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

/** Lines from before the running release was made belong to an earlier one. */
export function logLine(wanted: { service?: string | undefined; pattern: string }, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTell(view);
  if (blocked !== undefined) return blocked;
  const commit = view.device?.runningCommit;
  const release = view.fleets.flatMap(({ releases }) => releases).find((each) => isSameCommit(commit, each.commit));
  if (release === undefined) return notYet('The device runs no release yet.');
  const pattern = new RegExp(wanted.pattern);
  const lines = view.logs.filter(
    ({ timestamp, service }) => timestamp >= release.createdAt && (wanted.service === undefined || service === wanted.service),
  );
  const found = lines.findLast(({ message }) => pattern.test(message));
  if (found !== undefined) return passed(`The log says “${found.message}”.`);
  const last = lines.at(-1);
  return notYet(
    last === undefined ? 'The log has no line of this release yet.' : `The log does not say it yet. Its last line is “${last.message}”.`,
  );
}
