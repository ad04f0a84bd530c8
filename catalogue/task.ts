// A challenge, or a world of one's own, as the task that the judge runs.
import type { World } from '#engine/world/world.ts';
import type { Task } from '#judge/task.ts';
import type { Challenge } from './schema.ts';

/** expectedSql: texts of the files in challenge.expected, in their order. */
export function challengeTask(challenge: Challenge, world: World, expectedSql: readonly string[]): Task {
  return {
    challenge: challenge.slug,
    world,
    ladder: challenge.ladder,
    slo: challenge.slo,
    expected: challenge.expected.map(({ request, staleMs }, index) => ({ request, staleMs, sql: expectedSql[index] as string })),
    goalRps: challenge.goalRps,
  };
}

/** Modelled: a world of one's own has no promise to keep, so the broadest one is shown beside its figures. */
const SIM_ERROR_RATE = 0.01;
const SIM_BACKLOG_GROWTH = 0.05;

/** `surge sim`: each rate is a stage from a fresh world, and all of them are run. */
export function simTask(world: World, rates: readonly number[], seconds: number, warmupSeconds: number): Task {
  return {
    challenge: 'sim',
    world,
    ladder: rates.map((offeredRps) => ({ offeredRps, seconds, warmupSeconds })),
    slo: { p99Ms: world.load.clientTimeoutMs, errorRate: SIM_ERROR_RATE, wrongRate: 0, backlogGrowth: SIM_BACKLOG_GROWTH },
    expected: [],
    goalRps: Math.max(...rates),
    runEveryStage: true,
  };
}

/** The same task at another scale: more simulated workers are slower to run and share less of a model. */
export function withSimulatedWorkers(task: Task, simulated: number): Task {
  return { ...task, world: { ...task.world, workers: { ...task.world.workers, simulated } } };
}
