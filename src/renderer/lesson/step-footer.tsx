import { ChevronLeft, ChevronRight, CircleCheck } from 'lucide-react';
import type { ReactElement } from 'react';
import type { StepTask } from '../../shared/course/progress.ts';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { allPassed } from '../state/announcements.ts';
import { useFacts, useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { BringDialog } from './bring-dialog.tsx';
import { bringIntoSight } from './into-sight.ts';
import { TaskRow } from './task-row.tsx';

/** Always in reach: help, how far the checks are, and the way on. */
export function StepFooter(): ReactElement {
  const model = useModel();
  const { step, previous, next } = usePlace();
  const results = useSelect(model.lesson.store, (state) => state.checks[step.id]);
  const task = useSelect(model.lesson.store, (state) => taskAt(state.task, step.id));
  const problem = useSelect(model.lesson.store, (state) => state.problems['task']);
  const isComplete = allPassed(step, results);
  const passed = step.checks.filter((check) => results?.some((result) => result.id === check.id && result.verdict === 'passed')).length;
  return (
    <footer className="step-footer">
      {isComplete ? <Completion isLast={next === undefined} /> : null}
      {task === undefined ? null : <TaskRow task={task} />}
      {task?.state === 'running' ? null : <HelpRow />}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="step-ways">
        <Button
          aria-label="Previous step"
          disabled={previous === undefined}
          onClick={() => previous !== undefined && void model.goTo(previous.id)}
        >
          <ChevronLeft aria-hidden />
          {previous?.number}
        </Button>
        <CheckSummary passed={passed} count={step.checks.length} />
        <Button
          look={isComplete && next !== undefined ? 'primary' : 'plain'}
          aria-label="Next step"
          disabled={next === undefined}
          onClick={() => next !== undefined && void model.goTo(next.id)}
        >
          {isComplete && next !== undefined ? `Next: ${next.number}` : next?.number}
          <ChevronRight aria-hidden />
        </Button>
      </div>
      <BringDialog />
    </footer>
  );
}

function Completion({ isLast }: { isLast: boolean }): ReactElement {
  const { step } = usePlace();
  return (
    <div className="completion">
      <CircleCheck aria-hidden className="completion-icon" />
      <p>
        <strong>{step.number} is done.</strong> {isLast ? 'That was the last step.' : 'Look around as long as you like.'}
      </p>
    </div>
  );
}

function HelpRow(): ReactElement {
  const model = useModel();
  const { step } = usePlace();
  const opened = useFacts((facts) => facts.progress.steps[step.id]?.hints ?? 0);
  const isExhausted = opened >= step.hints.length;
  return (
    <div className="help-row">
      <Button
        look="quiet"
        aria-disabled={isExhausted ? true : undefined}
        onClick={() => {
          if (!isExhausted) void model.showHints(opened + 1);
        }}
      >
        Hint
      </Button>
      <Button
        look="quiet"
        aria-disabled={isExhausted ? true : undefined}
        onClick={() => {
          if (!isExhausted) void model.showHints(step.hints.length);
        }}
      >
        Show me
      </Button>
      <Button look="quiet" onClick={() => void model.lesson.solve(step)}>
        Do it for me
      </Button>
      <span className="help-space" />
      <Button look="quiet" onClick={() => model.screen.setState({ overlay: 'reset' })}>
        Reset step
      </Button>
    </div>
  );
}

/** What is done to move the learner is told wherever they are meanwhile. */
function taskAt(task: StepTask | undefined, stepId: string): StepTask | undefined {
  return task?.stepId === stepId || task?.kind === 'jump' || task?.kind === 'undo' ? task : undefined;
}

function CheckSummary({ passed, count }: { passed: number; count: number }): ReactElement {
  function show(): void {
    const title = document.getElementById('checks-title');
    if (title !== null) bringIntoSight(title, 'center');
  }
  return (
    <button type="button" className="check-summary" onClick={show}>
      <span className="check-pips" aria-hidden>
        {Array.from({ length: count }, (_, index) => (
          <span key={index} className={`pip ${index < passed ? 'pip-on' : ''}`} />
        ))}
      </span>
      {passed} of {count} {count === 1 ? 'check' : 'checks'}
    </button>
  );
}
