import { course, type Course } from '../../../src/shared/course/course.ts';

/** Two steps: one makes a fleet, the other changes a file and pushes. */
export const testCourse: Course = course.parse({
  id: 'test',
  title: 'Test',
  summary: 'A course for tests.',
  minutes: 2,
  sections: [
    {
      number: '1',
      title: 'Section',
      steps: [
        {
          id: 'one',
          number: '1.1',
          title: 'One',
          aim: 'Make a fleet.',
          minutes: 1,
          folder: 'app',
          fleet: 'FleetOne',
          shows: 'device',
          blocks: [
            { kind: 'prose', html: '<p>Hello</p>' },
            { kind: 'command', id: 'make', text: 'make {{fleet}}', target: { kind: 'laptop' }, folder: 'app' },
            { kind: 'command', id: 'show', text: 'show {{uuid}}', target: { kind: 'laptop' }, folder: 'app' },
            {
              kind: 'quiz',
              id: 'ask',
              question: 'Which?',
              options: [
                { text: 'This', right: true, because: 'yes' },
                { text: 'That', right: false, because: 'no' },
              ],
            },
          ],
          checks: [{ id: 'exists', text: '{{fleet}} exists.', help: 'Make it.', predicate: { kind: 'fleet-exists', fleet: '{{fleet}}' } }],
          hints: [
            { level: 'nudge', html: '<p>1</p>' },
            { level: 'show', html: '<p>2</p>' },
          ],
          solve: ['make'],
        },
        {
          id: 'two',
          number: '1.2',
          title: 'Two',
          aim: 'Change a file.',
          minutes: 1,
          folder: 'app',
          fleet: 'FleetTwo',
          shows: 'files',
          blocks: [
            { kind: 'prose', html: '<p>Device {{uuid}} in {{fleet}}</p>' },
            { kind: 'edit', id: 'change', file: 'app/file', change: { by: 'lines', before: 'old', after: 'new' } },
            { kind: 'command', id: 'push', text: 'push {{fleet}}', target: { kind: 'laptop' }, folder: 'app' },
            { kind: 'request', id: 'ask-device', from: { kind: 'laptop' }, method: 'GET', url: 'http://10.42.0.7/' },
            { kind: 'command', id: 'logs', text: 'logs', target: { kind: 'laptop' }, folder: 'app', endless: true },
          ],
          checks: [
            {
              id: 'changed',
              text: 'It is changed.',
              help: 'Change it.',
              predicate: { kind: 'file-contains', file: 'app/file', pattern: 'new' },
            },
            { id: 'pushed', text: 'It is pushed.', help: 'Push it.', predicate: { kind: 'release-count', fleet: '{{fleet}}', atLeast: 1 } },
          ],
          hints: [{ level: 'nudge', html: '<p>1</p>' }],
          solve: ['change', 'push'],
        },
      ],
    },
  ],
});
