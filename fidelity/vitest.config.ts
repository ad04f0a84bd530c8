import { defineConfig } from 'vitest/config';

// Apart from the unit tests: half a minute of simulation, which the quick check leaves out.
export default defineConfig({ test: { root: `${import.meta.dirname}/..`, include: ['fidelity/**/*.test.ts'], testTimeout: 300_000 } });
