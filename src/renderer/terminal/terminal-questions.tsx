import { useRef, type ReactElement } from 'react';
import { allowedLink } from '../../shared/external-links.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import type { TerminalQuestion } from '../state/terminals.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { tabName } from './tab-name.ts';

const titles = {
  paste: 'Paste more than one line?',
  link: 'Open this address?',
  close: 'Close this terminal?',
  restart: 'Restart this terminal?',
} as const;

/** What a terminal asks before it does something that cannot be taken back. */
export function TerminalQuestions(): ReactElement {
  const model = useModel();
  const question = useSelect(model.terminals.store, (state) => state.question);
  const cancel = useRef<HTMLButtonElement>(null);
  const close = (): void => model.terminals.ask(undefined);
  return (
    <Dialog title={titles[question?.kind ?? 'close']} isOpen={question !== undefined} onClose={close} isAlert initialFocus={cancel}>
      {question === undefined ? null : <Body question={question} />}
      <div className="dialog-actions">
        <Button ref={cancel} onClick={close}>
          Cancel
        </Button>
        {question === undefined ? null : <Answers question={question} close={close} />}
      </div>
    </Dialog>
  );
}

function Body({ question }: { question: TerminalQuestion }): ReactElement {
  switch (question.kind) {
    case 'paste':
      return (
        <>
          <p>A shell may run each line as soon as it has it. This is what is on the clipboard:</p>
          <pre className="dialog-text">{question.text}</pre>
        </>
      );
    case 'link':
      return (
        <>
          <p>
            {isAllowed(question.address) ? 'It opens in your browser:' : 'Fleetlab does not open this address. Copy it if you trust it:'}
          </p>
          <pre className="dialog-text">{question.address}</pre>
        </>
      );
    case 'close':
    case 'restart':
      return (
        <p>
          A program runs in <TerminalName id={question.id} />.{' '}
          {question.kind === 'close' ? 'It ends with its terminal.' : 'It ends, and the shell starts anew.'}
        </p>
      );
  }
}

/** As its tab has it. */
function TerminalName({ id }: { id: string }): ReactElement {
  const model = useModel();
  const views = useSelect(model.terminals.store, (state) => state.views);
  return (
    <strong>
      {tabName(
        views,
        views.findIndex((view) => view.id === id),
      )}
    </strong>
  );
}

function Answers({ question, close }: { question: TerminalQuestion; close: () => void }): ReactElement {
  const model = useModel();
  const act = (action: () => void) => () => {
    close();
    action();
  };
  switch (question.kind) {
    case 'paste':
      return (
        <>
          <Button onClick={act(() => question.paste(question.text.trim().replace(/\s*[\r\n]+\s*/g, ' ')))}>Paste as one line</Button>
          <Button look="primary" onClick={act(() => question.paste(question.text))}>
            Paste
          </Button>
        </>
      );
    case 'link':
      return (
        <>
          <Button onClick={act(() => void navigator.clipboard.writeText(question.address))}>Copy</Button>
          {isAllowed(question.address) ? (
            <Button look="primary" onClick={act(() => void model.bridge.call('app.openExternal', { url: question.address }))}>
              Open
            </Button>
          ) : null}
        </>
      );
    case 'close':
      return (
        <Button look="danger" onClick={act(() => void model.terminals.close(question.id))}>
          End it and close
        </Button>
      );
    case 'restart':
      return (
        <Button look="danger" onClick={act(() => void model.terminals.restart(question.id))}>
          End it and restart
        </Button>
      );
  }
}

function isAllowed(address: string): boolean {
  try {
    allowedLink(address);
    return true;
  } catch {
    return false;
  }
}
