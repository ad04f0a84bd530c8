import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { runStage } from './simulation.ts';
import { answer, type Completion, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

const MS = 1e6;
const run = (handle: (request: { token: number }) => Script) => runStage(stageOptions(new ScriptedGuest(handle), smallWorld()));

function* accept(): Script {
  yield { do: 'emit', kind: SYSCALL.ACCEPT };
}

/** Takes the first connection of a pool and waits 20 ms for a second one. */
function* takeTwo(end: Script): Script {
  yield* accept();
  yield { do: 'emit', kind: SYSCALL.WAITED, token: 1 };
  yield { do: 'sleep', ns: 20 * MS };
  yield { do: 'emit', kind: SYSCALL.WAITED, token: 1, a: 20 * MS };
  yield { do: 'emit', kind: SYSCALL.HELD, token: 1, a: MS };
  yield { do: 'emit', kind: SYSCALL.HELD, token: 1, a: 21 * MS };
  yield* end;
}

function* declarePool(): Script {
  yield { do: 'emit', kind: SYSCALL.RESOURCE, token: 1, a: 5, text: 'pool\u0001asyncpg pool' };
  yield { do: 'emit', kind: SYSCALL.STARTED };
}

describe('what requests did is told', () => {
  it('also of calls that they gave up, with the time until then', () => {
    const recording = run(function* ({ token }) {
      yield* accept();
      const connected: Completion = yield { do: 'call', kind: SYSCALL.HTTP_CONNECT, text: 'http://api.test' };
      const call = 1_000_000 + token;
      yield { do: 'emit', kind: SYSCALL.HTTP_REQUEST, token: call, a: connected.b, text: 'GET http://api.test/x\n\n' };
      yield { do: 'sleep', ns: 2 * MS };
      yield { do: 'emit', kind: SYSCALL.CANCEL, token: call };
      yield* answer();
    });
    const calls = recording.lineWaits.find(({ resource }) => resource === 'api.test');
    expect(calls?.count).toBeGreaterThan(0);
    expect(calls?.givenUp).toBe(calls?.count);
    expect((calls?.serviceNs ?? 0) / (calls?.count ?? 1)).toBeCloseTo(2 * MS, -5);
    expect(recording.traces[0]?.spans.some(({ kind }) => kind === 'http')).toBe(true);
    expect(recording.answered?.callers).toBe(recording.answered?.requests);
  });

  it('of those who call nobody, how long they waited for what is not theirs', () => {
    const { answered } = run(function* () {
      yield* accept();
      yield { do: 'sleep', ns: 30 * MS };
      yield* answer();
    });
    expect(answered?.callers).toBe(0);
    expect((answered?.elsewhereNs ?? 0) / (answered?.requests ?? 1)).toBeCloseTo(30 * MS, -6);
  });

  it('of a connection that they hold while they wait for another one of the same pool', () => {
    const guest = new ScriptedGuest(() => takeTwo(answer()), declarePool);
    const recording = runStage(stageOptions(guest, smallWorld()));
    const [wait] = recording.nestedWaits ?? [];
    expect(wait).toMatchObject({ resource: 'asyncpg pool' });
    expect((wait?.queueNs ?? 0) / (wait?.count ?? 1)).toBe(20 * MS);
    expect(recording.answered?.resources.find(({ resource }) => resource === 'asyncpg pool')?.queueNs).toBeGreaterThan(0);
  });

  it('of a function of theirs in a thread, with what it waited for one', () => {
    const declare = function* (): Script {
      yield { do: 'emit', kind: SYSCALL.RESOURCE, token: 1, a: 4, text: 'threads\u0001default executor' };
      yield { do: 'emit', kind: SYSCALL.STARTED };
    };
    const guest = new ScriptedGuest(function* () {
      yield* accept();
      yield { do: 'sleep', ns: 30 * MS };
      yield { do: 'emit', kind: SYSCALL.HELD, token: 1, a: 10 * MS, b: 20 * MS };
      yield* answer();
    }, declare);
    const { answered, traces } = runStage(stageOptions(guest, smallWorld()));
    const times = answered?.resources.find(({ resource }) => resource === 'default executor');
    expect((times?.queueNs ?? 0) / (times?.count ?? 1)).toBe(20 * MS);
    expect((times?.serviceNs ?? 0) / (times?.count ?? 1)).toBe(10 * MS);
    expect(traces[0]?.spans.find(({ kind }) => kind === 'thread')).toMatchObject({ label: 'default executor', queueNs: 20 * MS });
  });

  it('and of a connection that they hold when nothing is left to happen', () => {
    const guest = new ScriptedGuest(function* () {
      yield* accept();
      yield { do: 'emit', kind: SYSCALL.WAITED, token: 1 };
      yield { do: 'forever' };
    }, declarePool);
    expect(runStage(stageOptions(guest, smallWorld())).stuck[0]).toMatchObject({ awaits: 'forever', holds: ['asyncpg pool'] });
  });
});
