import { z } from 'zod';
import { verdictKind } from '../domain/http.ts';
import { terminalTarget } from '../domain/terminal.ts';
import { checkDefinition } from './checks.ts';
import { editChange } from './edit.ts';

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
  /** The command in it that only a cloud answers, where there is none (`balena fleet create`): it cannot be run there. */
  needsCloud: z.string().optional(),
});

/** A change of one file, shown as a diff against the file that is there; applying it twice is as applying it once. */
export const editBlock = z.object({
  kind: z.literal('edit'),
  id: z.string(),
  file: z.string(),
  change: editChange,
});

/** An HTTP request that Fleetlab makes, from the laptop, the device's host OS, or inside a service. */
export const requestBlock = z.object({
  kind: z.literal('request'),
  id: z.string(),
  from: terminalTarget,
  method: z.string(),
  /** May hold variables. */
  url: z.string(),
  body: z.string().optional(),
  /** How the lesson expects it to end. */
  expects: verdictKind.default('delivered'),
  /** The status that the lesson expects of an answer. */
  status: z.number().int().optional(),
});

/**
 * A question with one right answer. In its texts, what stands between backticks is code. `predict`: it asks what will happen, before the
 * learner tries it; the first answer stays, and the explanation is shown after it.
 */
export const quizBlock = z.object({
  kind: z.literal('quiz'),
  id: z.string(),
  question: z.string(),
  predict: z.boolean().default(false),
  options: z.array(z.object({ text: z.string(), right: z.boolean(), because: z.string() })).min(2),
});

export const workbenchTab = z.enum(['device', 'network', 'lifecycle', 'volumes', 'layers', 'files', 'requests']);
export type WorkbenchTab = z.infer<typeof workbenchTab>;

/** A live view that the text talks about: opens its Workbench tab, and points at a service, volume or network there. */
export const figureBlock = z.object({
  kind: z.literal('figure'),
  id: z.string(),
  view: workbenchTab.extract(['device', 'network', 'lifecycle', 'volumes', 'layers']),
  /** What there is to see, for who does not see it. */
  alt: z.string(),
  caption: z.string(),
  /** Name of the service, volume or network that matters. */
  focus: z.string().optional(),
});

/** A drawing in a few frames of what no device shows: what a container is made of, what outlives it, who gets in. */
export const drawingBlock = z.object({
  kind: z.literal('drawing'),
  id: z.string(),
  of: z.enum(['container', 'volume', 'network']),
  /** What there is to see, for who does not see it. */
  alt: z.string(),
});

/** Offers what the learner has done in this course as a file to keep. */
export const summaryBlock = z.object({ kind: z.literal('summary'), id: z.string(), caption: z.string() });

export const lessonBlock = z.discriminatedUnion('kind', [
  summaryBlock,

  proseBlock,
  commandBlock,
  editBlock,
  requestBlock,
  quizBlock,
  figureBlock,
  drawingBlock,
]);
export type LessonBlock = z.infer<typeof lessonBlock>;
export type CommandBlock = z.infer<typeof commandBlock>;
export type EditBlock = z.infer<typeof editBlock>;
export type RequestBlock = z.infer<typeof requestBlock>;
export type QuizBlock = z.infer<typeof quizBlock>;
export type SummaryBlock = z.infer<typeof summaryBlock>;
export type FigureBlock = z.infer<typeof figureBlock>;
export type DrawingBlock = z.infer<typeof drawingBlock>;

export const step = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  aim: z.string(),
  minutes: z.number().positive(),
  /** The workspace folder the step works in, and the file its editor opens with; a step that is read has neither. */
  folder: z.string().optional(),
  opens: z.string().optional(),
  /** The value of `{{fleet}}`, and the fleet that the checks look at. */
  fleet: z.string().optional(),
  /** What the Workbench shows when the step opens. */
  shows: workbenchTab,
  blocks: z.array(lessonBlock),
  checks: z.array(checkDefinition).min(1),
  /** From a nudge to the whole answer. */
  hints: z.array(z.object({ level: z.enum(['nudge', 'explain', 'show']), html: z.string() })).min(1),
  /** Ids of command, edit, request and quiz blocks, in order, that bring the step from its start to its end. */
  solve: z.array(z.string()).min(1),
  /** HTML for the trainer's own screen. */
  trainerNotes: z.string().optional(),
});
export type Step = z.infer<typeof step>;

export const section = z.object({ number: z.string(), title: z.string(), steps: z.array(step).min(1) });
export type Section = z.infer<typeof section>;

/** What a learner chooses a course by. */
export const courseSummary = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  minutes: z.number().positive(),
});
export type CourseSummary = z.infer<typeof courseSummary>;

export const course = courseSummary.extend({
  sections: z.array(section).min(1),
});
export type Course = z.infer<typeof course>;
