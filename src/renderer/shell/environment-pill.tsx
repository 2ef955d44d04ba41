import { Popover } from '@base-ui/react/popover';
import type { ReactElement } from 'react';
import type { EnvironmentView } from '../../shared/domain/environment.ts';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { StatusDot } from '../components/status-dot.tsx';
import { activityOf } from '../device/device-state.ts';
import { EngineChoice } from './engine-choice.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';

/** Where commands go, which device answers, and what it is doing: its dot fills while a release comes to it. */
export function EnvironmentPill(): ReactElement {
  const model = useModel();
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const failure = useSelect(model.lesson.store, (state) => state.problems['environment']);
  const activity = activityOf(environment, lab);
  const isQuiet = activity.meaning === 'ok' || activity.meaning === 'unknown';
  const device = lab.device?.name;
  const name = capitalise(environment.name);
  return (
    <Popover.Root>
      <Popover.Trigger className="pill" aria-label={`Environment: ${name}${device === undefined ? '' : `, ${device}`}, ${activity.word}`}>
        <StatusDot meaning={activity.meaning} progress={activity.progress} />
        <span>{name}</span>
        {device === undefined ? null : <span className="pill-device">{device}</span>}
        {isQuiet ? null : <span className={`pill-word status-${activity.meaning}`}>{activity.word}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" className="layer-menu">
          <Popover.Popup className="menu popover" aria-label="Environment">
            <Popover.Title className="popover-title">{name}</Popover.Title>
            <p className="soft">{aboutEnvironment(environment)}</p>
            <dl className="popover-facts">
              <div>
                <dt>State</dt>
                <dd>{environment.state === 'ready' ? activity.word : environment.state}</dd>
              </div>
              {device === undefined ? null : (
                <div>
                  <dt>Device</dt>
                  <dd>{device}</dd>
                </div>
              )}
              <div>
                <dt>Signed in as</dt>
                <dd>{lab.account?.username ?? 'nobody'}</dd>
              </div>
            </dl>
            {environment.problem === undefined ? null : <p className="popover-problem">{environment.problem}</p>}
            {failure === undefined ? null : <ProblemNote problem={failure} />}
            {environment.engine === undefined && environment.state === 'ready' ? null : (
              <EngineChoice key={environment.engine} environment={environment} />
            )}
            <Button
              disabled={environment.state === 'starting'}
              onClick={() => void model.lesson.attempt('environment', () => model.bridge.call('environment.restart', undefined))}
            >
              Restart the practice device
            </Button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function aboutEnvironment({ kind, engine }: EnvironmentView): string {
  if (kind !== 'practice') return 'Commands go to real devices.';
  const need = engine === 'docker' ? 'only images that Docker lacks come from the internet' : 'nothing needs the internet';
  return `A cloud and a device of your own, on this machine. Commands go there; nothing leaves the machine, and ${need}.`;
}

function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
