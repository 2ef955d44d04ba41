import type { CheckContext, Verdict } from './verdict.ts';
import { notYet, passed, unknown } from './verdict.ts';

export function signedIn({ lab }: CheckContext): Verdict {
  const view = lab.view();
  if (view.account !== undefined) return passed(`You are signed in as ${view.account.username}.`);
  return view.problem === undefined ? notYet('Nobody is signed in.') : unknown(view.problem);
}
