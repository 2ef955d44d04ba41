import type { DeviceState } from '../../device/device-state.ts';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import type { PlanView } from '../../../shared/domain/plan-view.ts';

/** What must be said above the picture so that nobody takes it for more than it is; undefined where there is nothing. */
export function noteOf(state: DeviceState, engine: EngineView, plan: PlanView, shows: 'running' | 'files'): string | undefined {
  if (shows === 'files') return planNote(plan);
  const time = engine.readAt === 0 ? undefined : new Date(engine.readAt).toLocaleTimeString('en-GB');
  if (state === 'offline') return `The device is offline.${time === undefined ? '' : ` What you see is from ${time}.`}`;
  if (engine.problem !== undefined) return `${engine.problem}${time === undefined ? '' : ` What you see is from ${time}.`}`;
  if (time === undefined) return state === 'ready' ? 'The device is being read …' : 'No device runs your services yet.';
  if (state === 'waiting' || state === 'no-device' || state === 'no-fleet')
    return 'The device has joined no fleet yet: nothing runs on it.';
  if (engine.containers.length === 0) return 'Nothing has been pushed yet: your laptop and the device’s host are all there is.';
  return undefined;
}

function planNote({ problems, topology, file, folder }: PlanView): string | undefined {
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first !== undefined) return `${file ?? folder}, line ${first.line}: ${first.message}`;
  return topology === undefined ? `There is no docker-compose.yml and no Dockerfile in ${folder}.` : undefined;
}
