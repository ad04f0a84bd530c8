// A thread that comes free is given by one request to another: the wait belongs to the one that waited, in both languages.
import { expect, it } from 'vitest';
import { loadTrap } from '#catalogue/answers.ts';
import { loadChallenge } from '#catalogue/load.ts';
import { judge } from '#judge/judge.ts';
import { openNodePostgres } from '#runtime/postgres/node-postgres.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';
import { CHALLENGES } from './paths.ts';

const OPENERS = { python: openNodePython, typescript: openNodeTypeScript };

it.each(['python', 'typescript'] as const)(
  'in %s a request that waits for a thread has the wait and the work among its steps',
  async (language) => {
    const { task } = loadChallenge('blocked-loop', CHALLENGES);
    const ladder = task.ladder.slice(-1).map((stage) => ({ ...stage, seconds: 0.5, warmupSeconds: 0.1 }));
    const files = loadTrap('blocked-loop', language, 'everything-to-threads', CHALLENGES);
    const report = judge(
      { ...task, ladder },
      { language, files, seed: 1 },
      { guest: await OPENERS[language](), database: await openNodePostgres() },
    );
    const [slowest] = report.traces.filter(({ status }) => status === 200).sort((a, b) => b.latencyMs - a.latencyMs);
    const steps = slowest?.spans.filter(({ kind }) => kind === 'wait' || kind === 'thread') ?? [];
    expect(steps.filter(({ kind }) => kind === 'thread').length).toBe(2);
    // Most of its time, and not that of others.
    const waitedMs = steps.reduce((sum, { queueMs }) => sum + queueMs, 0);
    expect(waitedMs).toBeGreaterThan((slowest?.latencyMs ?? 0) * 0.6);
    expect(waitedMs).toBeLessThan(slowest?.latencyMs ?? 0);
  },
);
