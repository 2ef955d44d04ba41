import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Parts of the screen that need a real browser. */
const inChromium = [
  'test/renderer/screen.test.ts',
  'test/renderer/lesson/command-block-screen.test.ts',
  'test/renderer/lesson/narrow-pane.test.ts',
  'test/renderer/lesson/steady-blocks.test.ts',
  'test/renderer/lesson/forced-colours.test.ts',
  'test/renderer/presenter/presenter.test.ts',
  'test/renderer/terminal/screen/hostile-output.test.ts',
  'test/renderer/workbench/network/network-screen.test.ts',
  'test/renderer/terminal/screen/shown-command.test.ts',
  'test/renderer/terminal/screen/terminal-screen.test.ts',
  'test/renderer/terminal/tabs/terminal-tabs.test.ts',
  'test/renderer/terminal/tabs/closed-terminals.test.ts',
  'test/renderer/terminal/tabs/tab-order.test.ts',
  'test/renderer/workbench/pictures.test.ts',
  'test/renderer/workbench/looks.test.ts',
  'test/renderer/workbench/coming.test.ts',
];

/** What is waited for may take its time where a machine is busy; one second is vitest's own. */
const expect = { poll: { timeout: 10_000 } };

/** As the others, but it waits most of its time for a cloud that is 200 ms away: `npm test` does it beside the unit tests. */
const farCloud = 'test/e2e/open-balena.test.ts';

/** Every lesson on a real container engine. */
const lessonsOnEngine = 'test/differential/lessons.test.ts';

/** One file at a time. What passes at its second try is told as such. */
const inTurn = { retry: 1, fileParallelism: false, testTimeout: 400_000, expect };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/e2e/**', 'test/differential/**', ...inChromium],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          // Many wait for a shell or a clock: vitest's own choice leaves one core of two idle.
          maxWorkers: availableParallelism(),
          expect,
        },
      },
      // Each drives whole programs: the built app, the real CLI, a browser.
      { test: { ...inTurn, name: 'e2e', include: ['test/e2e/**/*.test.ts'], exclude: [farCloud], hookTimeout: 120_000 } },
      { test: { ...inTurn, name: 'far-cloud', include: [farCloud], hookTimeout: 120_000 } },
      { test: { ...inTurn, name: 'screens', include: inChromium, hookTimeout: 120_000 } },
      // One real engine for all, started once.
      {
        test: {
          ...inTurn,
          name: 'differential',
          include: ['test/differential/**/*.test.ts'],
          exclude: [lessonsOnEngine],
          hookTimeout: 600_000,
        },
      },
      // Takes minutes, so `npm test` does it only when it is asked for by name.
      { test: { name: 'lessons-on-engine', include: [lessonsOnEngine], hookTimeout: 600_000 } },
    ],
  },
});
