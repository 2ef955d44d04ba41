import { describe, expect, it } from 'vitest';
import { summaryFile } from '../../../../src/main/course/summary/summary-file.ts';
import { spent, summaryOf } from '../../../../src/main/course/summary/summary.ts';
import type { Progress } from '../../../../src/shared/course/progress.ts';
import { testCourse } from '../course-fixture.ts';

const date = new Date(2026, 10, 28, 12);
const progress: Progress = {
  place: 'two',
  steps: { one: { passed: true, hints: 2, solved: false, answers: { ask: 1 }, seconds: 312 } },
};

describe('the summary', () => {
  it('says what was done, how long it took, with which help, and what was answered', () => {
    const { text, name, type } = summaryFile(summaryOf(testCourse, progress, date), 'markdown');
    expect({ name, type }).toEqual({ name: 'test-2026-11-28.md', type: 'text/markdown' });
    expect(text).toBe(`# Test: what I did

28 November 2026. 1 of 2 steps, 5 min of work.

## 1 Section

- [x] **1.1 One**: Make a fleet. (done, 5 min, 2 hints)
  - Which? That (not quite)
- [ ] **1.2 Two**: Change a file. (not done)
`);
  });

  it('as HTML stands alone: no script, nothing to fetch', () => {
    const { text, name } = summaryFile(summaryOf(testCourse, progress, date), 'html');
    expect(name).toBe('test-2026-11-28.html');
    expect(text).toContain('1 of 2 steps');
    expect(text).toContain('Which? <b>That</b> <span>Not quite.</span>');
    expect(text).not.toMatch(/<script|https?:|src=|url\(/);
  });

  it('takes markup in a course for text', () => {
    const course = { ...testCourse, title: 'Tags <b> & *stars*' };
    expect(summaryFile(summaryOf(course, progress, date), 'html').text).toContain('<h1>Tags &lt;b&gt; &amp; *stars*</h1>');
    expect(summaryFile(summaryOf(course, progress, date), 'markdown').text).toContain('# Tags \\<b\\> & \\*stars\\*: what I did');
  });

  it('tells a step that was done for the learner', () => {
    const solved: Progress = { place: 'one', steps: { two: { passed: true, hints: 0, solved: true, answers: {} } } };
    const { text } = summaryFile(summaryOf(testCourse, solved, date), 'html');
    expect(text).toContain('“Shown” steps were done with “Do it for me”.');
  });

  it('holds nothing of this machine', () => {
    const section = testCourse.sections[0];
    const step = section?.steps[0];
    if (section === undefined || step === undefined) throw new Error('The fixture has no step.');
    const course = { ...testCourse, sections: [{ ...section, steps: [{ ...step, aim: 'Ask {{address}} of {{uuid}}.' }] }] };
    expect(summaryFile(summaryOf(course, progress, date), 'markdown').text).toContain('Ask \\<address\\> of \\<uuid\\>.');
  });

  it.each([
    [0, ''],
    [20, 'under 1 min'],
    [312, '5 min'],
    [3_900, '1 h 5 min'],
  ])('%s seconds are "%s"', (seconds, text) => expect(spent(seconds)).toBe(text));
});
