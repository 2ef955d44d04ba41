import { useRef, useState, type ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

/** Asks before an environment is removed, and says what goes with it. */
export function RemoveDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'environment-remove');
  const id = useSelect(model.screen, (state) => state.environmentId);
  const entry = useFacts((facts) => facts.environments.environments.find((candidate) => candidate.id === id));
  const isChosen = useFacts((facts) => facts.environments.chosen) === id;
  const cancel = useRef<HTMLButtonElement>(null);
  const [problem, setProblem] = useState<Problem>();
  const close = (): void => {
    setProblem(undefined);
    model.screen.setState({ overlay: undefined });
  };
  const remove = (): void => {
    if (id !== undefined) model.bridge.call('environment.remove', { id }).then(close, (error: unknown) => setProblem(toProblem(error)));
  };
  return (
    <Dialog title={`Remove ${entry?.name ?? ''}?`} isOpen={isOpen && entry !== undefined} onClose={close} isAlert initialFocus={cancel}>
      <p>
        {entry?.kind === 'device'
          ? 'Deleted on this machine: the CLI’s settings for it, the SSH key of the device that you trusted, and your own if you had one made for it. What runs on the device stays as it is.'
          : 'Deleted on this machine: its sign-in, the CLI’s settings for it, its SSH keys and the choice of device. Fleets, devices and releases there stay as they are.'}
      </p>
      <p className="soft">
        {isChosen ? 'Commands go to the practice device afterwards. ' : ''}Terminals that were opened there stay open
        {entry?.kind === 'device' ? '.' : ', but are signed out.'}
      </p>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        <Button ref={cancel} onClick={close}>
          Cancel
        </Button>
        <Button look="danger" onClick={remove}>
          Remove
        </Button>
      </div>
    </Dialog>
  );
}
