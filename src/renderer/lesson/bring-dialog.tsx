import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { ProcedureOutput } from '../../shared/contract.ts';
import type { Step } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { allSteps } from '../state/course-position.ts';
import { useFacts, useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

type Preview = ProcedureOutput<'course.preview'>;
type Kind = 'reset' | 'jump';

/** Asks before a reset or a jump, and says what it overwrites. */
export function BringDialog(): ReactElement {
  const model = useModel();
  const { step: here } = usePlace();
  const course = useFacts((facts) => facts.course);
  const kind = useSelect(model.screen, ({ overlay }) => (overlay === 'reset' || overlay === 'jump' ? overlay : undefined));
  const jumpTo = useSelect(model.screen, (state) => state.jumpTo);
  const cancel = useRef<HTMLButtonElement>(null);
  const step = kind === 'jump' ? allSteps(course).find(({ id }) => id === jumpTo) : here;
  const close = (): void => model.screen.setState({ overlay: undefined });
  const title = kind === 'jump' ? `Start at ${step?.number ?? ''} ${step?.title ?? ''}?` : `Reset step ${here.number}?`;

  function go(): void {
    close();
    if (step === undefined) return;
    if (kind === 'jump') void model.startAt(step);
    else void model.lesson.reset(step);
  }

  return (
    <Dialog title={title} isOpen={kind !== undefined} onClose={close} isAlert initialFocus={cancel}>
      {kind === undefined || step === undefined ? null : <Consequences key={step.id} kind={kind} step={step} />}
      <div className="dialog-actions">
        <Button ref={cancel} onClick={close}>
          Cancel
        </Button>
        <Button look="danger" onClick={go}>
          {kind === 'jump' ? 'Start here' : 'Reset step'}
        </Button>
      </div>
    </Dialog>
  );
}

function Consequences({ kind, step }: { kind: Kind; step: Step }): ReactElement {
  const model = useModel();
  const fleets = useFacts((facts) => facts.lab.fleets);
  const device = useFacts((facts) => facts.environment.name);
  const [preview, setPreview] = useState<Preview>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let isOld = false;
    void model.files
      .flush()
      .then(() => model.bridge.call('course.preview', { stepId: step.id, kind }))
      .then(
        (value) => {
          if (!isOld) setPreview(value);
        },
        (error: unknown) => {
          if (!isOld) setProblem(toProblem(error));
        },
      );
    return () => {
      isOld = true;
    };
  }, [model, step.id, kind]);
  if (problem !== undefined) return <ProblemNote problem={problem} />;
  if (preview === undefined) return <p className="soft">Looking at what would change…</p>;
  const lost = preview.files.filter(({ change }) => change !== 'added');
  return (
    <>
      <p>{introduction(kind, preview.state)}</p>
      <ul className="reset-list">
        <li>
          <strong>Your files</strong> {filesSentence(preview.files.length, lost.length)}
          {preview.files.length === 0 ? null : <ChangedFiles files={preview.files} />}
          {lost.length === 0 ? null : <p className="soft">All your files are copied first, to “Earlier copies of your files”.</p>}
        </li>
        <li>
          {preview.state === 'kept' ? (
            <>
              <strong>The {device}</strong> and its cloud stay as they are: they cannot be put back from here.
            </>
          ) : (
            <>
              <strong>The {device}</strong> runs what belongs to that moment.{' '}
              {fleets.length === 0
                ? 'There are no fleets yet, so nothing is replaced.'
                : `Replaced: ${fleets.map(({ name, releases }) => `${name} (${counted(releases.length, 'release')})`).join(', ')}, with logs and data.`}
            </>
          )}
        </li>
      </ul>
      <p className="soft">Other steps stay marked as they are; this one begins anew. Your terminals stay open, and you can undo it.</p>
    </>
  );
}

const mostFilesNamed = 6;

const changeWords = { overwritten: 'overwritten', removed: 'removed', added: 'new' } as const;

function ChangedFiles({ files }: { files: Preview['files'] }): ReactElement {
  const more = files.length - mostFilesNamed;
  return (
    <ul className="changed-files" aria-label="Files that change">
      {files.slice(0, mostFilesNamed).map(({ path, change }) => (
        <li key={path}>
          <code>{path}</code> <span className={`changed-${change}`}>{changeWords[change]}</span>
        </li>
      ))}
      {more > 0 ? <li className="soft">and {more} more</li> : null}
    </ul>
  );
}

function introduction(kind: Kind, state: Preview['state']): string {
  if (kind === 'reset') return 'Everything goes back to how it was when this step began:';
  if (state === 'rehearsed')
    return 'Files and device become as the steps before this one leave them. The first time, this takes some seconds:';
  return 'Files and device become as they are when this step begins:';
}

function filesSentence(changes: number, lost: number): string {
  if (changes === 0) return 'are as this step begins already.';
  return lost === 0 ? 'get what is missing:' : 'change:';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
