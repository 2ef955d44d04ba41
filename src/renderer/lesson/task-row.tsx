import { LoaderCircle, Undo2, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { StepTask } from '../../shared/course/progress.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';

/** Long work on the learner's behalf: what it is doing and how far it is, then how it ended and how to take it back. */
export function TaskRow({ task }: { task: StepTask }): ReactElement {
  const model = useModel();
  const isUndoable = useSelect(model.lesson.store, ({ undoable }) => undoable === task);
  const { environment, environments } = useFacts((facts) => facts);
  const isHere = task.environmentId === environment.id;
  const elsewhere = isHere ? undefined : environments.environments.find(({ id }) => id === task.environmentId);
  const isRunning = task.state === 'running';
  return (
    <div className={`task-row task-${task.state}`}>
      {isRunning ? <LoaderCircle className="turning" aria-hidden /> : null}
      <div className="task-text">
        <p>
          <strong>{titles[task.kind][task.state]}</strong> {task.message}
        </p>
        {isUndoable && elsewhere !== undefined ? (
          <p className="soft">To undo it, choose {elsewhere.kind === 'practice' ? 'the practice device' : elsewhere.name} again.</p>
        ) : null}
        {isRunning && task.fraction !== undefined ? (
          <progress className="task-progress" max={1} value={task.fraction} aria-label="How much is done" />
        ) : null}
      </div>
      {isRunning ? (
        <Button onClick={() => void model.lesson.cancelTask()}>Cancel</Button>
      ) : (
        <>
          {isUndoable && isHere ? (
            <Button onClick={() => void model.undo()}>
              <Undo2 aria-hidden /> Undo
            </Button>
          ) : null}
          <IconButton label="Dismiss" onClick={() => model.lesson.dismissTask()}>
            <X aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  );
}

const titles = {
  solve: { running: 'Doing it for you.', done: 'Done for you.', failed: 'It did not work.', cancelled: 'Cancelled.' },
  reset: { running: 'Resetting.', done: 'Reset.', failed: 'Reset did not work.', cancelled: 'Cancelled.' },
  jump: { running: 'Going there.', done: 'Here you are.', failed: 'It did not work.', cancelled: 'Cancelled.' },
  undo: { running: 'Undoing.', done: 'Undone.', failed: 'It could not be undone.', cancelled: 'Cancelled.' },
} as const;
