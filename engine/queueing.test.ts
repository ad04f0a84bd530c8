// The engine against queueing theory, at a million customers each. Formulas: Erlang C; Pollaczek-Khinchine.
import { describe, expect, it } from 'vitest';
import { simulateQueue } from './benchmark.ts';
import type { RandomStream } from './random.ts';

const exponential = (stream: RandomStream) => stream.exponential(1);

/** Mean wait of M/M/c in units of the mean service time, by Erlang's C formula. */
function erlangWait(servers: number, utilisation: number): number {
  const load = servers * utilisation;
  let blocking = 1;
  for (let k = 1; k <= servers; k++) blocking = (load * blocking) / (k + load * blocking);
  const waits = blocking / (1 - utilisation * (1 - blocking));
  return waits / (servers - load);
}

/** Mean wait of M/G/1 in units of the mean service time. */
function pollaczekKhinchine(utilisation: number, squaredVariation: number): number {
  return (utilisation / (1 - utilisation)) * ((1 + squaredVariation) / 2);
}

function meanWait(servers: number, utilisation: number, seed: number, service: (stream: RandomStream) => number): number {
  return simulateQueue({ customers: 1_000_000, servers, utilisation, seed, service }).meanWaitNs / 1e6;
}

describe('mean waiting time at a million customers', () => {
  it.each([
    [1, 0.8, 0.03],
    [1, 0.9, 0.03],
    [10, 0.8, 0.03],
    [10, 0.9, 0.03],
    [10, 0.95, 0.06],
  ])('M/M/%i at utilisation %f is within %f of Erlang', (servers, utilisation, tolerance) => {
    const expected = erlangWait(servers, utilisation);
    expect(Math.abs(meanWait(servers, utilisation, 7, exponential) / expected - 1)).toBeLessThan(tolerance);
  });

  it.each([0.8, 0.9])('M/D/1 at utilisation %f is half of M/M/1', (utilisation) => {
    expect(Math.abs(meanWait(1, utilisation, 3, () => 1) / pollaczekKhinchine(utilisation, 0) - 1)).toBeLessThan(0.03);
  });

  it('lognormal service follows Pollaczek-Khinchine', () => {
    const sigma = 0.8;
    const mean = Math.exp((sigma * sigma) / 2);
    const squaredVariation = Math.exp(sigma * sigma) - 1;
    const wait = meanWait(1, 0.8, 5, (stream) => stream.lognormal(1, sigma) / mean);
    expect(Math.abs(wait / pollaczekKhinchine(0.8, squaredVariation) - 1)).toBeLessThan(0.03);
  });
});
