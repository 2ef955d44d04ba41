import { evaluate } from '../../../src/main/course/checks/evaluate.ts';
import type { Verdict } from '../../../src/main/course/checks/verdict.ts';
import type { Step } from '../../../src/shared/course/course.ts';
import { frozen, type Facts } from './facts.ts';
import { mutationsOf, wantedWords } from './mutations-of.ts';

/** What became of one check when the state that it wants was spoilt in one way. */
export interface BrokenCheck {
  check: string;
  kind: string;
  /** What went wrong; empty where nothing could be thought of. */
  what: string;
  passed: boolean;
  /** What the learner would read, or what is wrong with it. */
  message: string;
}

/** Milliseconds between two attempts of a container that is just being read. */
const readAgain = 500;

/**
 * Spoils what each check of a solved step wants, in every way that its kind knows, and sees whether it tells so. Only the facts that checks read are
 * changed. A check that nothing can spoil is told as one that failed.
 */
export async function breakChecks(step: Step, solved: Facts): Promise<BrokenCheck[]> {
  const broken: BrokenCheck[] = [];
  for (const check of step.checks) {
    const facts = await whereItPasses(check, solved);
    const { kind } = check.predicate;
    const mutations = mutationsOf(check.predicate, facts);
    if (mutations.length === 0) broken.push({ check: check.id, kind, what: '', passed: false, message: 'nothing can make it fail' });
    for (const { what, found, spoil } of mutations) {
      const verdict = await evaluate(check.predicate, spoil(facts));
      const flaw = flawOf(verdict, check, found);
      broken.push({ check: check.id, kind, what, passed: flaw === undefined, message: flaw ?? `${verdict.message} ${check.help}` });
    }
  }
  return broken;
}

/** A service that ends and begins anew is not always there when it is looked at. */
async function whereItPasses({ id, predicate }: Step['checks'][number], solved: Facts): Promise<Facts> {
  for (let attempt = 1; ; attempt++) {
    const facts = frozen(solved);
    const verdict = await evaluate(predicate, facts);
    if (verdict.verdict === 'passed') return facts;
    if (attempt === 10) throw new Error(`${id} does not pass before anything is spoilt: ${verdict.message}`);
    await new Promise((resolve) => setTimeout(resolve, readAgain));
  }
}

function flawOf({ verdict, message }: Verdict, { text, help, predicate }: Step['checks'][number], found: RegExp): string | undefined {
  if (verdict === 'passed') return `it passes all the same: ${message}`;
  if (verdict === 'unknown') return `it cannot tell: ${message}`;
  if (!found.test(message)) return `its sentence does not tell what is there (${found.source}): ${message}`;
  const all = `${text} ${message} ${help}`.toLowerCase();
  const missing = wantedWords(predicate).filter((word) => !all.includes(word.toLowerCase()));
  return missing.length === 0 ? undefined : `neither its text, its sentence nor its help name ${missing.join(', ')}: ${message} ${help}`;
}
