import { describe, expect, it } from 'vitest';
import { notesSnapshot } from '../../../../src/renderer/presenter/notes/snapshot.ts';
import { slidesOf } from '../../../../src/renderer/presenter/slides.ts';
import { presentedCourse } from '../../support/presenter-scenes.ts';

const slides = slidesOf(presentedCourse);
const at = (id: string) => {
  const current = slides.find((slide) => slide.id === id);
  if (current === undefined) throw new Error(`No slide ${id}.`);
  return notesSnapshot({ course: presentedCourse, slides, current, revealed: 0, isBlank: false, clock: { elapsed: 0 }, theme: 'dark' });
};

describe('the trainer’s window', () => {
  it('has the notes of the step, the right answer, and the slide that comes', () => {
    const snapshot = at('restarts/1');
    expect(snapshot.notes).toContain('Ask before you show');
    const list = snapshot.current.pieces.find((piece) => piece.kind === 'list');
    expect(list?.items.filter((item) => item.isRight).map((item) => item.text)).toEqual(['It is started again, every time.']);
    expect(snapshot.next?.pieces.some((piece) => piece.kind === 'code' && piece.text.startsWith('balena device logs'))).toBe(true);
    expect(snapshot.planned).toBeGreaterThan(0);
  });

  it('has nothing after the last slide, and no notes where there are none', () => {
    const snapshot = at(slides.at(-1)?.id ?? '');
    expect(snapshot.next).toBeUndefined();
    expect(snapshot.notes).toBeUndefined();
  });

  it('is plain data, as what crosses to another window must be', () => {
    for (const slide of slides) expect(structuredClone(at(slide.id))).toEqual(at(slide.id));
  });
});
