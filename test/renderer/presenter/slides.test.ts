import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LessonBlock, Step } from '../../../src/shared/course/course.ts';
import { heightOf, proseHeight, slideHeight } from '../../../src/renderer/presenter/slide-height.ts';
import { slidesOf, spokenSlide, stepSlides, type Slide } from '../../../src/renderer/presenter/slides.ts';
import { plainText } from '../../../src/renderer/presenter/html-parts.ts';
import { course, deploy, restarts } from '../support/fixtures/course.ts';

const command = (id: string): LessonBlock => ({
  kind: 'command',
  id,
  text: 'balena push X',
  target: { kind: 'laptop' },
  endless: false,
  expects: 0,
});
const blocksOf = (slides: readonly Slide[]): LessonBlock[][] => slides.flatMap((slide) => (slide.kind === 'step' ? [slide.blocks] : []));

describe('the slides of a course', () => {
  it('begin with the class, then each section with its plan, then the slides of its steps', () => {
    const slides = slidesOf(course);
    expect(slides.slice(0, 3).map((slide) => slide.kind)).toEqual(['cover', 'section', 'step']);
    expect(new Set(slides.map((slide) => slide.id)).size).toBe(slides.length);
    const ofDeploy = slides.filter((slide) => 'step' in slide && slide.step.id === deploy.id);
    expect(ofDeploy.at(-1)?.kind).toBe('checks');
    expect(ofDeploy.map((slide) => ('part' in slide ? slide.part : 0))).toEqual(ofDeploy.map((_, index) => index + 1));
  });

  it('leave a question alone, with what leads to it, and show the terminal beside commands', () => {
    const [first, second, third] = stepSlides(restarts);
    expect(first).toMatchObject({ kind: 'step', layout: 'text' });
    expect(blocksOf([first as Slide])[0]?.map((block) => block.kind)).toEqual(['prose', 'quiz']);
    expect(second).toMatchObject({ layout: 'text-terminal' });
    expect(blocksOf([third as Slide])[0]?.map((block) => block.kind)).toEqual(['prose', 'edit']);
  });

  it('have at most two commands each', () => {
    const step: Step = { ...deploy, blocks: ['a', 'b', 'c', 'd', 'e'].map(command) };
    expect(blocksOf(stepSlides(step)).map((blocks) => blocks.length)).toEqual([2, 2, 1]);
  });

  it('break long text between its paragraphs', () => {
    const html = Array.from({ length: 12 }, (_, index) => `<p>${`Word ${index} `.repeat(12)}</p>`).join('\n');
    const slides = blocksOf(stepSlides({ ...deploy, blocks: [{ kind: 'prose', html }] }));
    expect(slides.length).toBeGreaterThan(2);
    for (const blocks of slides) expect(blocks.reduce((sum, block) => sum + heightOf(block), 0)).toBeLessThanOrEqual(slideHeight);
  });

  it('say what they show, once', () => {
    const [quiz] = stepSlides(restarts);
    expect(spokenSlide(quiz as Slide, course)).toBe(
      '2.2 Restarts, slide 1 of 5. See a service start over and over, and make it stay. Your service prints a line, sleeps for five seconds, and ends. What happens after it has ended?',
    );
  });

  it('hold everything, in order, and no more than fits, for any step', () => {
    const prose = fc.lorem({ maxCount: 30 }).map((words): LessonBlock => ({ kind: 'prose', html: `<p>${words}</p>` }));
    const quiz = fc.lorem({ maxCount: 8 }).map((words): LessonBlock => ({
      kind: 'quiz',
      id: words,
      question: words,
      predict: false,
      options: [
        { text: 'yes', right: true, because: 'so' },
        { text: 'no', right: false, because: 'so' },
      ],
    }));
    const any = fc.array(fc.oneof(prose, quiz, fc.constantFrom('a', 'b').map(command)), { maxLength: 14 });
    fc.assert(
      fc.property(any, (blocks) => {
        const slides = blocksOf(stepSlides({ ...deploy, blocks }));
        const words = (list: readonly LessonBlock[]): string =>
          list.map((block) => (block.kind === 'prose' ? plainText(block.html) : 'id' in block ? block.id : '')).join('|');
        expect(words(slides.flat())).toBe(words(blocks));
        slides.forEach((inside, index) => {
          const height = inside.reduce((sum, block) => sum + heightOf(block), index === 0 ? proseHeight(deploy.aim) : 0);
          const isOneGroup = inside.filter((block) => block.kind !== 'prose').length <= 1 && inside.length <= 2;
          expect(height <= slideHeight || isOneGroup).toBe(true);
        });
      }),
    );
  });
});
