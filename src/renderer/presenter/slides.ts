import type { Course, LessonBlock, Section, Step, WorkbenchTab } from '../../shared/course/course.ts';
import { plainText, topElements } from './html-parts.ts';
import { heightOf, proseHeight, slideHeight } from './slide-height.ts';

/** Where the slide's parts are: text alone, the picture alone, the terminal alone, or the text with one of them. */
export const slideLayouts = ['text', 'picture', 'terminal', 'text-picture', 'text-terminal'] as const;
export type SlideLayout = (typeof slideLayouts)[number];

interface SlideBase {
  /** Stays the same as long as the course's text does. */
  id: string;
  layout: SlideLayout;
}

/** The class: its sections and their minutes. */
export interface CoverSlide extends SlideBase {
  kind: 'cover';
}

/** A section begins: its steps and their minutes. */
export interface SectionSlide extends SlideBase {
  kind: 'section';
  section: Section;
}

/** A part of a step's text and blocks that can be read without scrolling. */
export interface StepSlide extends SlideBase {
  kind: 'step';
  step: Step;
  blocks: LessonBlock[];
  /** The view that its picture shows. */
  picture: WorkbenchTab;
  /** From 1, and how many the step has (its checks' slide counts). */
  part: number;
  parts: number;
}

/** What is true when the step is done. */
export interface ChecksSlide extends SlideBase {
  kind: 'checks';
  step: Step;
  picture: WorkbenchTab;
  part: number;
  parts: number;
}

export type Slide = CoverSlide | SectionSlide | StepSlide | ChecksSlide;

/** The whole course as slides: the class, then each section with the slides of its steps. */
export function slidesOf(course: Course): Slide[] {
  return [
    { kind: 'cover', id: 'cover', layout: 'text' },
    ...course.sections.flatMap((section): Slide[] => [
      { kind: 'section', id: `section-${section.number}`, layout: 'text', section },
      ...section.steps.flatMap(stepSlides),
    ]),
  ];
}

/** The step's text and blocks in slides that need no scrolling, and one with its checks. */
export function stepSlides(step: Step): Slide[] {
  const pages = pack(groupsOf(step.blocks), proseHeight(step.aim));
  const parts = pages.length + 1;
  return [
    ...pages.map((blocks, index): Slide => {
      const figure = blocks.find((block) => viewOf(block) !== undefined);
      const picture = (figure === undefined ? undefined : viewOf(figure)) ?? step.shows;
      const layout =
        figure !== undefined
          ? 'text-picture'
          : blocks.some((block) => block.kind === 'command')
            ? 'text-terminal'
            : blocks.some((block) => block.kind === 'request')
              ? 'text-picture'
              : 'text';
      return { kind: 'step', id: `${step.id}/${index + 1}`, layout, step, blocks, picture, part: index + 1, parts };
    }),
    { kind: 'checks', id: `${step.id}/checks`, layout: 'text', step, picture: step.shows, part: parts, parts },
  ];
}

export function stepOf(slide: Slide): Step | undefined {
  return slide.kind === 'step' || slide.kind === 'checks' ? slide.step : undefined;
}

/** What is said aloud when the slide comes. */
export function spokenSlide(slide: Slide, course: Course): string {
  switch (slide.kind) {
    case 'cover':
      return `${course.title}. ${course.minutes} minutes, ${course.sections.length} sections.`;
    case 'section':
      return `Section ${slide.section.number}, ${slide.section.title}. ${slide.section.steps.length} steps.`;
    case 'step': {
      const { step, part, parts } = slide;
      const words = slide.blocks.map((block) =>
        block.kind === 'prose' ? plainText(block.html) : block.kind === 'quiz' ? block.question : '',
      );
      const text = [...(part === 1 ? [step.aim] : []), ...words.filter((word) => word !== '')].join(' ');
      return `${step.number} ${step.title}, slide ${part} of ${parts}. ${text}`.trim();
    }
    case 'checks': {
      const { step, part, parts } = slide;
      return `${step.number} ${step.title}, slide ${part} of ${parts}. Done when: ${step.checks.map((check) => check.text).join(' ')}`;
    }
  }
}

type Group = readonly LessonBlock[];

/** Blocks that belong on one slide: what is to be done, with the sentence that leads to it. */
function groupsOf(blocks: readonly LessonBlock[]): Group[] {
  const groups: Group[] = [];
  let lead: LessonBlock | undefined;
  const endLead = (): void => {
    if (lead !== undefined) groups.push([lead]);
    lead = undefined;
  };
  for (const block of blocks) {
    if (block.kind === 'prose') {
      for (const html of topElements(block.html)) {
        endLead();
        lead = { kind: 'prose', html };
      }
    } else {
      groups.push(lead === undefined ? [block] : [lead, block]);
      lead = undefined;
    }
  }
  endLead();
  return groups;
}

/** Fills slide after slide; the first has `taken` lines less. A group that is higher than a slide gets one of its own. */
function pack(groups: readonly Group[], taken: number): LessonBlock[][] {
  const pages: LessonBlock[][] = [];
  let page: LessonBlock[] = [];
  let height = taken;
  for (const group of groups) {
    const added = group.reduce((sum, block) => sum + heightOf(block), 0);
    const isFull = height + added > slideHeight || !goTogether(page, group);
    if (page.length > 0 && isFull) {
      pages.push(page);
      page = [];
      height = 0;
    }
    page = [...page, ...group];
    height += added;
  }
  pages.push(page);
  return pages;
}

/** A question, a drawing and a change of a file stand alone; two commands, or a command and a request, can be followed at once. */
function goTogether(page: readonly LessonBlock[], group: Group): boolean {
  const isActed = (block: LessonBlock): boolean => block.kind !== 'prose';
  const before = page.filter(isActed);
  const after = group.filter(isActed);
  if (before.some(standsAlone)) return false;
  if (before.length === 0) return true;
  return (
    !after.some((block) => standsAlone(block) || block.kind === 'edit') &&
    !before.some((block) => block.kind === 'edit' && after.length > 0) &&
    before.length + after.length <= 2
  );
}

function standsAlone(block: LessonBlock): boolean {
  return block.kind === 'quiz' || block.kind === 'drawing';
}

/** The Workbench view that a figure points at. */
function viewOf(block: LessonBlock): WorkbenchTab | undefined {
  return block.kind === 'figure' ? block.view : undefined;
}
