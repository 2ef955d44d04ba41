import { useRef, type ReactElement, type RefObject } from 'react';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { choicesOf } from '../state/busy-choices.ts';
import { useModel } from '../state/model-context.tsx';
import type { Problem } from '../state/problem.ts';
import { useFocusHeir } from './use-focus-heir.ts';

export interface RefusalNoteProps {
  blockId: string;
  problem: Problem;
  /** What has the focus once the note is gone. */
  heir: RefObject<HTMLElement | null>;
}

/** Why a command did not run, and how it can run all the same. */
export function RefusalNote({ blockId, problem, heir }: RefusalNoteProps): ReactElement {
  const model = useModel();
  const note = useRef<HTMLDivElement>(null);
  useFocusHeir(note, heir);
  const choices = choicesOf(problem);
  return (
    <ProblemNote ref={note} problem={problem} isQuestion={choices.length > 1}>
      {choices.length === 0
        ? undefined
        : choices.map(({ label, whenBusy }) => (
            <Button key={whenBusy} onClick={() => void model.runBlock(blockId, whenBusy)}>
              {label}
            </Button>
          ))}
    </ProblemNote>
  );
}
