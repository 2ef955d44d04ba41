import { beforeEach, describe, expect, it } from 'vitest';
import { createFilledCourse, type FilledCourse } from '../../../src/main/course/filled-course.ts';
import type { RunningEnvironment } from '../../../src/main/environments/environment.ts';
import type { Course } from '../../../src/shared/course/course.ts';
import type { EnvironmentView } from '../../../src/shared/domain/environment.ts';
import { testCourse } from './course-fixture.ts';
import { createFakeLab, device, labView, type FakeLab } from './lab-fixture.ts';

const nobody = { fleets: [], logs: [], readAt: 0 };
const view: EnvironmentView = { id: 'cloud', kind: 'balena-cloud', name: 'balenaCloud', state: 'ready' };

let lab: FakeLab;
let running: RunningEnvironment | undefined;
let change: () => void;
let told: Course[];
let filled: FilledCourse;

beforeEach(() => {
  lab = createFakeLab(nobody);
  running = { id: 'cloud', kind: 'balena-cloud', name: 'balenaCloud', dataDirectory: '', variables: {}, chosenDevice: () => undefined };
  told = [];
  const environment = {
    view: () => view,
    current: () => running,
    onChange(listener: (view: EnvironmentView) => void) {
      change = () => listener(view);
      return () => undefined;
    },
  };
  filled = createFilledCourse({ course: testCourse, environment, lab, onChange: (course) => told.push(course) });
});

describe('the course as the learner sees it', () => {
  it('is told when what fills it changes, and only then', () => {
    expect(filled.step('one').blocks[2]).toMatchObject({ text: 'show <uuid>' });
    lab.become(labView());
    lab.become(labView({ readAt: 1 }));
    change();
    expect(told).toEqual([filled.course()]);
    expect(filled.step('one').blocks[2]).toMatchObject({ text: `show ${device().uuid}` });
    filled.close();
    lab.become(nobody);
    expect(told).toHaveLength(1);
  });

  it('gives no command that still has a hole, and says what is to be done for it', () => {
    const refusal = (action: string) =>
      expect.objectContaining({ code: 'not-ready', action: expect.stringContaining(action) as string }) as Error;
    expect(() => filled.command('one', 'show')).toThrow(refusal('choose your device first'));
    running = undefined;
    expect(() => filled.command('one', 'show')).toThrow(refusal('Wait until the device answers'));
    lab.become(labView());
    expect(filled.command('one', 'show')).toMatchObject({ text: `show ${device().uuid}` });
  });

  it('has no other steps and blocks than the course', () => {
    expect(() => filled.step('nowhere')).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
    expect(() => filled.command('one', 'ask')).toThrow(expect.objectContaining({ code: 'not-found' }) as Error);
  });
});
