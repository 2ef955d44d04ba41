import type { Course, LessonBlock } from '../../../shared/course/course.ts';
import type { EditChange } from '../../../shared/course/edit.ts';
import { hintNames } from '../../lesson/hint-names.ts';
import { targetName } from '../../terminal/tabs/target-name.ts';
import { planOf, plannedMinute, type ClassClock, type PlannedSection } from '../clock.ts';
import { stepOf, type Slide } from '../slides.ts';

/** One piece of a slide, as the trainer's window shows it in small. */
export type NotesPiece =
  | { kind: 'html'; html: string }
  | { kind: 'code'; text: string; place: string }
  | { kind: 'list'; title: string; items: { text: string; isRight: boolean }[] };

export interface NotesSlide {
  title: string;
  pieces: NotesPiece[];
}

/** Everything that the trainer's window shows: plain data, which crosses from the main window. */
export interface NotesSnapshot {
  course: string;
  minutes: number;
  current: NotesSlide;
  next: NotesSlide | undefined;
  /** Position among all slides, from 1. */
  position: number;
  count: number;
  /** HTML of the course's own compiler. */
  notes: string | undefined;
  hints: { name: string; html: string }[];
  revealed: number;
  isBlank: boolean;
  clock: ClassClock;
  plan: PlannedSection[];
  /** The minute at which the plan has the slide in front. */
  planned: number;
  theme: 'system' | 'light' | 'dark';
}

export interface NotesSource {
  course: Course;
  slides: readonly Slide[];
  current: Slide;
  revealed: number;
  isBlank: boolean;
  clock: ClassClock;
  theme: NotesSnapshot['theme'];
}

export function notesSnapshot({ course, slides, current, revealed, isBlank, clock, theme }: NotesSource): NotesSnapshot {
  const index = slides.findIndex((slide) => slide.id === current.id);
  const next = slides[index + 1];
  const step = stepOf(current);
  return {
    course: course.title,
    minutes: course.minutes,
    current: notesSlide(current, course),
    next: next === undefined ? undefined : notesSlide(next, course),
    position: index + 1,
    count: slides.length,
    notes: step?.trainerNotes,
    hints: step?.hints.map((hint) => ({ name: hintNames[hint.level], html: hint.html })) ?? [],
    revealed,
    isBlank,
    clock,
    plan: planOf(course),
    planned: plannedMinute(course, slides, current),
    theme,
  };
}

function notesSlide(slide: Slide, course: Course): NotesSlide {
  switch (slide.kind) {
    case 'cover':
      return { title: course.title, pieces: [listOf('Plan', course.sections.map(titleOf))] };
    case 'section':
      return { title: titleOf(slide.section), pieces: [listOf('Steps', slide.section.steps.map(titleOf))] };
    case 'step':
      return {
        title: titleOf(slide.step),
        pieces: [
          ...(slide.part === 1 ? [{ kind: 'html' as const, html: `<p>${escape(slide.step.aim)}</p>` }] : []),
          ...slide.blocks.flatMap(pieceOf),
        ],
      };
    case 'checks':
      return {
        title: titleOf(slide.step),
        pieces: [
          listOf(
            'Done when',
            slide.step.checks.map((check) => check.text),
          ),
        ],
      };
  }
}

function pieceOf(block: LessonBlock): NotesPiece[] {
  switch (block.kind) {
    case 'prose':
      return [{ kind: 'html', html: block.html }];
    case 'command':
      return [{ kind: 'code', text: block.text.trimEnd(), place: targetName(block.target) }];
    case 'edit':
      return [{ kind: 'code', text: textOfChange(block.change), place: block.file }];
    case 'request':
      return [{ kind: 'code', text: `${block.method} ${block.url}`, place: targetName(block.from) }];
    case 'figure':
    case 'summary':
      return [{ kind: 'html', html: `<p>${escape(block.caption)}</p>` }];
    case 'drawing':
      return [{ kind: 'html', html: `<p>${escape(block.alt)}</p>` }];
    case 'quiz':
      return [
        {
          kind: 'list',
          title: block.question.replaceAll('`', ''),
          items: block.options.map((option) => ({ text: option.text.replaceAll('`', ''), isRight: option.right })),
        },
      ];
  }
}

function textOfChange(change: EditChange): string {
  switch (change.by) {
    case 'lines':
      return change.after.trimEnd();
    case 'file':
      return change.text.trimEnd();
    case 'yaml':
      return change.operations.map((operation) => JSON.stringify(operation)).join('\n');
  }
}

function listOf(title: string, items: readonly string[]): NotesPiece {
  return { kind: 'list', title, items: items.map((text) => ({ text, isRight: false })) };
}

function titleOf({ number, title }: { number: string; title: string }): string {
  return `${number} ${title}`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
