import type { StepTask } from '../../shared/course/progress.ts';
import { FleetlabError, inWords } from '../../shared/errors.ts';
import type { EventBus } from '../event-bus.ts';

/** What the work of a task may use: its end can be asked for, and each part of it is told in a sentence. */
export interface TaskControl {
  signal: AbortSignal;
  /** `fraction`: how much of the whole is done, 0 to 1, where that can be told. */
  say: (message: string, fraction?: number) => void;
}

/** Long work on a step, one at a time, that the learner can stop. */
export interface StepTasks {
  /** Resolves to how it ended, also where it failed; rejects with `task-running` where another one is under way. */
  run(stepId: string, kind: StepTask['kind'], work: (control: TaskControl) => Promise<string>): Promise<StepTask>;
  /** Resolves when nothing runs any more. */
  cancel(): Promise<void>;
}

export function createStepTasks(bus: EventBus): StepTasks {
  let current: { abort: AbortController; ended: Promise<unknown> } | undefined;

  async function perform(
    stepId: string,
    kind: StepTask['kind'],
    work: (control: TaskControl) => Promise<string>,
    { signal }: AbortController,
  ): Promise<StepTask> {
    const tell = (state: StepTask['state'], message: string, fraction?: number): StepTask => {
      const task = { stepId, kind, state, message, ...(fraction === undefined ? {} : { fraction }) };
      bus.emit('task.changed', task);
      return task;
    };
    try {
      const message = await work({ signal, say: (sentence, fraction) => void tell('running', sentence, fraction) });
      return tell('done', message);
    } catch (error) {
      if (signal.aborted) return tell('cancelled', kind === 'solve' ? 'What was done so far stays.' : 'Nothing was changed.');
      return tell('failed', inWords(error));
    }
  }

  return {
    async run(stepId, kind, work) {
      if (current !== undefined) {
        throw new FleetlabError('task-running', 'Another step is being done or reset.', 'Wait until it is finished, or cancel it.');
      }
      const abort = new AbortController();
      const ended = perform(stepId, kind, work, abort);
      current = { abort, ended };
      try {
        return await ended;
      } finally {
        current = undefined;
      }
    },
    async cancel() {
      current?.abort.abort();
      await current?.ended;
    },
  };
}
