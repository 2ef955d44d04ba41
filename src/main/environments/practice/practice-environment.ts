import { practiceId, type EnvironmentView } from '../../../shared/domain/environment.ts';
import { toErrorData } from '../../../shared/errors.ts';
import type { EnvironmentService, RunningEnvironment } from '../environment.ts';
import { createEnvironmentState } from '../environment-state.ts';
import { followConnections } from './follow-connections.ts';
import { createPracticeControl } from './practice-control.ts';
import { startPractice, type PracticeCommand, type PracticeProcess, type PracticeReady } from './practice-process.ts';

export interface PracticeEnvironmentOptions {
  /** A function is asked at each start. */
  command: PracticeCommand | (() => PracticeCommand);
  /** How a second process of the same device is started; without it the environment has no stage. */
  stage?: (place: { uuid: string; folder: string }) => PracticeCommand;
  /** Milliseconds before the first, second, … start after a crash; after the last the environment is `failed`. */
  restartDelays?: readonly number[];
  /** Milliseconds of running after which crashes are counted anew. */
  steadyAfter?: number;
}

const name = 'practice device';

/**
 * The practice cloud and device as an environment: started at once, started again when they crash, and ended with `close`. A start that
 * fails is not tried again by itself, because its reason (another Fleetlab on the same data, a damaged installation) stays.
 */
export function createPracticeEnvironment(options: PracticeEnvironmentOptions): EnvironmentService {
  const restartDelays = options.restartDelays ?? [300, 1000, 3000, 10_000];
  const steadyAfter = options.steadyAfter ?? 60_000;
  const state = createEnvironmentState({ id: practiceId, kind: 'practice', name }, { again: 'Restart' });
  /** Of the last start: it is shown through the next one, too. */
  let facts: Pick<EnvironmentView, 'engine'> = {};
  let child: PracticeProcess | undefined;
  let crashes = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let restarting: Promise<void> | undefined;

  function change(next: Pick<EnvironmentView, 'state' | 'problem'>, running?: RunningEnvironment): void {
    state.set({ ...facts, ...next }, running);
  }

  function start(): void {
    const started = startPractice(typeof options.command === 'function' ? options.command() : options.command);
    child = started;
    const isCurrent = () => child === started && !state.isClosed();
    started.ready.then(
      (ready) => {
        if (!isCurrent()) return;
        const engine = ready.engine?.kind;
        facts = engine === undefined ? {} : { engine };
        // A real engine is one for both processes: what one of them restores would end what the other runs.
        const running = describe(ready, engine === 'docker' ? undefined : options.stage, () => {
          if (isCurrent()) change({ state: 'ready' }, running);
        });
        const startedAt = performance.now();
        change({ state: 'ready' }, running);
        void started.ended.then((lastWords) => {
          if (!isCurrent()) return;
          if (performance.now() - startedAt > steadyAfter) crashes = 0;
          startAgain(lastWords);
        });
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        change({ state: 'failed', problem: toErrorData(error).message });
      },
    );
  }

  function startAgain(lastWords: string): void {
    const delay = restartDelays[crashes];
    crashes += 1;
    if (delay === undefined) change({ state: 'failed', problem: `The practice cloud stopped again and again: ${lastWords}` });
    else {
      change({ state: 'starting', problem: `The practice cloud stopped (${lastWords}) and is started again.` });
      restartTimer = setTimeout(start, delay);
    }
  }

  start();
  return {
    view: state.view,
    current: state.current,
    ready: state.ready,
    onChange: state.onChange,
    async restart() {
      clearTimeout(restartTimer);
      const old = child;
      child = undefined;
      crashes = 0;
      change({ state: 'starting' });
      // A second call meanwhile waits for the same restart.
      restarting ??= (old?.close() ?? Promise.resolve()).finally(() => {
        restarting = undefined;
        if (!state.isClosed()) start();
      });
      await restarting;
      await state.ready();
    },
    async close() {
      clearTimeout(restartTimer);
      state.close();
      await child?.close();
    },
  };
}

/** `onRestored`: whatever was read before belongs to another past. */
function describe(ready: PracticeReady, stage: PracticeEnvironmentOptions['stage'], onRestored: () => void): RunningEnvironment {
  const control = createPracticeControl(ready.api, ready.token);
  return {
    id: practiceId,
    kind: 'practice',
    name,
    cloud: {
      apiUrl: ready.api,
      builderUrl: ready.env['BALENARC_BUILDER_URL'] ?? '',
      dashboardUrl: ready.env['BALENARC_DASHBOARD_URL'] ?? ready.api,
    },
    dataDirectory: ready.env['BALENARC_DATA_DIRECTORY'] ?? '',
    // The lesson signs in with this variable, so that the token itself is neither typed nor shown.
    variables: { ...ready.env, PRACTICE_TOKEN: ready.token },
    ssh: ready.ssh,
    device: ready.device,
    checkpoints: {
      ...control.checkpoints,
      async restore(checkpoint) {
        await control.checkpoints.restore(checkpoint);
        onRestored();
      },
    },
    waitingDevice: control.waitingDevice,
    ...(stage === undefined
      ? {}
      : { stage: (folder) => createPracticeEnvironment({ command: stage({ uuid: ready.device.uuid, folder }), restartDelays: [] }) }),
    // A real engine does not tell of connections.
    ...(ready.engine?.kind === 'docker'
      ? {}
      : {
          followConnections: (onConnection, signal) => followConnections({ api: ready.api, token: ready.token, onConnection, signal }),
        }),
  };
}
