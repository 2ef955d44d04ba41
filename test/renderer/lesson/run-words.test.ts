import { describe, expect, it } from 'vitest';
import { outputTitle, runWords } from '../../../src/renderer/lesson/run-words.ts';
import type { CommandBlock } from '../../../src/shared/course/course.ts';
import type { BlockRun } from '../../../src/shared/course/progress.ts';

const push: CommandBlock = { kind: 'command', id: 'push', text: 'balena push', target: { kind: 'laptop' }, endless: false, expects: 0 };
const logs: CommandBlock = { ...push, id: 'logs', text: 'balena device logs --tail', endless: true };

function run(change: Omit<BlockRun, 'blockId'>): BlockRun {
  return { blockId: 'push', ...change };
}

describe('the words beside a command', () => {
  it.each([
    ['waits', run({ state: 'waiting' }), { look: 'waiting', text: 'waiting' }],
    ['waits for', run({ state: 'waiting', waitsFor: 'a free terminal' }), { look: 'waiting', text: 'waiting for a free terminal' }],
    ['has begun', run({ state: 'running', startedAt: 99_500 }), { look: 'going', text: 'running' }],
    ['runs', run({ state: 'running', startedAt: 87_900 }), { look: 'going', text: 'running, 12 s' }],
    ['has worked', run({ state: 'done', exitCode: 0, milliseconds: 1900 }), { look: 'worked', text: '1.9 s' }],
    ['was sent', run({ state: 'sent', milliseconds: 10 }), { look: 'quiet', text: 'ran' }],
    ['is lost', run({ state: 'lost' }), { look: 'failed', text: 'not finished' }],
  ])('that %s', (_case, given, words) => {
    expect(runWords(push, given, 100_000)).toEqual(words);
  });

  it.each([
    [1, 'exit 1'],
    [2, 'exit 2'],
    [126, 'exit 126, cannot be run'],
    [127, 'exit 127, not found'],
    [130, 'exit 130, interrupted'],
    [137, 'exit 137, killed'],
    [143, 'exit 143, terminated'],
  ])('say of exit code %i what is certain', (exitCode, text) => {
    expect(runWords(push, run({ state: 'done', exitCode }), 0)).toEqual({ look: 'failed', text });
  });

  it('call what was stopped no failure, and keep its exit code', () => {
    const stopped = { look: 'quiet', text: 'stopped', detail: 'exit code 130' };
    expect(runWords(push, run({ state: 'done', exitCode: 130, isStopped: true }), 0)).toEqual(stopped);
    expect(runWords(logs, run({ state: 'done', exitCode: 130, isStopped: true }), 0)).toEqual(stopped);
    expect(runWords(logs, run({ state: 'done', exitCode: 130 }), 0)).toEqual(stopped);
    expect(runWords(logs, run({ state: 'sent', isStopped: true }), 0)).toEqual({ look: 'quiet', text: 'stopped' });
  });

  it('say of one without end that it goes on, since when, and how it ended', () => {
    expect(runWords(logs, run({ state: 'sent', startedAt: 34_900 }), 100_000)).toEqual({ look: 'going', text: 'keeps running, 1 min 5 s' });
    expect(runWords(logs, run({ state: 'sent' }), 100_000)).toEqual({ look: 'going', text: 'keeps running' });
    expect(runWords(logs, run({ state: 'done', exitCode: 0 }), 0)).toEqual({ look: 'quiet', text: 'ended' });
    expect(runWords(logs, run({ state: 'done', exitCode: 1 }), 0)).toEqual({ look: 'failed', text: 'exit 1' });
  });
});

describe('the title of an output', () => {
  const lines = (count: number): string => Array.from({ length: count }, () => 'x').join('\n');

  it('counts the lines, and says which of how many they are', () => {
    expect(outputTitle('x', 0, true)).toBe('Output, one line');
    expect(outputTitle(lines(12), 0, true)).toBe('Output, 12 lines');
    expect(outputTitle(lines(613), 2388, true)).toBe('Output, last 613 of 3,001 lines; all of it is in the terminal');
  });

  it('promises nothing that the terminal does not have', () => {
    expect(outputTitle(lines(613), 2388, false)).toBe('Output, last 613 of 3,001 lines');
    expect(outputTitle(lines(613), 20_000, true)).toBe('Output, last 613 of 20,613 lines; more of it is in the terminal');
  });
});
