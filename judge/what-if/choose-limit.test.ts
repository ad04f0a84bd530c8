import { describe, expect, it } from 'vitest';
import { CAUSES } from '../diagnosis/cause-names.ts';
import type { DiagnosisEntry, Report } from '../report.ts';
import { buildTask, WORLD } from '../testing/task-builder.ts';
import { chooseLimit, type Limit } from './choose-limit.ts';
import { liftLimit } from './lift-limit.ts';

const entry = (cause: string, resource: string | null, changes: Partial<DiagnosisEntry> = {}): DiagnosisEntry => ({
  cause,
  resource,
  evidence: {},
  file: 'main.py',
  line: 12,
  text: { en: '', zh: '' },
  ...changes,
});

function report(diagnosis: readonly DiagnosisEntry[], { passed = false, limitedBy = '' } = {}): Report {
  return {
    language: 'python',
    decidingStage: 0,
    stages: [{ passed, fault: null }],
    diagnosis,
    resources: [{ name: 'database', kind: 'database' }],
    upperBound: { rps: 1, limitedBy },
  } as unknown as Report;
}

const limit = (kind: Limit['kind'], resource = ''): Limit => ({ kind, resource, what: 'time.sleep', file: 'main.py', line: 12 });

describe('the limit that is lifted', () => {
  it('is that of the first cause that is one', () => {
    const found = chooseLimit(report([entry('timeouts', null), entry('pool-exhausted', 'asyncpg pool'), entry('hot-row', 'row locks')]));
    expect(found).toMatchObject({ kind: 'pool', resource: 'asyncpg pool' });
  });

  it('is what the design tops out at where no cause is a limit', () => {
    expect(chooseLimit(report([entry('api-slow', 'pricing.test')], { limitedBy: 'database' }))).toMatchObject({ kind: 'database' });
    expect(chooseLimit(report([entry('api-slow', 'pricing.test')]))).toBeNull();
  });

  it('is none where the run held, or its answers were wrong', () => {
    expect(chooseLimit(report([entry('none', 'database')], { passed: true, limitedBy: 'database' }))).toBeNull();
    expect(chooseLimit(report([entry('lost-updates', null)], { limitedBy: 'database' }))).toBeNull();
  });

  it('is a queue where its library makes the tasks, not where the program does', () => {
    const typescript = (resource: string) => ({ ...report([entry('queue-saturated', resource)]), language: 'typescript' }) as Report;
    expect(chooseLimit(typescript('PQueue 1'))).toMatchObject({ kind: 'queue' });
    expect(chooseLimit(typescript('jobs'))).toBeNull();
    expect(chooseLimit(report([entry('queue-saturated', 'PQueue 1')]))).toBeNull();
  });

  it('is known of every cause, or is none', () => {
    for (const cause of CAUSES) expect(() => chooseLimit(report([entry(cause, 'x')])), cause).not.toThrow();
  });
});

describe('a stage without a limit', () => {
  const { world } = buildTask();

  it('keeps what is no limit of a service', () => {
    const [service] = liftLimit(world, limit('service', 'http://pricing.test'), []).world.services;
    expect(service).toMatchObject({ rateLimitPerSecond: Number.POSITIVE_INFINITY, latency: WORLD.services[0]?.latency });
    expect(service?.concurrency).toBeGreaterThan(WORLD.services[0]?.concurrency ?? 0);
  });

  it('leaves CPU that costs a hundredth', () => {
    const { workers } = liftLimit(world, limit('cpu'), []).world;
    expect(workers.requestCpuUs).toBeCloseTo(WORLD.workers.requestCpuUs / 100);
    expect(workers.libraryCpuUs.httpCall).toBeCloseTo(WORLD.workers.libraryCpuUs.httpCall / 100);
  });

  it('names a step by its line, and a pool by its name, and gives the pool a server with connections for it', () => {
    expect(liftLimit(world, limit('step'), ['app.py', 'main.py']).lift).toEqual({ kind: 'step', line: 100_012, what: 'time.sleep' });
    const { lift, world: lifted } = liftLimit(world, limit('pool', 'asyncpg pool'), []);
    expect(lift).toEqual({ kind: 'guest', resource: 'pool', name: 'asyncpg pool' });
    expect(lifted.database.maxConnections).toBeGreaterThan(world.database.maxConnections);
    expect(lifted.database.cores).toBe(world.database.cores);
  });
});
