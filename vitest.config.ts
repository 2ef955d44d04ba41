import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // End-to-end tests start whole programs; unit tests stay far below this.
    testTimeout: 20_000,
  },
});
