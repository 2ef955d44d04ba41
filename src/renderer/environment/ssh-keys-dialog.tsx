import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { SshKeysView, SshKeyView } from '../../shared/domain/ssh-keys.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

/** The keys that a device can be asked to let in, and where they go. */
export function SshKeysDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'ssh-keys');
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog title="SSH keys" isOpen={isOpen} onClose={close} size="wide">
      {isOpen ? <Keys onDone={close} /> : null}
    </Dialog>
  );
}

function Keys({ onDone }: { onDone: () => void }): ReactElement {
  const model = useModel();
  const { id, kind } = useFacts((facts) => facts.environment);
  const [view, setView] = useState<SshKeysView>();
  const [problem, setProblem] = useState<Problem>();
  const [entry, setEntry] = useState<'asking' | 'in'>();
  const list = useRef<HTMLUListElement>(null);
  const isMade = useRef(false);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setProblem(undefined);
    setEntry(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  useEffect(() => {
    let isOld = false;
    model.bridge.call('sshKey.list', undefined).then(
      (found) => isOld || setView(found),
      (error: unknown) => isOld || setProblem(toProblem(error)),
    );
    return () => {
      isOld = true;
    };
  }, [model]);

  // The button that made the key is gone: the next thing to do is beside the key.
  useEffect(() => {
    if (isMade.current) list.current?.querySelector('button')?.focus();
    isMade.current = false;
  }, [view]);

  const create = () =>
    attempt(async () => {
      const made = await model.bridge.call('sshKey.create', undefined);
      isMade.current = true;
      setView(made);
    });
  const enter = () =>
    attempt(async () => {
      setEntry('asking');
      await model.bridge.call('hostKey.ask', undefined).catch((error: unknown) => {
        setEntry(undefined);
        throw error;
      });
      setEntry('in');
    });
  /** It stands at a prompt of this environment, for the learner to send off. */
  const add = (path: string) => {
    onDone();
    void model.terminals.suggest(`balena ssh-key add fleetlab "${path}.pub"`, id);
  };
  const hasOwn = view?.keys.some(({ source }) => source === 'environment') === true;
  return (
    <>
      <p>
        A device lets in who holds a key that it knows; development images of balenaOS let anyone in. Fleetlab offers it the keys below
        {view?.hasAgent === true ? ', and those of your SSH agent' : ''}. Only their public halves are ever shown.
      </p>
      {view?.keys.length === 0 ? <p className="soft">This computer has no SSH key yet.</p> : null}
      {view === undefined || view.keys.length === 0 ? null : (
        <ul ref={list} className="found-list" aria-label="Keys">
          {view.keys.map((key) => (
            <Key key={key.path} value={key} onAdd={kind === 'device' ? undefined : () => add(key.path)} />
          ))}
        </ul>
      )}
      <h3 className="ssh-where">Where a public key goes</h3>
      {kind === 'device' ? (
        <>
          <p>
            Into the file <code>config.json</code> on the boot partition of the device’s card; then start the device again.
          </p>
          <pre className="ssh-config">{'"os": { "sshKeys": ["ssh-ed25519 AAAA…"] }'}</pre>
        </>
      ) : (
        <p>
          Into your account: the devices of your fleets let it in then. “Add to your account…” writes the command into a terminal of this
          environment, and you send it off.
        </p>
      )}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <p role="status" className={entry === 'in' ? 'found-ready' : 'visually-hidden'}>
        {entry === 'in' ? 'The device lets this computer in.' : ''}
      </p>
      <div className="dialog-actions">
        <Button aria-disabled={entry === 'asking' ? true : undefined} onClick={() => (entry === 'asking' ? undefined : void enter())}>
          {entry === 'asking' ? 'Asking the device…' : 'See whether it lets you in'}
        </Button>
        <span className="help-space" />
        {view === undefined || hasOwn ? null : (
          <Button look={view.keys.length === 0 ? 'primary' : 'plain'} onClick={() => void create()}>
            Make a key for this environment
          </Button>
        )}
        <Button onClick={onDone}>Done</Button>
      </div>
    </>
  );
}

/** `onAdd`: there is an account that it can be added to. */
function Key({ value, onAdd }: { value: SshKeyView; onAdd: (() => void) | undefined }): ReactElement {
  const { source, path, type, fingerprint, publicKey } = value;
  const model = useModel();
  const [isCopied, setCopied] = useState(false);
  return (
    <li className="found-device">
      <div className="found-words">
        <strong>{source === 'environment' ? 'Made for this environment' : 'Your own'}</strong>
        <span className="soft break">
          {type} · {path}
        </span>
        <code className="break">{fingerprint}</code>
      </div>
      <div className="found-actions">
        <Button
          aria-label={`Copy: public key ${fingerprint}`}
          onClick={() =>
            void navigator.clipboard.writeText(publicKey).then(() => {
              setCopied(true);
              model.announcer.announce('Copied.');
            })
          }
        >
          {isCopied ? 'Copied' : 'Copy public key'}
        </Button>
        {onAdd === undefined ? null : <Button onClick={onAdd}>Add to your account…</Button>}
      </div>
    </li>
  );
}
