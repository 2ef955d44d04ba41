import { useEffect, useState, type ReactElement } from 'react';
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
  return (
    <Dialog title="SSH keys" isOpen={isOpen} onClose={() => model.screen.setState({ overlay: undefined })} size="wide">
      {isOpen ? <Keys /> : null}
    </Dialog>
  );
}

function Keys(): ReactElement {
  const model = useModel();
  const kind = useFacts((facts) => facts.environment.kind);
  const [view, setView] = useState<SshKeysView>();
  const [problem, setProblem] = useState<Problem>();
  const [isIn, setIn] = useState(false);

  async function attempt(work: () => Promise<void>): Promise<void> {
    setProblem(undefined);
    setIn(false);
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

  const create = () => attempt(async () => setView(await model.bridge.call('sshKey.create', undefined)));
  const enter = () => attempt(() => model.bridge.call('hostKey.ask', undefined).then(() => setIn(true)));
  const hasOwn = view?.keys.some(({ source }) => source === 'environment') === true;
  return (
    <>
      <p>
        A device lets in who holds a key that it knows; development images of balenaOS let anyone in. Fleetlab offers it the keys below
        {view?.hasAgent === true ? ', and those of your SSH agent' : ''}. Only their public halves are ever shown.
      </p>
      {view?.keys.length === 0 ? <p className="soft">This computer has no SSH key yet.</p> : null}
      {view === undefined || view.keys.length === 0 ? null : (
        <ul className="found-list" aria-label="Keys">
          {view.keys.map((key) => (
            <Key key={key.path} value={key} />
          ))}
        </ul>
      )}
      <h3 className="ssh-where">Where a public key goes</h3>
      {kind === 'device' ? (
        <p>
          Into <code>config.json</code> on the boot partition of the device’s card, as <code>{'"os": {"sshKeys": ["ssh-ed25519 …"]}'}</code>
          ; then start the device again.
        </p>
      ) : (
        <p>
          Into your account, from a terminal of this environment: <code>balena ssh-key add fleetlab FILE.pub</code>. The devices of your
          fleets let it in then.
        </p>
      )}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <p role="status" className="found-ready">
        {isIn ? 'The device lets this computer in.' : ''}
      </p>
      <div className="dialog-actions">
        <Button onClick={() => void enter()}>See whether it lets you in</Button>
        <span className="help-space" />
        {view === undefined || hasOwn ? null : <Button onClick={() => void create()}>Make a key for this environment</Button>}
      </div>
    </>
  );
}

function Key({ value: { source, path, type, fingerprint, publicKey } }: { value: SshKeyView }): ReactElement {
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
      <Button
        aria-label={`Copy: public key ${fingerprint}`}
        onClick={() => void navigator.clipboard.writeText(publicKey).then(() => setCopied(true))}
      >
        {isCopied ? 'Copied' : 'Copy public key'}
      </Button>
    </li>
  );
}
