import { Check, FileText, TriangleAlert } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import type { EditBlock, Step } from '../../shared/course/course.ts';
import type { EditView } from '../../shared/course/edit.ts';
import { Button } from '../components/button.tsx';
import { Diff } from '../components/diff.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';

/** A change of a file: apply it, or read it and type it oneself; either way the block sees that it is there. */
export function EditBlockCard({ step, block }: { step: Step; block: EditBlock }): ReactElement {
  const model = useModel();
  const view = useSelect(model.lesson.store, (state) => state.edits[step.id]?.[block.id]);
  const problem = useSelect(model.lesson.store, (state) => state.problems[block.id]);
  const [isApplying, setApplying] = useState(false);
  const head = useRef<HTMLDivElement>(null);
  const state = view?.state ?? 'unknown';
  const folder = block.file.slice(0, block.file.lastIndexOf('/') + 1);

  async function apply(): Promise<void> {
    setApplying(true);
    // The button that was pressed goes once the edit is there: the focus stays in its row.
    if (head.current?.contains(document.activeElement) === true) head.current.querySelector('button')?.focus();
    await model.applyEdit(block);
    setApplying(false);
  }

  return (
    <div className="block-group" data-block={block.id}>
      <div className={`edit edit-${state}`}>
        <div className="edit-head" ref={head}>
          <FileText aria-hidden className="edit-icon" />
          <span className="edit-file" title={block.file}>
            {/* The step's own folder goes without saying. */}
            {folder === `${step.folder}/` ? null : <span className="edit-folder">{folder}</span>}
            <span className="edit-name">{block.file.slice(block.file.lastIndexOf('/') + 1)}</span>
          </span>
          {block.change.by === 'file' && state === 'open' ? (
            <span className="edit-new">new file</span>
          ) : (
            <Button look="quiet" onClick={() => void model.showInFile(block)}>
              Show in file
            </Button>
          )}
          {state === 'applied' ? (
            <span className="edit-done">
              <Check aria-hidden /> Applied
            </span>
          ) : (
            <Button
              look={state === 'open' ? 'primary' : 'plain'}
              aria-label={`Apply edit: ${block.file}`}
              aria-disabled={state !== 'open' || isApplying ? true : undefined}
              onClick={() => {
                if (state === 'open' && !isApplying) void apply();
              }}
            >
              Apply
            </Button>
          )}
        </div>
        <Diff lines={view?.lines ?? []} />
      </div>
      {view === undefined ? null : <EditNote view={view} file={block.file} />}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

function EditNote({ view: { state, reason = '' }, file }: { view: EditView; file: string }): ReactElement | null {
  if (state !== 'conflict' && state !== 'missing') return null;
  return (
    <div className="note note-attention">
      <TriangleAlert aria-hidden className="note-icon" />
      <p className="note-text">
        {state === 'missing'
          ? `${file} is not there. Restore the starter files in Files, or reset the step.`
          : `${reason} If the checks below pass, your way is fine; else change it by hand, or reset the step.`}
      </p>
    </div>
  );
}
