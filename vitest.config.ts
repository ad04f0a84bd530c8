import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{engine,runtime,judge,catalogue,interview,cli,server,components,messages,app}/**/*.test.{ts,tsx}'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // The guests and Postgres are heavy in memory: two files at a time fit a small machine.
    maxWorkers: 2,
  },
});
