import { isSameCommit } from './fleets.ts';
import { cannotTell, counted, notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

/** Lines from before the running release was made belong to an earlier one. */
export function logLine(wanted: { service?: string | undefined; pattern: string; count: number }, { lab }: CheckContext): Verdict {
  const view = lab.view();
  const blocked = cannotTell(view);
  if (blocked !== undefined) return blocked;
  const commit = view.device?.runningCommit;
  const release = view.fleets.flatMap(({ releases }) => releases).find((each) => isSameCommit(commit, each.commit));
  if (release === undefined && view.isWithoutCloud !== true) return notYet('The device runs no release yet.');
  const pattern = new RegExp(wanted.pattern);
  const lines = view.logs.filter(
    ({ timestamp, service }) => timestamp >= (release?.createdAt ?? 0) && (wanted.service === undefined || service === wanted.service),
  );
  const matching = lines.filter(({ message }) => pattern.test(message));
  const found = matching.at(-1);
  if (found !== undefined && matching.length >= wanted.count)
    return passed(`The log says “${found.message}”${wanted.count === 1 ? '' : `, the ${ordinal(matching.length)} line of its kind`}.`);
  if (found !== undefined)
    return notYet(`The log has ${counted(matching.length, 'such line', 'such lines')} so far; ${wanted.count} are needed.`);
  const last = lines.at(-1);
  return notYet(
    last === undefined ? 'The log has no line of this release yet.' : `The log does not say it yet. Its last line is “${last.message}”.`,
  );
}

function ordinal(count: number): string {
  const ending = /1[123]$/.test(String(count)) ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${ending}`;
}
