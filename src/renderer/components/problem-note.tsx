import { CircleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { Problem } from '../state/problem.ts';

/** What went wrong, beside the action that failed: the sentence, what to do, and at most one button. */
export function ProblemNote({ problem, children }: { problem: Problem; children?: ReactNode }): ReactElement {
  return (
    <div className="note note-refused">
      <CircleAlert aria-hidden className="note-icon" />
      <div className="note-text">
        <p>{problem.message}</p>
        {problem.action === undefined ? null : <p className="soft">{problem.action}</p>}
        {children === undefined ? null : <div className="note-actions">{children}</div>}
      </div>
    </div>
  );
}
