import type { ContainerEngine } from '../../engine/engine.ts';
import type { CurrentContainer, Step } from './plan-changes.ts';
import { hasFile } from './service-files.ts';

/** A service holds its lock: nothing of its app is stopped until it lets go of it. */
export class UpdatesLockedError extends Error {
  constructor(services: readonly string[]) {
    super(`Updates are locked: ${services.join(', ')}`);
    this.name = 'UpdatesLockedError';
  }
}

/** The files that lock updates, under the path of BALENA_APP_LOCK_PATH and its older name. */
const lockFiles = ['/tmp/balena/updates.lock', '/tmp/resin/resin-updates.lock'];

/**
 * The steps that may be done while a service of the app holds its update lock: those that stop no container of the app.
 * Rejects with UpdatesLockedError where none is left.
 */
export async function allowedSteps(
  steps: readonly Step[],
  about: { engine: ContainerEngine; containers: readonly CurrentContainer[]; appId: number | undefined; overridesLock: boolean },
): Promise<readonly Step[]> {
  const stops = steps.filter((step) => stopsContainerOf(step, about.appId));
  if (stops.length === 0 || about.overridesLock) return steps;
  const running = about.containers.filter((container) => container.appId === about.appId && container.isRunning);
  const locked = await Promise.all(running.map((container) => isLocked(about.engine, container.id)));
  if (!locked.includes(true)) return steps;
  const others = steps.filter((step) => !stops.includes(step));
  if (others.length > 0) return others;
  throw new UpdatesLockedError(running.filter((_container, index) => locked[index]).map(({ serviceName }) => serviceName));
}

/** As the Supervisor writes it when it tries again: `1s`, `32s`, `1m`. */
export function lockedMessage(delay: number): string {
  const seconds = Math.round(delay / 1000);
  return `Updates are locked, retrying in ${seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m`}...`;
}

/** The configuration variable that makes locks count for nothing. */
export function overridesLock(config: Readonly<Record<string, string>> = {}): boolean {
  return ['BALENA_SUPERVISOR_OVERRIDE_LOCK', 'RESIN_SUPERVISOR_OVERRIDE_LOCK'].some(
    (name) => config[name] === '1' || config[name] === 'true',
  );
}

function stopsContainerOf(step: Step, appId: number | undefined): boolean {
  return (step.kind === 'kill' || step.kind === 'hand-over') && step.container.appId === appId && step.container.isRunning;
}

async function isLocked(engine: ContainerEngine, container: string): Promise<boolean> {
  for (const path of lockFiles) if (await hasFile(engine, container, path)) return true;
  return false;
}
