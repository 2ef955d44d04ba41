import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode, Ref } from 'react';
import type { Problem } from '../state/problem.ts';

export interface ProblemNoteProps {
  problem: Problem;
  /** Nothing failed: one has to choose before it goes on. */
  isQuestion?: boolean;
  /** Buttons. */
  children?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

/** What went wrong, beside the action that failed: the sentence, and what to do. */
export function ProblemNote({ problem, isQuestion = false, children, ref }: ProblemNoteProps): ReactElement {
  const Icon = isQuestion ? TriangleAlert : CircleAlert;
  return (
    <div
      ref={ref}
      className={`note ${isQuestion ? 'note-attention' : 'note-refused'}`}
      // Whoever comes to its buttons hears what they answer.
      role={children === undefined ? undefined : 'group'}
      aria-label={children === undefined ? undefined : problem.message}
    >
      <Icon aria-hidden className="note-icon" />
      <div className="note-text">
        <p>{problem.message}</p>
        {problem.action === undefined ? null : <p className="soft">{problem.action}</p>}
        {children === undefined ? null : <div className="note-actions">{children}</div>}
      </div>
    </div>
  );
}
