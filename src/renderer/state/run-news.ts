import type { CommandBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { goesOn } from '../../shared/course/run-state.ts';
import type { Announcer } from './announcer.ts';
import { describeRun, describeStart, describeWait } from './announcements.ts';

export interface RunNews {
  /** What has been told before, or is no news. */
  know(stepId: string, run: BlockRun): void;
  /** Says aloud what is new about a run, once. */
  tell(stepId: string, run: BlockRun): void;
}

export interface RunNewsOptions {
  announcer: Announcer;
  currentStep: () => Step | undefined;
  /** What a terminal is called where there are several. */
  terminalName: (terminalId: string | undefined) => string | undefined;
}

/** Every command waits for a moment until its terminal has it; this long is worth a word. */
const patience = 700;

/**
 * What a screen reader hears of the step's commands: that one waits, that it was started and where, how it ended. Main tells an earlier end
 * once more where a command was refused: that is no news.
 */
export function createRunNews({ announcer, currentStep, terminalName }: RunNewsOptions): RunNews {
  const starts = new Map<string, string>();
  const ends = new Map<string, string>();
  const waits = new Map<string, ReturnType<typeof setTimeout>>();

  function take(stepId: string, run: BlockRun, say: (words: (block: CommandBlock) => string | undefined) => void): void {
    const key = `${stepId}/${run.blockId}`;
    clearTimeout(waits.get(key));
    waits.delete(key);
    if (run.state === 'waiting') {
      waits.set(
        key,
        setTimeout(() => say((block) => describeWait(block, run)), patience),
      );
    } else if (run.state === 'running' || (run.state === 'sent' && run.milliseconds === undefined)) {
      const start = `${run.startedAt ?? ''}`;
      if (run.state === 'running') ends.delete(key);
      if (starts.get(key) === start) return;
      starts.set(key, start);
      say((block) => (run.state === 'running' || goesOn(block, run) ? describeStart(block, terminalName(run.terminalId)) : undefined));
    } else if (run.state !== 'idle') {
      starts.delete(key);
      const end = [run.state, run.startedAt, run.exitCode, run.milliseconds].join(' ');
      if (ends.get(key) === end) return;
      ends.set(key, end);
      say((block) => (run.state === 'lost' ? run.problem?.message : describeRun(block, run)));
    }
  }

  return {
    know: (stepId, run) => take(stepId, run, () => undefined),
    tell: (stepId, run) =>
      take(stepId, run, (words) => {
        const step = currentStep();
        const block = step?.id === stepId ? step.blocks.find((each) => each.kind === 'command' && each.id === run.blockId) : undefined;
        const sentence = block?.kind === 'command' ? words(block) : undefined;
        if (sentence !== undefined) announcer.tell(sentence);
      }),
  };
}
