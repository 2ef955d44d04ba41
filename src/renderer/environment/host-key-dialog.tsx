import { useState, type ReactElement } from 'react';
import type { HostKeyQuestion, KeyFingerprint } from '../../shared/domain/host-key.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';

/** A device, or a cloud’s gateway, shows an SSH key that nobody has trusted yet, or another one than before. */
export function HostKeyDialog(): ReactElement | null {
  const question = useFacts((facts) => facts.hostKeyQuestion);
  return question === undefined ? null : <Question key={question.id} question={question} />;
}

/** What differs between the two that show a key. */
const words = {
  device: {
    isIt: 'Is this your device?',
    first: 'is reached over SSH for the first time. Compare its fingerprint with the device’s own where you can',
    anew: 'flashed, or replaced by another one at the same address',
    sure: 'The device was set up anew: I know of it.',
  },
  gateway: {
    isIt: 'Is this your cloud’s gateway?',
    first:
      'leads to the cloud’s devices over SSH, and is reached for the first time. Compare its fingerprint with what the cloud’s owner tells',
    anew: 'the cloud’s owner moved it, or gave it a new key',
    sure: 'The gateway was set up anew: I have heard of it from the cloud’s owner.',
  },
} as const;

function Question({ question }: { question: HostKeyQuestion }): ReactElement {
  const { id, of, host, shown, former } = question;
  const model = useModel();
  const [problem, setProblem] = useState<Problem>();
  const [isSure, setSure] = useState(false);
  const isChanged = former.length > 0;
  const { isIt, first, anew, sure } = words[of];

  async function answer(isTrusted: boolean): Promise<void> {
    setProblem(undefined);
    try {
      await model.bridge.call('hostKey.answer', { id, isTrusted });
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  return (
    <Dialog title={isChanged ? `The ${of} shows another key` : isIt} isOpen isAlert onClose={() => void answer(false)}>
      {isChanged ? (
        <p>
          <span className="mono">{host}</span> shows another SSH key than the one that is trusted. Either the {of} was{' '}
          <strong>set up anew</strong> ({anew}), or <strong>somebody in between</strong> answers in its place and would read what you type.
          Until you decide, nothing is sent there.
        </p>
      ) : (
        <p>
          <span className="mono">{host}</span> {first}; on a network that you trust you may go on without. From now on only this key is
          believed.
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
          <span>{sure}</span>
        </label>
      ) : null}
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={() => void answer(false)}>{isChanged ? 'Refuse it' : 'Not now'}</Button>
        <Button look={isChanged ? 'danger' : 'primary'} disabled={isChanged && !isSure} onClick={() => void answer(true)}>
          {isChanged ? 'Trust the new key' : `Trust this ${of}`}
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
