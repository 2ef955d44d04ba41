import { describe, expect, it } from 'vitest';
import { isQuiet, isSignedInAt, wayBetween } from '../../../src/main/course/way.ts';
import { commandBlock, type CommandBlock, type Course } from '../../../src/shared/course/course.ts';
import { testCourse } from './course-fixture.ts';

type Line = string | { in: string; text: string };

/** A course of steps `s0`, `s1`, … whose solves are these commands. */
function courseOf(steps: readonly (readonly Line[])[]): Course {
  const template = testCourse.sections[0]?.steps[0];
  if (template === undefined) throw new Error('The fixture has no step.');
  return {
    ...testCourse,
    sections: [
      {
        number: '1',
        title: 'Section',
        steps: steps.map((lines, index) => ({
          ...template,
          id: `s${index}`,
          blocks: lines.map((line, place) => commandOf(line, `c${place}`)),
          solve: lines.map((_, place) => `c${place}`),
        })),
      },
    ],
  };
}

function commandOf(line: Line, id: string): CommandBlock {
  if (typeof line === 'string') return commandBlock.parse({ kind: 'command', id, text: line, target: { kind: 'laptop' } });
  return commandBlock.parse({ kind: 'command', id, text: line.text, target: { kind: 'service', service: line.in } });
}

function way(steps: readonly (readonly Line[])[], from: string | undefined, to: string): string[] {
  return wayBetween(courseOf(steps), from, to).map(({ step, command }) => `${step.id} ${command.text}`);
}

describe('the way to a step', () => {
  const steps: Line[][] = [
    ['balena login', 'balena fleet create A'],
    ['balena push A'],
    ['balena push A', 'balena fleet create B', 'balena device move 1 --fleet B', 'balena push B'],
    [{ in: 'main', text: 'echo x > /data/x' }, 'balena push B'],
    ['balena push B'],
  ];

  it('leaves out what a later push of the same fleet makes void', () => {
    expect(way(steps, undefined, 's3')).toEqual([
      's0 balena login',
      's0 balena fleet create A',
      's2 balena push A',
      's2 balena fleet create B',
      's2 balena device move 1 --fleet B',
      's2 balena push B',
    ]);
  });

  it('keeps a push whose service a command works in afterwards', () => {
    expect(way(steps, 's2', 's4')).toContain('s2 balena push B');
    expect(way(steps, 's3', 's4')).toEqual(['s3 echo x > /data/x', 's3 balena push B']);
  });

  it('is empty for the first step', () => {
    expect(way(steps, undefined, 's0')).toEqual([]);
  });

  it('knows who is signed in by then', () => {
    expect(isSignedInAt(courseOf(steps), 's0')).toBe(false);
    expect(isSignedInAt(courseOf(steps), 's1')).toBe(true);
  });

  it.each([
    ['balena push A', true],
    ['balena push A && curl http://10.42.0.7', false],
    ['curl http://10.42.0.7', false],
    ['balena device ssh 1234567 main', false],
    ['balena fleet create A --type generic-amd64', true],
  ])('%s asks nothing of the services: %s', (text, expected) => {
    expect(isQuiet(commandOf(text, 'c'))).toBe(expected);
  });
});
