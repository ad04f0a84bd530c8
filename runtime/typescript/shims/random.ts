// The guest's own randomness: seeded, one stream for each worker.
import { RandomStream } from '#engine/random.ts';
import { stateOf } from '../kernel/worker.ts';

const seeds = new Map<number, number>();

export function seed(value: number, worker: number): void {
  seeds.set(worker, value);
  stateOf('random', () => new RandomStream(value, `guest ${worker}`));
}

/** In a thread of the worker. */
export function seedThread(value: number, worker: number, thread: number): void {
  stateOf('random', () => new RandomStream(value, `guest ${worker} thread ${thread}`));
}

export function random(): RandomStream {
  return stateOf('random', () => new RandomStream(1, 'guest'));
}
