import type { Course } from '../../shared/course/course.ts';
import { stepOf, type Slide } from './slides.ts';

/** The trainer's clock for the class. */
export interface ClassClock {
  /** Milliseconds that it had run when it was last started or paused. */
  elapsed: number;
  /** Since when it runs, in milliseconds since 1970; absent while it stands. */
  startedAt?: number | undefined;
}

export const clockAtZero: ClassClock = { elapsed: 0 };

/** One section of the plan; times in minutes from the beginning of the class. */
export interface PlannedSection {
  number: string;
  title: string;
  from: number;
  to: number;
}

/** How the class stands against its plan, in minutes: positive is ahead. */
export interface Pace {
  /** Where the slide in front would be by the plan. */
  planned: number;
  elapsed: number;
  ahead: number;
}

export function elapsedOf(clock: ClassClock, now: number): number {
  return clock.elapsed + (clock.startedAt === undefined ? 0 : Math.max(0, now - clock.startedAt));
}

export function startOrPause(clock: ClassClock, now: number): ClassClock {
  return clock.startedAt === undefined ? { elapsed: clock.elapsed, startedAt: now } : { elapsed: elapsedOf(clock, now) };
}

/** Minutes of the class for each section: its steps' own minutes, stretched (or pressed) until all fill the class's. */
export function planOf(course: Course): PlannedSection[] {
  const stretch = stretchOf(course);
  let from = 0;
  return course.sections.map(({ number, title, steps }) => {
    const to = from + steps.reduce((sum, step) => sum + step.minutes, 0) * stretch;
    const planned = { number, title, from, to };
    from = to;
    return planned;
  });
}

/** The minute, by the plan, at which the slide comes. */
export function plannedMinute(course: Course, slides: readonly Slide[], slide: Slide): number {
  const stretch = stretchOf(course);
  if (slide.kind === 'cover') return 0;
  let minute = 0;
  for (const section of course.sections) {
    if (slide.kind === 'section' && slide.section.number === section.number) return minute;
    for (const step of section.steps) {
      if (stepOf(slide)?.id === step.id) {
        const own = slides.filter((one) => stepOf(one)?.id === step.id);
        const index = own.findIndex((one) => one.id === slide.id);
        return minute + (step.minutes * stretch * Math.max(0, index)) / Math.max(1, own.length);
      }
      minute += step.minutes * stretch;
    }
  }
  return minute;
}

export function paceOf(planned: number, elapsed: number): Pace {
  const minutes = elapsed / 60_000;
  return { planned, elapsed: minutes, ahead: planned - minutes };
}

/** `on time` within a minute and a half. */
export function describePace(ahead: number): string {
  if (Math.abs(ahead) < 1.5) return 'on time';
  const minutes = Math.round(Math.abs(ahead));
  return `${minutes} min ${ahead > 0 ? 'ahead' : 'behind'}`;
}

/** `7:05`, `1:02:05`. */
export function formatClock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** `0:40`: hours and minutes from the beginning of the class. */
export function formatMinute(minute: number): string {
  const whole = Math.round(minute);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function stretchOf(course: Course): number {
  const sum = course.sections.flatMap((section) => section.steps).reduce((minutes, step) => minutes + step.minutes, 0);
  return sum === 0 ? 1 : course.minutes / sum;
}
