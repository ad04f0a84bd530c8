import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import { answer, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

/** One worker at 100 requests/s for 2.5 s; its successor begins to start after half a second. */
function run(handle: () => Script, startUp?: () => Script) {
  const world = smallWorld({});
  return runStage(stageOptions(new ScriptedGuest(handle, startUp), { ...world, workers: { ...world.workers, restartMs: 500 } }));
}

const crash = (reason: string, text = JSON.stringify({ reason, message: 'Error: boom\n    at main.ts:7', line: 7 })) =>
  ({ do: 'emit', kind: SYSCALL.CRASH, text }) as const;

/** Ends itself once, at its hundredth request. */
function ending(reason: string, text?: string): () => Script {
  let seen = 0;
  return function* () {
    if (++seen === 100) yield crash(reason, text);
    yield* answer();
  };
}

describe('a process that ends itself', () => {
  it('is restarted, and what it was working on is answered with 502', () => {
    const { restarts, outcomes, arrivals, fault } = run(ending('unhandledRejection'));
    expect(fault).toBeNull();
    expect(restarts).toHaveLength(1);
    expect(restarts[0]).toMatchObject({ cause: 'unhandledRejection', error: { message: 'Error: boom\n    at main.ts:7', line: 7 } });
    expect(restarts[0]?.lostRequests).toBeGreaterThanOrEqual(1);
    expect(outcomes['502']).toBeGreaterThan(30);
    expect(outcomes['502']).toBeLessThan(70);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(arrivals);
  });

  it('says so on the console', () => {
    const { console } = run(ending('exit'));
    expect(console.filter(({ level }) => level === 'error').map(({ text }) => text)).toEqual([
      'the process ended by itself (process.exit)',
    ]);
  });

  it('has only failed to start before load begins', () => {
    const { fault, restarts } = run(answer, function* () {
      yield crash('uncaughtException');
      yield { do: 'emit', kind: SYSCALL.STARTED, a: 0 };
    });
    expect(fault).toEqual({ verdict: 'startup-failed', message: 'Error: boom\n    at main.ts:7', line: 7 });
    expect(restarts).toEqual([]);
  });

  it('is believed that much also where its words make no sense', () => {
    const { restarts } = run(ending('', 'not JSON'));
    expect(restarts[0]).toMatchObject({ cause: 'exit', error: { message: '', line: 0 } });
  });
});
