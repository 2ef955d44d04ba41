import { Stethoscope } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { activityOf } from '../device/device-state.ts';
import { EngineChoice } from '../shell/engine-choice.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { aboutEnvironment } from './kinds.tsx';

/** The environment that is chosen: what it is, how it is, and what can be done with it. `onLeave`: a dialog takes over. */
export function EnvironmentFacts({ onLeave }: { onLeave: () => void }): ReactElement {
  const model = useModel();
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const failure = useSelect(model.lesson.store, (state) => state.problems['environment']);
  const { kind, state } = environment;
  const hasAccount = kind === 'balena-cloud' || kind === 'open-balena';
  const account = lab.account?.username;
  const activity = activityOf(environment, lab);
  const open = (overlay: 'sign-in' | 'choose-device' | 'ssh-keys' | 'doctor'): void => {
    onLeave();
    model.screen.setState({ overlay });
  };
  const signOut = (): void => void model.lesson.attempt('environment', () => model.bridge.call('environment.signOut', undefined));
  const restart = (): void => void model.lesson.attempt('environment', () => model.bridge.call('environment.restart', undefined));
  return (
    <div className="environment-facts">
      <p className="soft">{aboutEnvironment(environment)}</p>
      <dl className="popover-facts">
        <Fact name="State" value={state === 'failed' ? 'does not answer' : state === 'ready' ? activity.word : state} />
        {kind === 'device' ? null : (
          <Fact name="Signed in as" value={account ?? 'nobody'}>
            {!hasAccount || state !== 'ready' ? null : account === undefined ? (
              <Button onClick={() => open('sign-in')}>Sign in…</Button>
            ) : (
              <Button onClick={signOut}>Sign out</Button>
            )}
          </Fact>
        )}
        {kind === 'practice' || state !== 'ready' ? null : (
          <Fact name="SSH" value="trusted keys only">
            <Button onClick={() => open('ssh-keys')}>Your keys…</Button>
          </Fact>
        )}
        {hasAccount ? (
          <Fact name="Device" value={lab.device?.name ?? 'none chosen'}>
            {account === undefined ? null : <Button onClick={() => open('choose-device')}>Choose…</Button>}
          </Fact>
        ) : lab.device === undefined ? null : (
          <Fact name="Device" value={lab.device.name} />
        )}
      </dl>
      {environment.problem === undefined ? null : <p className="popover-problem">{environment.problem}</p>}
      {failure === undefined ? null : <ProblemNote problem={failure} />}
      {kind !== 'practice' ? (
        state === 'failed' ? (
          <Button onClick={restart}>Try again</Button>
        ) : null
      ) : (
        <>
          {environment.engine === undefined && state === 'ready' ? null : (
            <EngineChoice key={environment.engine} environment={environment} />
          )}
          <Button disabled={state === 'starting'} onClick={restart}>
            Restart the practice device
          </Button>
        </>
      )}
      <Button look="quiet" onClick={() => open('doctor')}>
        <Stethoscope aria-hidden /> Is this machine ready for a class?
      </Button>
    </div>
  );
}

function Fact({ name, value, children }: { name: string; value: string; children?: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className="fact-value">{value}</span>
        {children}
      </dd>
    </div>
  );
}
