import type { CommandBlock } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { goesOn, hasWorked, wasStopped } from '../../shared/course/run-state.ts';
import { formatDuration } from '../format/time.ts';
import { exitWord } from '../state/announcements.ts';

export interface RunWords {
  look: 'waiting' | 'going' | 'worked' | 'failed' | 'quiet';
  text: string;
  /** What stands in the tip and is read aloud behind the text. */
  detail?: string;
}

/** How a block's run stands, in the few words beside it. */
export function runWords(block: CommandBlock, run: BlockRun, now: number): RunWords {
  if (run.state === 'waiting') return { look: 'waiting', text: run.waitsFor === undefined ? 'waiting' : `waiting for ${run.waitsFor}` };
  if (goesOn(block, run)) return { look: 'going', text: goingText(block, run.startedAt, now) };
  if (run.state === 'lost') return { look: 'failed', text: 'not finished' };
  if (wasStopped(block, run))
    return { look: 'quiet', text: 'stopped', ...(run.exitCode === undefined ? {} : { detail: `exit code ${run.exitCode}` }) };
  // Its end was seen, its exit code was not: in a service's shell there are no marks.
  if (run.state === 'sent') return { look: 'quiet', text: 'ran' };
  if (hasWorked(block, run)) {
    if (block.endless) return { look: 'quiet', text: 'ended' };
    const time = run.milliseconds === undefined ? 'done' : formatDuration(run.milliseconds);
    return { look: 'worked', text: block.expects === 0 ? time : `exit ${block.expects}, as expected` };
  }
  const word = exitWord(run.exitCode);
  return { look: 'failed', text: `exit ${run.exitCode ?? '?'}${word === undefined ? '' : `, ${word}`}` };
}

function goingText(block: CommandBlock, startedAt: number | undefined, now: number): string {
  const word = block.endless ? 'keeps running' : 'running';
  const passed = startedAt === undefined ? 0 : now - startedAt;
  return passed < 1000 ? word : `${word}, ${formatDuration(Math.floor(passed / 1000) * 1000).replace('.0', '')}`;
}

/** What stands above the output of a command. `isThere`: its terminal is open still. */
export function outputTitle(output: string, omittedLines: number, isThere: boolean): string {
  const lines = output.split('\n').length;
  if (omittedLines === 0) return `Output, ${lines === 1 ? 'one line' : `${counted(lines)} lines`}`;
  const all = lines + omittedLines;
  const rest = !isThere ? '' : all <= terminalLines ? '; all of it is in the terminal' : '; more of it is in the terminal';
  return `Output, last ${lines === 1 ? 'line' : counted(lines)} of ${counted(all)} lines${rest}`;
}

/** So many lines can be scrolled back to. */
const terminalLines = 10_000;

function counted(number: number): string {
  return number.toLocaleString('en-US');
}
