import { z } from 'zod';
import { terminalTarget } from '../domain/terminal.ts';
import { checkDefinition } from './checks.ts';

/**
 * A compiled course: plain data, made at build time from the Markdown below `resources/courses/<id>` and validated
 * again when it is loaded. HTML in it comes from our own compiler (no raw HTML in lessons); text may hold variables
 * such as `{{fleet}}`, which the main process fills from the environment in use.
 */

export const proseBlock = z.object({ kind: z.literal('prose'), html: z.string() });

/** A command the learner runs or copies. `text` may have several lines. */
export const commandBlock = z.object({
  kind: z.literal('command'),
  id: z.string(),
  text: z.string(),
  target: terminalTarget,
  /** The workspace folder it runs in; only for the laptop. */
  folder: z.string().optional(),
  /** True where the command goes on until it is interrupted (`device logs --tail`). */
  endless: z.boolean().default(false),
  /** Exit code that the lesson expects; 0 unless the lesson shows a failure. */
  expects: z.number().int().default(0),
});

/** A change of one file, shown as a diff and applied by replacing `before` with `after` (exact text, once). */
export const editBlock = z.object({
  kind: z.literal('edit'),
  id: z.string(),
  file: z.string(),
  before: z.string(),
  after: z.string(),
});

/** A question with one right answer, asked before the learner tries it. In its texts, what stands between backticks is code. */
export const quizBlock = z.object({
  kind: z.literal('quiz'),
  id: z.string(),
  question: z.string(),
  options: z.array(z.object({ text: z.string(), right: z.boolean(), because: z.string() })).min(2),
});

export const lessonBlock = z.discriminatedUnion('kind', [proseBlock, commandBlock, editBlock, quizBlock]);
export type LessonBlock = z.infer<typeof lessonBlock>;
export type CommandBlock = z.infer<typeof commandBlock>;
export type EditBlock = z.infer<typeof editBlock>;
export type QuizBlock = z.infer<typeof quizBlock>;

export const workbenchTab = z.enum(['device', 'network', 'lifecycle', 'volumes', 'layers', 'files', 'requests']);
export type WorkbenchTab = z.infer<typeof workbenchTab>;

export const step = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  aim: z.string(),
  minutes: z.number().positive(),
  /** The workspace folder the step works in, and the file its editor opens with. */
  folder: z.string(),
  opens: z.string().optional(),
  fleet: z.string(),
  /** What the Workbench shows when the step opens. */
  shows: workbenchTab,
  blocks: z.array(lessonBlock),
  checks: z.array(checkDefinition).min(1),
  /** From a nudge to the whole answer. */
  hints: z.array(z.object({ level: z.enum(['nudge', 'explain', 'show']), html: z.string() })).min(1),
  /** Ids of command and edit blocks, in order, that bring the step from its start to its end. */
  solve: z.array(z.string()).min(1),
});
export type Step = z.infer<typeof step>;

export const section = z.object({ number: z.string(), title: z.string(), steps: z.array(step).min(1) });
export type Section = z.infer<typeof section>;

export const course = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  minutes: z.number().positive(),
  sections: z.array(section).min(1),
});
export type Course = z.infer<typeof course>;
