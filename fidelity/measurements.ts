// What a real stack did with the programs of this room: measurements.json, with its types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Point = z.strictObject({
  offeredRps: z.number(),
  /** 2xx answers per second of the window. */
  completedRps: z.number(),
  /** Latency of 2xx answers from the scheduled arrival. */
  p50Ms: z.number(),
  p99Ms: z.number(),
  /** Share of answers without a 2xx status. */
  errorShare: z.number(),
  /** Share of updates that left no trace in the database; only where a program may lose some. */
  lostShare: z.number().optional(),
  /** The runs differed by more than 10 %. */
  noisy: z.boolean(),
});

const Program = z.strictObject({
  what: z.string(),
  /** Most 2xx answers per second at any offered rate. */
  saturationRps: z.number(),
  /** False: not even the highest offered rate saturated it, so saturationRps is a lower bound. */
  saturated: z.boolean(),
  points: z.array(Point).min(1),
});

const Measurements = z.strictObject({
  machine: z.string(),
  software: z.record(z.string(), z.string()),
  load: z.string(),
  programs: z.record(z.string(), Program),
});
export type MeasuredPoint = z.infer<typeof Point>;
export type MeasuredProgram = z.infer<typeof Program>;

export const FIDELITY_FOLDER = import.meta.dirname;

export function readMeasurements(): z.infer<typeof Measurements> {
  return Measurements.parse(JSON.parse(readFileSync(join(FIDELITY_FOLDER, 'measurements.json'), 'utf8')));
}
