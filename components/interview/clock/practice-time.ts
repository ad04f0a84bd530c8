// The clock of practice: it can be paused, nothing closes when it is over, and it is no interview.
import { z } from 'zod';

export const PracticeTime = z.object({
  limitMs: z.number(),
  /** Time that had run when it was last paused. */
  ranMs: z.number(),
  /** Null: it is paused. */
  runningSinceWallMs: z.number().nullable(),
});
export type PracticeTime = z.infer<typeof PracticeTime>;

export function beginPractice(limitMs: number, nowWallMs: number): PracticeTime {
  return { limitMs, ranMs: 0, runningSinceWallMs: nowWallMs };
}

export function practiceRemainingMs({ limitMs, ranMs, runningSinceWallMs }: PracticeTime, nowWallMs: number): number {
  const running = runningSinceWallMs === null ? 0 : Math.max(0, nowWallMs - runningSinceWallMs);
  return Math.max(0, limitMs - ranMs - running);
}

export function pausePractice(time: PracticeTime, nowWallMs: number): PracticeTime {
  return { ...time, ranMs: time.limitMs - practiceRemainingMs(time, nowWallMs), runningSinceWallMs: null };
}

export function resumePractice(time: PracticeTime, nowWallMs: number): PracticeTime {
  return time.runningSinceWallMs === null ? { ...time, runningSinceWallMs: nowWallMs } : time;
}
