import { Check, FileText, TriangleAlert } from 'lucide-react';
import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { EditBlock, Step } from '../../shared/course/course.ts';
import type { EditView } from '../../shared/course/edit.ts';
import { Button } from '../components/button.tsx';
import { Diff } from '../components/diff.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { blockPlace } from '../state/lesson.ts';
import { useModel, useSelect } from '../state/model-context.tsx';

/** A change of a file: apply it, or read it and type it oneself; either way the block sees that it is there. */
export function EditBlockCard({ step, block }: { step: Step; block: EditBlock }): ReactElement {
  const model = useModel();
  const view = useSelect(model.lesson.store, (state) => state.edits[step.id]?.[block.id]);
  const problem = useSelect(model.lesson.store, (state) => state.problems[blockPlace(step.id, block.id)]);
  const [isApplying, setApplying] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const [isReplaced, setReplaced] = useState(false);
  const head = useRef<HTMLDivElement>(null);
  const state = view?.state ?? 'unknown';
  const folder = block.file.slice(0, block.file.lastIndexOf('/') + 1);

  async function apply(replace = false): Promise<void> {
    setApplying(true);
    // The button that was pressed goes once the edit is there: the focus stays in its row.
    if (replace || head.current?.contains(document.activeElement) === true) head.current?.querySelector('button')?.focus();
    await model.applyEdit(block, replace);
    setApplying(false);
    setReplaced(replace);
    setComparing(false);
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
        <Diff lines={(isComparing ? view?.replacement : undefined) ?? view?.lines ?? []} />
      </div>
      {view === undefined ? null : (
        <EditNote view={view} file={block.file}>
          {view.replacement === undefined ? null : (
            <div className="note-actions">
              {view.state === 'missing' || block.change.by === 'file' ? null : (
                <Button look="quiet" aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
                  {isComparing ? 'Show the change alone' : 'Show the difference'}
                </Button>
              )}
              <Button onClick={() => void apply(true)} aria-disabled={isApplying ? true : undefined}>
                {view.state === 'missing' ? 'Make the file' : 'Replace the file'}
              </Button>
            </div>
          )}
        </EditNote>
      )}
      {isReplaced && state === 'applied' ? (
        <p className="edit-kept">
          Your own file is kept as a copy.
          <Button look="quiet" onClick={() => model.screen.setState({ overlay: 'copies' })}>
            Show copies
          </Button>
        </p>
      ) : null}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

function EditNote({ view, file, children }: { view: EditView; file: string; children: ReactNode }): ReactElement | null {
  const { state, reason = '', isBroken = false, replacement } = view;
  const way = isBroken ? 'Mend it in Files' : 'If the checks below pass, your way is fine; else change it by hand';
  if (state === 'later') return <p className="edit-kept">This goes on from the change above: make that one first.</p>;
  if (state !== 'conflict' && state !== 'missing') return null;
  return (
    <div className="note note-attention">
      <TriangleAlert aria-hidden className="note-icon" />
      <div className="note-text">
        <p>
          {state === 'missing'
            ? `${file} is not there. ${replacement === undefined ? 'Restore the starter files in Files, or reset the step.' : 'Make it again as the lesson has it.'}`
            : `${reason} ${way}${replacement === undefined ? ', or reset the step.' : ', or take the lesson’s file: a copy of yours is kept.'}`}
        </p>
        {children}
      </div>
    </div>
  );
}
