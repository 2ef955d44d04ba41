import type { Course, Step } from '../../../shared/course/course.ts';
import type { Progress } from '../../../shared/course/progress.ts';
import { fillCourse } from '../variables.ts';

/** What a learner has done in a course. Made of the course's text and the progress alone: no address, token or name gets into it. */
export interface Summary {
  course: string;
  date: Date;
  done: number;
  of: number;
  /** Time spent, where any was measured. */
  seconds: number;
  sections: { number: string; title: string; steps: SummaryStep[] }[];
}

export interface SummaryStep {
  number: string;
  title: string;
  aim: string;
  /** `shown`: “Do it for me” did it. */
  state: 'done' | 'shown' | 'open';
  seconds: number;
  hints: number;
  answers: { question: string; answer: string; isRight: boolean }[];
}

export function summaryOf(course: Course, progress: Progress, date: Date): Summary {
  // Variables that belong to this machine stay names.
  const sections = fillCourse(course, {}).sections.map(({ number, title, steps }) => ({
    number,
    title,
    steps: steps.map((step) => stepOf(step, progress)),
  }));
  const all = sections.flatMap(({ steps }) => steps);
  return {
    course: course.title,
    date,
    done: all.filter(({ state }) => state !== 'open').length,
    of: all.length,
    seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
    sections,
  };
}

function stepOf(step: Step, progress: Progress): SummaryStep {
  const record = progress.steps[step.id];
  const answers = step.blocks.flatMap((block) => {
    const option = block.kind === 'quiz' ? block.options[record?.answers[block.id] ?? -1] : undefined;
    return block.kind === 'quiz' && option !== undefined ? [{ question: block.question, answer: option.text, isRight: option.right }] : [];
  });
  return {
    number: step.number,
    title: step.title,
    aim: step.aim,
    state: record?.passed !== true ? 'open' : record.solved ? 'shown' : 'done',
    seconds: record?.seconds ?? 0,
    hints: record?.hints ?? 0,
    answers,
  };
}

/** `1 h 5 min`, `12 min`, `under 1 min`; empty where nothing was measured. */
export function spent(seconds: number): string {
  if (seconds <= 0) return '';
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'under 1 min';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

/** `28 November 2026`. */
export function dayOf(date: Date): string {
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

export const stateWords: Readonly<Record<SummaryStep['state'], string>> = { done: 'done', shown: 'shown', open: 'not done' };
