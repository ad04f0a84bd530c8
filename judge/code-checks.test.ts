import { describe, expect, it } from 'vitest';
import type { CodeFinding } from '#engine/guest-port.ts';
import type { LineWait } from '#engine/stage.ts';
import { joinCodeChecks } from './code-checks.ts';
import { diagnose } from './diagnosis.ts';
import { CodeCheck } from './report.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const task = buildTask();
const MS = 1e6;
const at = (line: number, endLine = line) => ({ file: 'main.py', line, endLine });
const found = (rule: string, line: number, changes: Partial<CodeFinding> = {}): CodeFinding => ({
  rule,
  ...at(line),
  name: 'load',
  at: [at(line)],
  ...changes,
});
/** Per request of 1,000, ms. */
const waitAt = (line: number, resource: string, queueMs: number, serviceMs: number, calls = 1): LineWait => ({
  line,
  resource,
  queueNs: queueMs * MS * 1000,
  serviceNs: serviceMs * MS * 1000,
  count: calls * 1000,
});
const slowStep = (line: number, totalMs: number) => ({
  line,
  what: 'requests.get',
  maxSize: 0,
  unit: '',
  count: 100,
  totalNs: totalMs * MS,
  maxNs: 30 * MS,
});
const resources = [
  buildLoop(0.5),
  buildResource({ name: 'database', kind: 'database', servers: 64 }),
  buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 5 }),
  buildResource({ name: 'pricing.test', kind: 'service', servers: 50, errors: 4800 }),
  buildResource({ name: 'asyncio.Lock', kind: 'lock' }),
];

/** 1,000 requests of 400 ms that miss their p99. */
function join(changes: RecordingChanges, ...findings: CodeFinding[]): CodeCheck[] {
  const run = buildRun(task, buildRecording({ p99Ms: 900, meanMs: 400, resources, ...changes }));
  const checks = joinCodeChecks(task, FILES, run, findings, diagnose(task, FILES, run));
  for (const check of checks) {
    expect(CodeCheck.parse(check)).toEqual(check);
    const { text, effectText } = check;
    for (const { en, zh } of [text, effectText]) {
      expect(en + zh).not.toMatch(/NaN|Infinity|undefined/);
      expect(zh).toMatch(/[一-鿿]{4}/);
    }
  }
  return checks;
}
const only = (changes: RecordingChanges, finding: CodeFinding): CodeCheck => join(changes, finding)[0] as CodeCheck;

describe('findings of the code with what they cost', () => {
  it('says how long a blocking call held the loops', () => {
    const check = only({ slowSteps: [slowStep(7, 2000)] }, found('blocking-call', 7, { name: 'requests.get' }));
    expect(check.effect).toEqual({ share: 0.5, loopShare: 0.5, meanMs: 20, maxMs: 30, count: 100 });
    expect(check.effectText.en).toBe('At 8k requests/s it held the event loops 50 % of the time, 20 ms each time and 30 ms at most.');
    expect(check.text.en).toContain('`requests.get` blocks');
  });

  it('counts what a loop asks at the lines of the query, wherever those are', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 100, 0, 4), waitAt(31, 'database', 0, 60, 4), waitAt(40, 'database', 0, 200)];
    const check = only({ lineWaits }, found('query-in-loop', 12, { at: [at(31)] }));
    expect(check.effect).toMatchObject({ share: 0.4, callsPerRequest: 4, waitedMs: 160 });
    expect(check.effectText.en).toBe('At 8k requests/s a request spent 160 ms on 4 statements here, 40 % of its latency.');
  });

  it('adds up reads in a row over all of their lines', () => {
    const lineWaits = [waitAt(5, 'pricing.test', 0, 50), waitAt(6, 'pricing.test', 0, 50), waitAt(7, 'pricing.test', 0, 50)];
    const check = only({ lineWaits }, found('sequential-awaits', 5, { endLine: 6, at: [at(5), at(6)] }));
    expect(check.effect).toMatchObject({ share: 0.25, callsPerRequest: 2, waitedMs: 100 });
  });

  it('says how long requests wait for a lock', () => {
    const check = only({ lineWaits: [waitAt(9, 'asyncio.Lock', 300, 0)] }, found('lock-across-await', 9));
    expect(check.effect).toMatchObject({ share: 0.75, queueMs: 300 });
  });

  it('says what the other side refuses of a fan-out', () => {
    const check = only({ lineWaits: [waitAt(9, 'pricing.test', 0, 20, 3)] }, found('unbounded-fan-out', 3, { at: [at(9)] }));
    expect(check.effect).toMatchObject({ callsPerRequest: 3, refusedShare: 0.1 });
    expect(check.effectText.en).toBe('At 8k requests/s a request made 3 calls here, and 10 % of them failed or were refused.');
  });

  it('says what making a client keeps of the loops, also in its constructor', () => {
    const check = only({ slowSteps: [slowStep(27, 1000)] }, found('client-per-request', 65, { at: [at(65), at(26, 28)] }));
    expect(check.effect).toMatchObject({ share: 0.25, loopShare: 0.25, madeMs: 10 });
  });

  it('says that a pause is no cure where the loop is late all the same', () => {
    expect(only({ loopLagP99Ms: 70 }, found('sleep-zero', 3)).effect).toMatchObject({ loopLagP99Ms: 70 });
    expect(only({ loopLagP99Ms: 2 }, found('sleep-zero', 3)).effect).toBeNull();
  });

  it('sorts by cost, and says of what cost nothing that it did not', () => {
    const lineWaits = [waitAt(31, 'database', 0, 60, 4)];
    const checks = join(
      { lineWaits, slowSteps: [slowStep(7, 2000)] },
      found('wall-time', 2),
      found('no-timeout', 4),
      found('query-in-loop', 31),
      found('blocking-call', 7),
    );
    expect(checks.map(({ rule }) => rule)).toEqual(['blocking-call', 'query-in-loop', 'wall-time', 'no-timeout']);
    expect(checks.slice(2).map(({ effect }) => effect)).toEqual([null, null]);
    expect(checks[3]?.effectText.en).toBe('At 8k requests/s no recorded call took long enough for it to matter.');
  });

  it('is linked with the cause that the diagnosis sees at the same line', () => {
    const changes = { slowSteps: [slowStep(7, 3000)], resources: [buildLoop(0.9), ...resources.slice(1)] };
    const checks = join(changes, found('blocking-call', 7), found('query-in-loop', 31));
    expect(checks.map(({ cause }) => cause)).toEqual(['loop-blocked', null]);
  });

  it('says nothing of rules that it does not know', () => {
    expect(join({}, found('new-rule', 3))).toEqual([]);
  });
});
