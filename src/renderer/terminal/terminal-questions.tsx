import { useRef, type ReactElement } from 'react';
import { allowedLink } from '../../shared/external-links.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { firstLine } from '../state/announcements.ts';
import type { TerminalQuestion } from '../state/terminals-state.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { practicePlace } from './device-address.ts';
import { inOneLine, isOneLine } from './paste.ts';
import { reopenKeys } from './terminal-commands.ts';
import { terminalName } from './tabs/tab-name.ts';

/** What a terminal asks before it does something that cannot be taken back. */
export function TerminalQuestions(): ReactElement {
  const model = useModel();
  const question = useSelect(model.terminals.store, (state) => state.question);
  const cancel = useRef<HTMLButtonElement>(null);
  const close = (): void => model.terminals.ask(undefined);
  return (
    <Dialog
      title={question === undefined ? '' : titleOf(question)}
      isOpen={question !== undefined}
      onClose={close}
      isAlert
      initialFocus={cancel}
    >
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

function titleOf(question: TerminalQuestion): string {
  switch (question.kind) {
    case 'paste':
      return isOneLine(question.text) ? 'Paste a line with its line end?' : 'Paste more than one line?';
    case 'link':
      return isAllowed(question.address) ? 'Open this address?' : 'Fleetlab does not open this address';
    case 'close':
      return 'Close this terminal?';
    case 'restart':
      return 'Restart this terminal?';
  }
}

function Body({ question }: { question: TerminalQuestion }): ReactElement {
  const place = usePracticePlace(question);
  switch (question.kind) {
    case 'paste':
      return (
        <>
          <p>
            {question.isWhole
              ? 'A shell takes it as one paste, and runs all of it when you press Enter.'
              : 'A shell may run each line as soon as it has it.'}{' '}
            This is what is on the clipboard, for <TerminalName id={question.id} />:
          </p>
          <pre className="dialog-text">{question.text}</pre>
        </>
      );
    case 'link':
      return (
        <>
          <p>{linkWords(question.address, place)}</p>
          <pre className="dialog-text">{question.address}</pre>
        </>
      );
    case 'close':
      return question.isIdle ? (
        <p>
          What <TerminalName id={question.id} /> shows goes with it. “Reopen closed terminal” ({reopenKeys}) brings it back while it is
          among the last five, until Fleetlab is closed.
        </p>
      ) : (
        <p>
          <Program id={question.id} />. It ends with its terminal.
        </p>
      );
    case 'restart':
      return (
        <p>
          <Program id={question.id} />. It ends, and the shell starts anew.
        </p>
      );
  }
}

function linkWords(address: string, place: ReturnType<typeof practicePlace>): string {
  if (isAllowed(address)) return 'It opens in your browser:';
  switch (place) {
    case 'device':
      return 'It is an address of the practice device, which there is only in Fleetlab. The tab Requests asks it, and so does curl in a terminal:';
    case 'cloud':
      return 'It is an address of the practice cloud, which has no dashboard to look at:';
    case undefined:
      return 'Copy it if you trust it:';
  }
}

/** Elsewhere, the same numbers may be a machine's of the learner's network. */
function usePracticePlace(question: TerminalQuestion): ReturnType<typeof practicePlace> {
  const isPractice = useFacts((facts) => facts.environment.kind) === 'practice';
  return isPractice && question.kind === 'link' ? practicePlace(question.address) : undefined;
}

/** What runs there: the lesson's command where it is one, run or typed by hand. Of others it is only told that they run. */
function Program({ id }: { id: string }): ReactElement {
  const model = useModel();
  const runs = useSelect(model.lesson.store, (state) => state.runs);
  const running = Object.values(runs)
    .flatMap((ofStep) => Object.values(ofStep))
    .find((run) => run.terminalId === id && run.state === 'running');
  const steps = useFacts((facts) => facts.course).sections.flatMap((section) => section.steps);
  const block = steps.flatMap((step) => step.blocks).find((one) => one.kind === 'command' && one.id === running?.blockId);
  return (
    <>
      {block?.kind === 'command' ? <code>{firstLine(block.text)}</code> : 'A program'} runs in <TerminalName id={id} />
    </>
  );
}

/** As its tab has it. */
function TerminalName({ id }: { id: string }): ReactElement {
  const model = useModel();
  const views = useSelect(model.terminals.store, (state) => state.views);
  const names = useSelect(model.terminals.store, (state) => state.names);
  return <strong>{terminalName({ views, names }, id)}</strong>;
}

function Answers({ question, close }: { question: TerminalQuestion; close: () => void }): ReactElement {
  const model = useModel();
  const act = (action: () => void) => () => {
    close();
    action();
  };
  const place = usePracticePlace(question);
  const oneLine = question.kind === 'paste' ? inOneLine(question.text) : undefined;
  switch (question.kind) {
    case 'paste':
      return (
        <>
          {oneLine === undefined ? null : <Button onClick={act(() => question.paste(oneLine))}>Paste as one line</Button>}
          <Button look="primary" onClick={act(() => question.paste(question.text))}>
            Paste
          </Button>
        </>
      );
    case 'link':
      return (
        <>
          {place === 'device' ? <Button onClick={act(() => model.showTab('requests'))}>Show Requests</Button> : null}
          <Button onClick={act(() => void navigator.clipboard.writeText(question.address))}>Copy</Button>
          {isAllowed(question.address) ? (
            <Button look="primary" onClick={act(() => void model.terminals.openLink(question.address))}>
              Open
            </Button>
          ) : null}
        </>
      );
    case 'close':
      return (
        <Button look="danger" onClick={act(() => void model.terminals.close(question.id))}>
          {question.isIdle ? 'Close' : 'End it and close'}
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
