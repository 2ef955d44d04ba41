import { useState, type ReactElement } from 'react';
import type { HostKeyQuestion, KeyFingerprint } from '../../shared/domain/host-key.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

/** A device shows an SSH key that nobody has trusted yet, or another one than before. */
export function HostKeyDialog(): ReactElement | null {
  const question = useFacts((facts) => facts.hostKeyQuestion);
  return question === undefined ? null : <Question key={question.id} question={question} />;
}

function Question({ question }: { question: HostKeyQuestion }): ReactElement {
  const { id, host, shown, former } = question;
  const model = useModel();
  const [problem, setProblem] = useState<Problem>();
  const [isSure, setSure] = useState(false);
  const isChanged = former.length > 0;

  async function answer(isTrusted: boolean): Promise<void> {
    setProblem(undefined);
    try {
      await model.bridge.call('hostKey.answer', { id, isTrusted });
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  return (
    <Dialog title={isChanged ? 'The device shows another key' : 'Is this your device?'} isOpen isAlert onClose={() => void answer(false)}>
      {isChanged ? (
        <p>
          <span className="mono">{host}</span> shows another SSH key than the one that is trusted. Either the device was{' '}
          <strong>set up anew</strong> (flashed, or replaced by another one at the same address), or <strong>somebody in between</strong>{' '}
          answers in its place and would read what you type. Until you decide, nothing is sent there.
        </p>
      ) : (
        <p>
          <span className="mono">{host}</span> is reached over SSH for the first time. Compare its fingerprint with the device’s own where
          you can; on a network that you trust you may go on without. From now on only this key is believed.
        </p>
      )}
      <dl className="fingerprints">
        {former.map((key) => (
          <Fingerprint key={key.fingerprint} name="Trusted until now" value={key} />
        ))}
        <Fingerprint name={isChanged ? 'Shown now' : 'Fingerprint'} value={shown} />
      </dl>
      {isChanged ? (
        <label className="sure">
          <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.target.checked)} />
          <span>The device was set up anew: I know of it.</span>
        </label>
      ) : null}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={() => void answer(false)}>{isChanged ? 'Refuse it' : 'Not now'}</Button>
        <Button look={isChanged ? 'danger' : 'primary'} disabled={isChanged && !isSure} onClick={() => void answer(true)}>
          {isChanged ? 'Trust the new key' : 'Trust this device'}
        </Button>
      </div>
    </Dialog>
  );
}

function Fingerprint({ name, value: { type, fingerprint } }: { name: string; value: KeyFingerprint }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{fingerprint}</code> <span className="soft">{type}</span>
      </dd>
    </div>
  );
}
