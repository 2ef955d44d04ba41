import { describe, expect, it } from 'vitest';
import { minutesLeft, nextCommand, placeOf } from '../../../src/renderer/state/course-position.ts';
import { course, deploy, restarts } from '../support/fixtures/course.ts';
import { passed, progressAt } from '../support/fixtures/start.ts';

describe('the place in the course', () => {
  it('has neighbours', () => {
    expect(placeOf(course, progressAt('restarts'))).toMatchObject({
      index: 1,
      step: { number: '2.2' },
      previous: { number: '2.1' },
      next: { number: '2.3' },
    });
    expect(placeOf(course, progressAt('build-and-deploy'))?.previous).toBeUndefined();
  });

  it('is the first step when the course no longer has the one that was kept', () => {
    expect(placeOf(course, progressAt('gone'))?.step.number).toBe('2.1');
  });

  it('leaves the minutes of the steps that are not done', () => {
    expect(minutesLeft(course, progressAt('restarts'))).toBe(26);
    expect(minutesLeft(course, progressAt('restarts', { 'build-and-deploy': passed() }))).toBe(18);
  });
});

describe('the next command', () => {
  it('is the first that has not ended as the lesson expects', () => {
    expect(nextCommand(deploy, {})?.id).toBe('sign-in');
    const done = { blockId: 'sign-in', state: 'done' as const, exitCode: 0 };
    expect(nextCommand(deploy, { 'sign-in': done })?.id).toBe('create-fleet');
    expect(nextCommand(deploy, { 'sign-in': { ...done, exitCode: 1 } })?.id).toBe('sign-in');
  });

  it('goes past one that runs for ever once it was started', () => {
    expect(nextCommand(restarts, { logs: { blockId: 'logs', state: 'running' } })?.id).toBe('push');
  });

  it('goes past one that was stopped, and comes back to one that failed by itself', () => {
    const ended = (exitCode: number) => nextCommand(restarts, { logs: { blockId: 'logs', state: 'done', exitCode } })?.id;
    expect([0, 130, 143].map(ended)).toEqual(['push', 'push', 'push']);
    expect([1, 127].map(ended)).toEqual(['logs', 'logs']);
  });

  it('comes back to one that did not come to its end', () => {
    const problem = { code: 'terminal-ended', message: 'The shell there has ended.' };
    expect(nextCommand(restarts, { logs: { blockId: 'logs', state: 'lost', problem } })?.id).toBe('logs');
  });

  it('goes past one that only a cloud answers, where there is none', () => {
    const blocks = deploy.blocks.map((block) => (block.kind === 'command' && block.id !== 'push' ? { ...block, needsCloud: 'x' } : block));
    expect(nextCommand({ ...deploy, blocks }, {})?.id).toBe('push');
  });

  it('is none when all have run', () => {
    const runs = { logs: { blockId: 'logs', state: 'sent' as const }, push: { blockId: 'push', state: 'done' as const, exitCode: 0 } };
    expect(nextCommand(restarts, runs)).toBeUndefined();
  });
});
