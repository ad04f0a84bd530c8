// The one moment of virtual time that everything in the results shows. Apart from React: while time is scrubbed, sixty times a
// second, only what reads the moment changes and no tree is rendered for it.

export const SPEEDS = [0.01, 0.1, 0.5, 1] as const;
export type Speed = (typeof SPEEDS)[number];

export const BUCKET_MS = 100;

export interface Moment {
  /** Virtual ms since the measured window began; null: the whole stage. */
  readonly atMs: number | null;
  /** Of the window; 0: there is nothing to scrub. */
  readonly totalMs: number;
  readonly playing: boolean;
  /** Virtual time per time. */
  readonly speed: Speed;
}

export class MomentStore {
  #moment: Moment = { atMs: null, totalMs: 0, playing: false, speed: 0.5 };
  #of: unknown = null;
  readonly #listeners = new Set<() => void>();

  get moment(): Moment {
    return this.#moment;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another stage of the same result keeps the place in it; another result begins with the whole stage. */
  aim(of: unknown, totalMs: number): void {
    const { atMs, totalMs: before } = this.#moment;
    const same = of === this.#of;
    this.#of = of;
    if (same && totalMs === before) return;
    const kept = same && atMs !== null && before > 0 && totalMs > 0;
    this.#change({ totalMs, atMs: kept ? (atMs / before) * totalMs : null, playing: false });
  }

  /** By hand, which ends the playing. */
  set(atMs: number | null): void {
    const { totalMs } = this.#moment;
    if (totalMs === 0) return;
    this.#change({ atMs: atMs === null ? null : Math.min(totalMs, Math.max(0, atMs)), playing: false });
  }

  /** To the next or an earlier multiple of a step; from the whole stage to its beginning. */
  step(byMs: number): void {
    const { atMs } = this.#moment;
    if (atMs === null) {
      this.set(byMs > 0 ? 0 : null);
      return;
    }
    const size = Math.abs(byMs);
    const steps = byMs > 0 ? Math.floor(atMs / size + 1e-6) + 1 : Math.ceil(atMs / size - 1e-6) - 1;
    this.set(steps * size);
  }

  setSpeed(speed: Speed): void {
    this.#change({ speed });
  }

  /** From the beginning, if the end is reached. */
  play(): void {
    const { atMs, totalMs } = this.#moment;
    if (totalMs > 0) this.#change({ playing: true, atMs: atMs === null || atMs >= totalMs ? 0 : atMs });
  }

  pause(): void {
    this.#change({ playing: false });
  }

  /** So much time has passed for who looks at it. */
  advance(elapsedMs: number): void {
    const { atMs, totalMs, speed, playing } = this.#moment;
    if (!playing) return;
    const next = Math.min(totalMs, (atMs ?? 0) + elapsedMs * speed);
    this.#change({ atMs: next, playing: next < totalMs });
  }

  #change(change: Partial<Moment>): void {
    const next = { ...this.#moment, ...change };
    const same = (Object.keys(change) as (keyof Moment)[]).every((key) => next[key] === this.#moment[key]);
    if (same) return;
    this.#moment = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Index of the 100 ms that the moment is in; null: the whole stage. The end belongs to the last one. */
export function bucketOf({ atMs, totalMs }: Moment): number | null {
  if (atMs === null) return null;
  return Math.min(Math.max(0, Math.ceil(totalMs / BUCKET_MS - 1e-6) - 1), Math.floor(atMs / BUCKET_MS + 1e-6));
}
