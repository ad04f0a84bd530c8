// Holds the simulator against a real stack: the measured programs, run as `surge sim` runs them, in a world that states the
// measured machine. The measurements are kept beside the repository; without them there is nothing to compare.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simTask } from '#catalogue/task.ts';
import { judgeProgram } from './judge-program.ts';
import { REPOSITORY } from './paths.ts';
import { readProgram } from './read-program.ts';
import { readWorld } from './read-world.ts';

interface Measured {
  readonly file: string;
  readonly saturation: { readonly peak_completed_per_s_any_point: number };
  readonly points: readonly { readonly offered_rate: number; readonly completed_per_s: number }[];
}

const FOLDER = process.env.SURGE_FIDELITY ?? join(REPOSITORY, '..', 'shared', 'fidelity');
const MEASUREMENTS = join(FOLDER, 'measurements.json');
const present = existsSync(MEASUREMENTS);
/** As measured: 2 s of warm-up, then a window of 5 s. */
const SECONDS = 5;
const WARMUP_SECONDS = 2;
const TOLERANCE = 0.2;
const NOT_SIMULATED = /^\s*(?:import|from) (?:sqlalchemy|psycopg\w*|requests|redis|aiohttp)\b/m;

const measured: Record<string, Measured> = present ? JSON.parse(readFileSync(MEASUREMENTS, 'utf8')).programs : {};
const names = Object.keys(measured).filter((name) => !NOT_SIMULATED.test(readFileSync(join(FOLDER, fileOf(name)), 'utf8')));

function fileOf(name: string): string {
  return (measured[name] as Measured).file;
}

/** The rate at which most was completed, and the highest one, where a pool or a processor is full. */
function ratesOf({ points }: Measured): number[] {
  const best = points.reduce((most, point) => (point.completed_per_s > most.completed_per_s ? point : most));
  return [...new Set([best.offered_rate, points.at(-1)?.offered_rate ?? best.offered_rate])];
}

describe.skipIf(!present)('saturation throughput', () => {
  it.each(names)('of %s is near the measured one', async (name) => {
    const program = measured[name] as Measured;
    const world = readWorld(join(REPOSITORY, 'docs', 'fidelity', 'world.json'));
    const files = readProgram(join(FOLDER, fileOf(name)));
    const report = await judgeProgram(
      simTask(world, ratesOf(program), SECONDS, WARMUP_SECONDS),
      { language: 'python', files, seed: 1 },
      null,
    );
    const simulated = Math.max(...report.stages.map(({ throughputRps }) => throughputRps));
    const ratio = simulated / program.saturation.peak_completed_per_s_any_point;
    expect(ratio).toBeGreaterThan(1 - TOLERANCE);
    expect(ratio).toBeLessThan(1 + TOLERANCE);
  });
});
