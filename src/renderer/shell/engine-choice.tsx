import { useEffect, useId, useState, type ReactElement, type ReactNode } from 'react';
import type { EngineKind, EnvironmentView, MachineEngine } from '../../shared/domain/environment.ts';
import { Button } from '../components/button.tsx';
import { useModel } from '../state/model-context.tsx';
import { toProblem } from '../state/problem.ts';

/** What the practice device runs on, and the way to the other engine. Nothing changes before its button is pressed. */
export function EngineChoice({ environment }: { environment: EnvironmentView }): ReactElement {
  const model = useModel();
  const current = environment.engine ?? 'simulated';
  const [wanted, want] = useState<EngineKind>(current);
  const [found, setFound] = useState<MachineEngine | 'looking'>('looking');
  const [looks, setLooks] = useState(0);

  useEffect(() => {
    let isGone = false;
    model.bridge.call('environment.findEngine', undefined).then(
      (answer) => isGone || setFound(answer),
      (error: unknown) => isGone || setFound({ problem: toProblem(error).message }),
    );
    return () => {
      isGone = true;
    };
  }, [model, looks]);

  function look(): void {
    setFound('looking');
    setLooks((count) => count + 1);
  }

  const isBusy = environment.state === 'starting';
  const canDocker = current === 'docker' || (found !== 'looking' && 'version' in found);
  const use = (engine: EngineKind) =>
    void model.lesson.attempt('environment', () => model.bridge.call('environment.useEngine', { engine }));
  return (
    <fieldset className="engine-choice" disabled={isBusy}>
      <legend>The practice device runs on</legend>
      <Option value="simulated" label="Simulated engine" chosen={wanted} onChoose={want}>
        Nothing to install, and the same on every computer.
      </Option>
      <Option value="docker" label={dockerName(found)} chosen={wanted} onChoose={want} isDisabled={!canDocker}>
        Real containers, with this machine’s memory, disk and ports. Connections between services are not shown, and after a crash
        containers run on until the next start.
      </Option>
      {found === 'looking' ? null : <Finding found={found} onLook={look} />}
      {wanted === current ? null : (
        <div className="engine-switch">
          <p>
            What runs now ends. {wanted === 'docker' ? 'Docker' : 'The simulated engine'} has a device, fleets and a sign-in of its own;
            what you made here is kept for when you come back.
          </p>
          <Button look="primary" onClick={() => use(wanted)}>
            {isBusy ? 'Switching' : 'Switch'} to {wanted === 'docker' ? 'Docker' : 'the simulated engine'}
            {isBusy ? '…' : ''}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Option(props: {
  value: EngineKind;
  label: string;
  chosen: EngineKind;
  isDisabled?: boolean;
  onChoose: (value: EngineKind) => void;
  children: ReactNode;
}): ReactElement {
  const { value, label, chosen, isDisabled = false, onChoose, children } = props;
  const description = useId();
  return (
    <label className="engine-option">
      <input
        type="radio"
        name="practice-engine"
        value={value}
        checked={chosen === value}
        disabled={isDisabled}
        aria-describedby={description}
        onChange={() => onChoose(value)}
      />
      <span>
        <span className="engine-name">{label}</span>
        <span id={description} className="soft">
          {children}
        </span>
      </span>
    </label>
  );
}

function dockerName(found: MachineEngine | 'looking'): string {
  if (found === 'looking') return 'Docker (looking for it…)';
  return 'version' in found ? `Docker ${found.version}` : 'Docker';
}

/** Why Docker cannot be chosen, or what must be fetched before the class can be done on it. */
function Finding({ found, onLook }: { found: MachineEngine; onLook: () => void }): ReactElement | null {
  if ('problem' in found)
    return (
      <details className="engine-finding">
        <summary>Docker cannot be used now</summary>
        <p>{found.problem}</p>
        {found.action === undefined ? null : <p>{found.action}</p>}
        <Button look="quiet" onClick={onLook}>
          Look again
        </Button>
      </details>
    );
  if (found.missingImages.length === 0) return null;
  return (
    <div className="engine-finding">
      <p>Docker lacks images that the class begins with. Run once, with a network:</p>
      <pre>{found.missingImages.map((name) => `docker pull ${name}`).join('\n')}</pre>
    </div>
  );
}
