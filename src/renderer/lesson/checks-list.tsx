import { Check, RefreshCw } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CheckResult } from '../../shared/course/checks.ts';
import type { Step } from '../../shared/course/course.ts';
import { IconButton } from '../components/icon-button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { verdictWords } from '../state/announcements.ts';
import { useModel, useSelect } from '../state/model-context.tsx';

/** What is true when the step is done; each with its verdict, the first open one with what to look at. */
export function ChecksList({ step }: { step: Step }): ReactElement {
  const model = useModel();
  const results = useSelect(model.lesson.store, (state) => state.checks[step.id]);
  const isChecking = useSelect(model.lesson.store, (state) => state.isChecking);
  const problem = useSelect(model.lesson.store, (state) => state.problems['checks']);
  const verdictOf = (id: string): CheckResult | undefined => results?.find((result) => result.id === id);
  const firstOpen = step.checks.find((check) => verdictOf(check.id)?.verdict !== 'passed');
  return (
    <section className="checks" aria-labelledby="checks-title">
      <div className="checks-head">
        <h2 id="checks-title" className="small-title">
          Checks
        </h2>
        <IconButton label="Check now" onClick={() => void model.lesson.check(step)}>
          <RefreshCw className={isChecking ? 'turning' : ''} aria-hidden />
        </IconButton>
      </div>
      <ul className="checks-list" aria-label="Checks">
        {step.checks.map((check) => {
          const result = verdictOf(check.id);
          const verdict = result?.verdict ?? 'not-yet';
          const message = result?.message ?? check.help;
          const showsHelp = verdict === 'unknown' || (verdict === 'not-yet' && check.id === firstOpen?.id);
          return (
            <li key={check.id} className={`check check-${verdict}`}>
              <VerdictIcon verdict={verdict} />
              <div className="check-text">
                <p>{check.text}</p>
                {showsHelp && message !== '' ? <p className="check-help">{message}</p> : null}
              </div>
              <span className="check-word">{verdictWords[verdict]}</span>
            </li>
          );
        })}
      </ul>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </section>
  );
}

function VerdictIcon({ verdict }: { verdict: CheckResult['verdict'] }): ReactElement {
  return (
    <span className={`verdict-icon verdict-${verdict}`} aria-hidden>
      {verdict === 'passed' ? <Check /> : verdict === 'unknown' ? '?' : null}
    </span>
  );
}
