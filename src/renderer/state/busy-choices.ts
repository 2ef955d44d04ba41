import type { WhenBusy } from '../../shared/course/progress.ts';
import type { Problem } from './problem.ts';

export interface BusyChoice {
  label: string;
  whenBusy: Exclude<WhenBusy, 'refuse'>;
}

const newTerminal: BusyChoice = { label: 'Run in a new terminal', whenBusy: 'new-terminal' };
const wait: BusyChoice = { label: 'Wait for it', whenBusy: 'wait' };

/** How a command can be run all the same where its terminal was not free, by the code of the refusal. */
const choices: Readonly<Record<string, readonly BusyChoice[]>> = {
  'terminal-busy': [newTerminal, wait, { label: 'Interrupt it', whenBusy: 'interrupt' }],
  'line-half-typed': [newTerminal, wait, { label: 'Clear the line', whenBusy: 'interrupt' }],
  'not-interrupted': [newTerminal],
};

/** None where the terminal was not the reason. */
export function choicesOf({ code }: Problem): readonly BusyChoice[] {
  return choices[code] ?? [];
}

/** Said aloud: what the learner can choose from takes the place of the advice, which would say the same again. */
export function describeRefusal(problem: Problem): string {
  const labels = choicesOf(problem).map(({ label }) => label);
  if (labels.length === 0) return problem.message;
  if (labels.length === 1) return [problem.message, problem.action, `One choice follows: ${labels[0] ?? ''}.`].filter(Boolean).join(' ');
  return `${problem.message} Three choices follow: ${labels.slice(0, -1).join(', ')}, or ${labels.at(-1) ?? ''}.`;
}
