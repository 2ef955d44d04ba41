import { History } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { ComparedFile, WorkspaceCopy } from '../../../shared/domain/workspace.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Diff } from '../../components/diff.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { formatSize } from '../../format/size.ts';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { toProblem, type Problem } from '../../state/problem.ts';

const reasons: Readonly<Record<WorkspaceCopy['reason'], string>> = {
  reset: 'before a reset',
  jump: 'before going to another step',
  solve: 'before “Do it for me”',
  restore: 'before a copy was brought back',
  undo: 'before an undo',
  replace: 'before a file was replaced',
};

/** Earlier states of the learner's files: look at one, bring it back, throw it away. */
export function CopiesDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'copies');
  return (
    <Dialog title="Earlier copies of your files" isOpen={isOpen} onClose={() => model.screen.setState({ overlay: undefined })} size="wide">
      {isOpen ? <CopiesList /> : null}
    </Dialog>
  );
}

function CopiesList(): ReactElement {
  const model = useModel();
  const [copies, setCopies] = useState<readonly WorkspaceCopy[]>();
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    model.bridge.call('copies.list', undefined).then(
      (list) => {
        setCopies(list);
        setChosen(list[0]?.id);
      },
      (error: unknown) => setProblem(toProblem(error)),
    );
  }, [model]);

  async function remove(id: string): Promise<void> {
    try {
      const list = await model.bridge.call('copies.remove', { id });
      setCopies(list);
      setChosen(list[0]?.id);
      model.announcer.announce('The copy is gone.');
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  if (problem !== undefined) return <ProblemNote problem={problem} />;
  if (copies === undefined) return <p className="soft">Looking for copies…</p>;
  if (copies.length === 0) {
    return (
      <EmptyState picture={<History className="picture-icon" />} title="No copies yet">
        <p>Before a reset, a jump to another step, or “Do it for me” changes your files, they are copied, and you find them here.</p>
      </EmptyState>
    );
  }
  const copy = copies.find(({ id }) => id === chosen);
  return (
    <>
      <div className="copies">
        <ul className="copies-list" aria-label="Copies">
          {copies.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="copies-item"
                aria-current={one.id === chosen ? 'true' : undefined}
                onClick={() => setChosen(one.id)}
              >
                <strong>{timeOf(one.at)}</strong>
                <span>{reasons[one.reason]}</span>
                <span className="soft">in {one.step}</span>
                <span className="soft">
                  {one.files} {one.files === 1 ? 'file' : 'files'}, {formatSize(one.bytes)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {copy === undefined ? null : <CopyView key={copy.id} copy={copy} onProblem={setProblem} onRemove={() => void remove(copy.id)} />}
      </div>
      <p className="soft">The newest 30 copies are kept, 50 MB at most. They lie in the folder “copies” beside your files.</p>
    </>
  );
}

interface CopyViewProps {
  copy: WorkspaceCopy;
  onProblem: (problem: Problem) => void;
  onRemove: () => void;
}

function CopyView({ copy, onProblem, onRemove }: CopyViewProps): ReactElement {
  const model = useModel();
  const [files, setFiles] = useState<readonly ComparedFile[]>();
  useEffect(() => {
    let isOld = false;
    void model.files
      .flush()
      .then(() => model.bridge.call('copies.compare', { id: copy.id }))
      .then(
        (list) => {
          if (!isOld) setFiles(list);
        },
        (error: unknown) => {
          if (!isOld) onProblem(toProblem(error));
        },
      );
    return () => {
      isOld = true;
    };
  }, [model, copy.id, onProblem]);

  async function restore(): Promise<void> {
    try {
      await model.files.flush();
      await model.bridge.call('copies.restore', { id: copy.id });
      model.screen.setState({ overlay: undefined });
      model.session.notify(`Your files are as they were at ${timeOf(copy.at)}. What was there before is the newest copy.`);
    } catch (error) {
      onProblem(toProblem(error));
    }
  }

  const isSame = files?.length === 0;
  return (
    <section className="copy-view" aria-label={`Copy of ${timeOf(copy.at)}`}>
      <p className="soft" role="status">
        {files === undefined ? 'Comparing…' : isSame ? 'Your files are just like this copy.' : 'What would change if you brought it back:'}
      </p>
      <div className="copy-files" tabIndex={0} role="group" aria-label="Differences">
        {files?.map((file) => (
          <div key={file.path} className="copy-file">
            <p className="copy-file-name">
              <code>{file.path}</code> <span className="soft">{changeWords[file.change]}</span>
            </p>
            {file.lines === undefined ? <p className="soft">Not a text, so it cannot be shown.</p> : <Diff lines={file.lines} />}
          </div>
        ))}
      </div>
      <div className="dialog-actions">
        <Button look="quiet" onClick={onRemove}>
          Delete copy
        </Button>
        <Button look="primary" aria-disabled={isSame ? true : undefined} onClick={() => (isSame ? undefined : void restore())}>
          Bring it back
        </Button>
      </div>
    </section>
  );
}

const changeWords: Readonly<Record<ComparedFile['change'], string>> = {
  differs: 'changes',
  'only-in-copy': 'comes back',
  'only-now': 'goes',
};

/** `Sat 28 Nov, 19:42` in the learner's own language and time zone. */
function timeOf(at: number): string {
  return new Date(at).toLocaleString(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
