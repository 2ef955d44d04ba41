import { describe, expect, it } from 'vitest';
import {
  describePace,
  elapsedOf,
  formatClock,
  formatMinute,
  planOf,
  plannedMinute,
  startOrPause,
} from '../../../src/renderer/presenter/clock.ts';
import { slidesOf } from '../../../src/renderer/presenter/slides.ts';
import { presentedCourse } from '../support/presenter-scenes.ts';

const minutes = 60_000;

describe('the class’s clock', () => {
  it('runs, stands, and goes on from where it stood', () => {
    const running = startOrPause({ elapsed: 0 }, 1000);
    expect(elapsedOf(running, 61_000)).toBe(60_000);
    const paused = startOrPause(running, 61_000);
    expect(elapsedOf(paused, 500_000)).toBe(60_000);
    expect(elapsedOf(startOrPause(paused, 500_000), 501_000)).toBe(61_000);
  });

  it('does not run backwards when the machine’s clock is set back', () => {
    expect(elapsedOf({ elapsed: 5, startedAt: 1000 }, 0)).toBe(5);
  });

  it('is written as people read it', () => {
    expect([0, 65_000, 3_725_000].map(formatClock)).toEqual(['0:00', '1:05', '1:02:05']);
    expect([0, 47.4, 120].map(formatMinute)).toEqual(['0:00', '0:47', '2:00']);
  });
});

describe('the plan', () => {
  it('fills the class’s minutes, section after section', () => {
    const plan = planOf(presentedCourse);
    expect(plan[0]?.from).toBe(0);
    expect(plan.at(-1)?.to).toBeCloseTo(presentedCourse.minutes);
    plan.slice(1).forEach((section, index) => expect(section.from).toBe(plan[index]?.to));
  });

  it('has a minute for every slide, and they only grow', () => {
    const slides = slidesOf(presentedCourse);
    const planned = slides.map((slide) => plannedMinute(presentedCourse, slides, slide));
    expect(planned[0]).toBe(0);
    expect([...planned].sort((left, right) => left - right)).toEqual(planned);
    expect(planned.at(-1)).toBeLessThan(presentedCourse.minutes);
    const section = slides.findIndex((slide) => slide.kind === 'section' && slide.section.number === '3');
    expect(planned[section]).toBeCloseTo(planOf(presentedCourse)[2]?.from ?? -1);
  });

  it('says how one stands against it', () => {
    expect([0, 1.4, -1.4, 3.2, -12].map(describePace)).toEqual(['on time', 'on time', 'on time', '3 min ahead', '12 min behind']);
    expect(elapsedOf({ elapsed: 38 * minutes }, 0) / minutes).toBe(38);
  });
});
