import { useRef, type ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useModel, usePlace, useSelect } from '../state/model-context.tsx';

/** Says what a reset overwrites before it does. */
export function ResetDialog(): ReactElement {
  const model = useModel();
  const { step } = usePlace();
  const isOpen = useSelect(model.screen, (state) => state.overlay === 'reset');
  const cancel = useRef<HTMLButtonElement>(null);
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog title={`Reset step ${step.number}?`} isOpen={isOpen} onClose={close} isAlert initialFocus={cancel}>
      <p>Everything goes back to how it was when this step began:</p>
      <ul className="reset-list">
        <li>
          <strong>Your files</strong> in the folder <code>{step.folder}</code> are overwritten. A copy of them is kept.
        </li>
        <li>
          <strong>The practice device</strong> runs what it ran then; releases, logs and data made since are gone.
        </li>
      </ul>
      <p className="soft">Other steps stay done, and your terminals stay open.</p>
      <div className="dialog-actions">
        <Button ref={cancel} onClick={close}>
          Cancel
        </Button>
        <Button
          look="danger"
          onClick={() => {
            close();
            void model.lesson.reset(step);
          }}
        >
          Reset step
        </Button>
      </div>
    </Dialog>
  );
}
