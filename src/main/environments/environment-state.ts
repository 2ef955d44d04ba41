import type { EnvironmentView } from '../../shared/domain/environment.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { EnvironmentService, RunningEnvironment } from './environment.ts';

/** What every environment is beside how it comes to answer: how it stands, what it is while it answers, and who waits for that. */
export interface EnvironmentState extends Pick<EnvironmentService, 'view' | 'current' | 'ready' | 'onChange'> {
  /** `running` belongs to the state `ready`; without it nothing answers. */
  set(next: Pick<EnvironmentView, 'state' | 'problem' | 'engine'>, running?: RunningEnvironment): void;
  /** Refuses who waits, and who asks from now on. */
  close(): void;
  isClosed(): boolean;
}

/** `again`: the button that starts it anew, as the screen calls it. */
export function createEnvironmentState(
  base: Pick<EnvironmentView, 'id' | 'kind' | 'name' | 'address'>,
  { again }: { again: string },
): EnvironmentState {
  const listeners = new Set<(view: EnvironmentView) => void>();
  let view: EnvironmentView = { ...base, state: 'starting' };
  let running: RunningEnvironment | undefined;
  let isClosed = false;

  function tell(): void {
    for (const listener of [...listeners]) listener(view);
  }

  function failure(): FleetlabError {
    return isClosed
      ? new FleetlabError('closed', `${base.name} was closed.`, 'Choose it again.')
      : new FleetlabError('environment-failed', view.problem ?? `${base.name} does not answer.`, `Press ${again} beside the environment.`);
  }

  return {
    view: () => view,
    current: () => running,
    ready() {
      if (running !== undefined) return Promise.resolve(running);
      if (isClosed || view.state === 'failed') return Promise.reject(failure());
      return new Promise((resolve, reject) => {
        const listener = () => {
          if (!isClosed && view.state === 'starting') return;
          listeners.delete(listener);
          if (running === undefined) reject(failure());
          else resolve(running);
        };
        listeners.add(listener);
      });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(next, made) {
      running = made;
      view = { ...base, ...next };
      tell();
    },
    close() {
      isClosed = true;
      running = undefined;
      tell();
    },
    isClosed: () => isClosed,
  };
}
