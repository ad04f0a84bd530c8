// What a statement's core time is made of beside its plan.
import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import { answer, type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

function* query(sql: string): Script {
  const connected: Completion = yield { do: 'call', kind: SYSCALL.DB_CONNECT };
  yield { do: 'call', kind: SYSCALL.DB_QUERY, a: connected.b, b: 0, text: `${sql}\u0001[]` };
  yield { do: 'emit', kind: SYSCALL.DB_CLOSE, a: connected.b };
  yield* answer();
}

function databaseUse(sql: string, kbUs: number): number {
  const world = smallWorld({ database: { cores: 1, connectMs: 0, roundTripMs: 0, kbUs } });
  const guest = new ScriptedGuest(() => query(sql));
  const { resources } = runStage(stageOptions(guest, world, { offeredRps: 10, seconds: 20, warmupSeconds: 1 }));
  return resources.find(({ name }) => name === 'database')?.utilisation ?? 0;
}

describe('wide columns', () => {
  it('take core time by the size of what is returned', () => {
    // 10/s for 1 ms each, and for 1 ms + 8 KB at 500 us: 1 and 5 % of a core.
    expect(databaseUse('cost 1', 500)).toBeCloseTo(0.01, 2);
    expect(databaseUse('cost 1 bytes 8192', 500)).toBeCloseTo(0.05, 2);
  });

  it('cost nothing where the world does not say so', () => {
    expect(databaseUse('cost 1 bytes 8192', 0)).toBe(databaseUse('cost 1', 0));
  });
});
