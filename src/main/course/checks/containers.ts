import type { EngineContainer, EngineNetwork, EngineView } from '../../../shared/domain/engine-view.ts';
import { isDeviceIn } from '../../../shared/domain/fleets.ts';
import { findFleet } from './fleets.ts';
import { cannotTell, notYet, unknown, type CheckContext, type Verdict } from './verdict.ts';

/** The engine of the device, or the verdict where it cannot be seen or the device is in another fleet than the step's. */
export function engineOf({ lab, step }: CheckContext): EngineView | Verdict {
  const view = lab.view();
  const blocked = cannotTell(view);
  if (blocked !== undefined) return blocked;
  if (step.fleet !== undefined && view.isWithoutCloud !== true) {
    const fleet = findFleet(view, step.fleet);
    if (fleet === undefined) return notYet(`There is no fleet ${step.fleet} yet.`);
    if (!isDeviceIn(view, fleet)) return notYet(`The device does not belong to ${fleet.name} yet.`);
  }
  if (view.device?.isOnline === false) return unknown('The device is offline, so what runs on it cannot be seen.');
  const engine = lab.engine();
  return engine.problem === undefined ? engine : unknown(engine.problem);
}

/** The service's container that runs, or the verdict where there is none. */
export function runningContainer(service: string, context: CheckContext): { container: EngineContainer; engine: EngineView } | Verdict {
  const engine = engineOf(context);
  if ('verdict' in engine) return engine;
  const own = engine.containers.filter((container) => container.service === service);
  const container = own.find(({ state }) => state === 'running') ?? own[0];
  if (container === undefined) return notYet(`The device has no container of ${service} yet.`);
  if (container.state !== 'running')
    return notYet(
      `The container of ${service} is ${container.state}.${container.error === undefined ? '' : ` ${sentence(container.error)}`}`,
    );
  return { container, engine };
}

/** The engine's words end without a full stop. */
function sentence(error: string): string {
  return /[.!?]$/.test(error) ? error : `${error}.`;
}

/** A network by its key in the compose file, or by the engine's name of it. */
export function findNetwork(engine: EngineView, name: string): EngineNetwork | undefined {
  return engine.networks.find((network) => network.key === name || network.name === name);
}

/** What a learner calls a network or volume. */
export function keyOf({ key, name }: { key?: string | undefined; name: string }): string {
  return key ?? name;
}
