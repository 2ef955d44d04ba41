import type { StepTask } from '../../shared/course/progress.ts';
import { FleetlabError, inWords } from '../../shared/errors.ts';
import type { EventBus } from '../event-bus.ts';

/** What the work of a task may use: its end can be asked for, and each part of it is told in a sentence. */
export interface TaskControl {
  signal: AbortSignal;
  /** `fraction`: how much of the whole is done, 0 to 1, where that can be told. */
  say: (message: string, fraction?: number) => void;
}

/** Resolves to the closing sentence. `environmentId`: that was chosen when it began. */
type StepWork = (control: TaskControl, environmentId: string) => Promise<string>;

/** Long work on a step, one at a time, that the learner can stop. */
export interface StepTasks {
  /** Resolves to how it ended, also where it failed; rejects as `refuseMeanwhile` does. */
  run(stepId: string, kind: StepTask['kind'], work: StepWork): Promise<StepTask>;
  /**
   * Throws FleetlabError `task-running` while one is under way, and `closed` after `close`. For all that would change files, cloud or device
   * beside it.
   */
  refuseMeanwhile(): void;
  /** Files, cloud and device are being put back or brought to a step: what is done beside it may not stay. */
  isMoving(): boolean;
  /** Does it now, or once the task that is under way has ended. */
  afterwards(work: () => void): void;
  /** Resolves when nothing runs any more. */
  cancel(): Promise<void>;
  /** Cancels, and begins nothing more. */
  close(): Promise<void>;
}

interface Current {
  abort: AbortController;
  ended: Promise<StepTask>;
  stepId: string;
  kind: StepTask['kind'];
}

interface Services {
  bus: EventBus;
  /** The environment that is chosen now, by its id. */
  environment: () => string;
  /** A step's number, by its id. */
  numberOf: (stepId: string) => string;
}

export function createStepTasks({ bus, environment, numberOf }: Services): StepTasks {
  let current: Current | undefined;
  let isClosed = false;

  async function perform(stepId: string, kind: StepTask['kind'], work: StepWork, { signal }: AbortController): Promise<StepTask> {
    const environmentId = environment();
    const tell = (state: StepTask['state'], message: string, fraction?: number): StepTask => {
      const task = { stepId, environmentId, kind, state, message, ...(fraction === undefined ? {} : { fraction }) };
      bus.emit('task.changed', task);
      return task;
    };
    try {
      const message = await work({ signal, say: (sentence, fraction) => void tell('running', sentence, fraction) }, environmentId);
      return tell('done', message);
    } catch (error) {
      if (signal.aborted) return tell('cancelled', kind === 'solve' ? 'What was done so far stays.' : 'Nothing was changed.');
      return tell('failed', inWords(error));
    }
  }

  function refuseMeanwhile(): void {
    if (isClosed) throw new FleetlabError('closed', 'This course is being closed.', 'Wait until the next one is open.');
    if (current === undefined) return;
    const words = sentences[current.kind](numberOf(current.stepId));
    throw new FleetlabError('task-running', words, 'Wait until that is finished, or cancel it.');
  }

  async function cancel(): Promise<void> {
    current?.abort.abort();
    await current?.ended;
  }

  return {
    async run(stepId, kind, work) {
      refuseMeanwhile();
      const abort = new AbortController();
      const ended = perform(stepId, kind, work, abort);
      current = { abort, ended, stepId, kind };
      try {
        return await ended;
      } finally {
        current = undefined;
      }
    },
    refuseMeanwhile,
    isMoving: () => current !== undefined && current.kind !== 'solve',
    afterwards(work) {
      if (current === undefined) work();
      else void current.ended.then(work);
    },
    cancel,
    async close() {
      isClosed = true;
      await cancel();
    },
  };
}

/** What is under way, by the number of its step. */
const sentences: Readonly<Record<StepTask['kind'], (step: string) => string>> = {
  solve: (step) => `Step ${step} is being done for you.`,
  reset: (step) => `Step ${step} is being reset.`,
  jump: (step) => `Files, cloud and device are being brought to the start of step ${step}.`,
  undo: () => 'What was there before the last reset is being put back.',
};
