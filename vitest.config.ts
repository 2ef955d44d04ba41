import { defineConfig } from 'vitest/config';

/** Parts of the screen that need a real browser. */
const inChromium = [
  'test/renderer/screen.test.ts',
  'test/renderer/presenter/presenter.test.ts',
  'test/renderer/terminal/hostile-output.test.ts',
  'test/renderer/workbench/network/network-screen.test.ts',
  'test/renderer/terminal/terminal-screen.test.ts',
  'test/renderer/workbench/pictures.test.ts',
  'test/renderer/workbench/looks.test.ts',
];

/** Every lesson on a real container engine. */
const lessonsOnEngine = 'test/differential/lessons.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/e2e/**', 'test/differential/**', ...inChromium],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', ...inChromium],
          // Each drives whole programs (the built app, the real CLI, a browser); one at a time keeps two cores honest. What passes at its
          // second try is told as such.
          retry: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'differential',
          include: ['test/differential/**/*.test.ts'],
          exclude: [lessonsOnEngine],
          // One real engine for all, started once.
          retry: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
      // Takes minutes, so `npm test` does it only when it is asked for by name.
      { test: { name: 'lessons-on-engine', include: [lessonsOnEngine], hookTimeout: 600_000 } },
    ],
  },
});
