import { describe, expect, it } from 'vitest';
import { filesAfterEdit, filesAtStart } from '../../../src/main/course/start-files.ts';
import { findStep } from '../../../src/main/course/lookup.ts';
import type { Course } from '../../../src/shared/course/course.ts';
import { testCourse } from './course-fixture.ts';

const seed = new Map([['app/file', Buffer.from('first\nold\n')]]);
const [section] = testCourse.sections;
const two = findStep(testCourse, 'two');
/** The second step comes first, so the other one begins with its edit made. */
const turned: Course = {
  ...testCourse,
  sections: section === undefined ? [] : [{ ...section, steps: [two, findStep(testCourse, 'one')] }],
};

const text = (files: ReadonlyMap<string, Uint8Array>) => Buffer.from(files.get('app/file') ?? []).toString();

describe('the files of a step', () => {
  it('are the starter files and the edits of all steps before it', () => {
    expect(text(filesAtStart(turned, 'two', seed))).toBe('first\nold\n');
    expect(text(filesAtStart(turned, 'one', seed))).toBe('first\nnew\n');
    expect(text(seed)).toBe('first\nold\n');
  });

  it('after an edit of its solve', () => {
    expect(text(filesAfterEdit(turned, two, 'change', seed))).toBe('first\nnew\n');
  });
});
