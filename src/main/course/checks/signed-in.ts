import type { CheckContext, Verdict } from './verdict.ts';
import { cannotTellOfCloud, notYet, passed, unknown } from './verdict.ts';

export function signedIn({ lab }: CheckContext): Verdict {
  const view = lab.view();
  if (view.account !== undefined) return passed(`You are signed in as ${view.account.username}.`);
  if (view.isWithoutCloud === true) return cannotTellOfCloud(view) ?? notYet('Nobody is signed in.');
  return view.problem === undefined ? notYet('Nobody is signed in.') : unknown(view.problem);
}
