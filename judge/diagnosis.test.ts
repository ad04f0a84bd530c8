import { describe, expect, it } from 'vitest';
import type { LineWait, Span, StageFault } from '#engine/stage.ts';
import { nameCause } from './diagnosis/cause-names.ts';
import { diagnose } from './diagnosis.ts';
import type { DiagnosisEntry } from './report.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const task = buildTask();
const MS = 1e6;
/** A stage of 1,000 requests that misses its p99; the mean latency is 400 ms unless told otherwise. */
const diagnoseStage = (changes: RecordingChanges): DiagnosisEntry[] =>
  diagnose(task, FILES, buildRun(task, buildRecording({ p99Ms: 900, meanMs: 400, ...changes })));

/** Per request: waiting and service, ms. */
const waitAt = (line: number, resource: string, queueMs: number, serviceMs: number, callsPerRequest = 1): LineWait => ({
  line,
  resource,
  queueNs: queueMs * MS * 1000,
  serviceNs: serviceMs * MS * 1000,
  count: callsPerRequest * 1000,
});
const database = (utilisation: number) => buildResource({ name: 'database', kind: 'database', servers: 64, utilisation });
const pool = (utilisation: number) => buildResource({ name: 'asyncpg pool', kind: 'pool', servers: 5, utilisation });
const service = (changes: object) => buildResource({ name: 'http://pricing.test', kind: 'service', servers: 5000, ...changes });
const errorLine = (text: string) => ({ timeNs: 1, worker: 0, level: 'error', text }) as const;
const traceback = (line: number, last: string) =>
  errorLine(`Traceback (most recent call last):\n  File "main.py", line ${line}, in work\n    x\n${last}`);

const first = (entries: readonly DiagnosisEntry[]) => {
  const entry = entries[0];
  if (entry === undefined) throw new Error('no diagnosis');
  expect(entry.text.en.length).toBeGreaterThan(30);
  expect(entry.text.zh).toMatch(/[一-鿿]{4}/);
  expect(entry.text.en + entry.text.zh).not.toMatch(/NaN|Infinity|undefined/);
  expect(nameCause(entry.cause).zh).not.toBe(entry.cause);
  return entry;
};

describe('the first bottleneck', () => {
  it('names an exhausted pool with its wait, share of latency and line', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 328, 0), waitAt(32, 'database', 0, 20)];
    const entry = first(diagnoseStage({ resources: [buildLoop(0.3), pool(1), database(0.2)], lineWaits }));
    expect(entry).toMatchObject({ cause: 'pool-exhausted', resource: 'asyncpg pool', file: 'main.py', line: 31 });
    expect(entry.evidence).toMatchObject({ utilisation: 1, servers: 5, waitMs: 328, waitingShare: 0.82 });
    expect(entry.text.en).toContain(
      'The asyncpg pool of 5 is busy 100 % of the time: requests wait 328 ms for a connection at main.py line 31, 82 %',
    );
    expect(entry.text.zh).toContain('main.py 第 31 行');
  });

  it('tells which of the others are only its symptoms, and none that it did not find', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 250, 0), waitAt(32, 'database', 60, 60)];
    const entries = diagnoseStage({ resources: [buildLoop(0.3), pool(1), database(1)], lineWaits });
    const [saturated, ...others] = entries;
    expect(saturated).toMatchObject({ cause: 'database-saturated', explains: expect.arrayContaining(['pool-exhausted']) });
    expect(others.map(({ cause }) => cause)).toEqual(expect.arrayContaining([...(saturated?.explains ?? [])]));
    expect(entries.find(({ cause }) => cause === 'pool-exhausted')?.explains).not.toContain('database-saturated');
  });

  it('names the pool whose time-outs fail requests, and connections that are held over something else', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 40, 0, 2), waitAt(32, 'database', 0, 0.1)];
    const message = 'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 0 reached, connection timed out, timeout 1.00';
    const outcomes = { '200': 900, '500': 100 };
    const entry = first(
      diagnoseStage({ resources: [buildLoop(0.3), pool(0.7), database(0.2)], lineWaits, outcomes, console: [traceback(31, message)] }),
    );
    expect(entry).toMatchObject({ cause: 'pool-exhausted', line: 31 });
    expect(entry.text.en).toContain(`10 % of the requests fail with 5xx: ${message}`);
    expect(entry.text.en).toContain('no statement runs on them');
    expect(entry.text.en).toContain('A request takes 2: one that asks for a second');
  });

  it('what is merely slow is no cause where only an invariant does not hold', () => {
    const lineWaits = [waitAt(32, 'database', 0, 19, 5)];
    const run = buildRun(task, buildRecording({ p99Ms: 40, meanMs: 20, lineWaits }), 0, [
      { id: 'stock', broken: 3, off: -3, successes: 1000, share: 0.003 },
    ]);
    expect(diagnose(task, FILES, run).map(({ cause }) => cause)).toEqual(['lost-updates']);
  });

  it('names the table that is read in full for want of an index', () => {
    const lineWaits = [waitAt(32, 'database', 100, 200)];
    const scans = [{ table: 'events', line: 32, count: 900 }];
    const entry = first(diagnoseStage({ resources: [buildLoop(0.1), database(0.99)], lineWaits, scans, succeeded: [1000] }));
    expect(entry).toMatchObject({ cause: 'database-saturated', line: 32 });
    expect(entry.text.en).toContain('reads the whole table events (Seq Scan) at main.py line 32');
    expect(entry.text.zh).toContain('整张表 events');
  });

  it('tells conflicts from requests that the program does not understand', () => {
    const refused = first(diagnoseStage({ outcomes: { '2xx': 900, '409': 60, '423': 40 } }));
    expect(refused).toMatchObject({ cause: 'guest-error', evidence: { statuses: '409, 423' } });
    expect(refused.text.en).toContain('they conflict with others');
    expect(first(diagnoseStage({ outcomes: { '2xx': 900, '404': 100 } })).text.en).toContain("check the route's path");
    const mostlyLate = first(diagnoseStage({ outcomes: { '2xx': 600, '409': 40, timeout: 360 }, resources: [buildLoop(1)] }));
    expect(mostlyLate.cause).not.toBe('guest-error');
  });

  it('names the lock, the semaphore or the threads that requests wait for', () => {
    for (const [kind, cause] of [
      ['lock', 'lock-contention'],
      ['semaphore', 'semaphore-limited'],
      ['threads', 'thread-starvation'],
    ] as const) {
      const resource = buildResource({ name: 'the limit', kind, servers: 3, utilisation: 0.98 });
      const entry = first(diagnoseStage({ resources: [buildLoop(0.2), resource], lineWaits: [waitAt(12, 'the limit', 300, 10)] }));
      expect(entry).toMatchObject({ cause, resource: 'the limit', line: 12, evidence: { waitingShare: 0.75 } });
    }
  });

  it('of two saturated limits names the one with more waiting', () => {
    const lock = buildResource({ name: 'asyncio.Lock', kind: 'lock', utilisation: 0.9 });
    const lineWaits = [waitAt(5, 'asyncio.Lock', 60, 0), waitAt(9, 'asyncpg pool', 200, 0)];
    const entries = diagnoseStage({ resources: [buildLoop(0.2), lock, pool(1)], lineWaits });
    expect(entries.map((entry) => entry.cause)).toEqual(['pool-exhausted', 'lock-contention']);
  });

  it('names the call that blocks the loop, before a pool that is full only because of it', () => {
    const slowSteps = [{ line: 14, what: 'time.sleep', unit: '', maxSize: 0, count: 360, totalNs: 3_600 * MS, maxNs: 10 * MS }];
    const lineWaits = [waitAt(20, 'asyncpg pool', 390, 0)];
    const entries = diagnoseStage({ resources: [buildLoop(0.98), pool(1)], slowSteps, lineWaits, loopLagP99Ms: 120 });
    expect(first(entries)).toMatchObject({
      cause: 'loop-blocked',
      line: 14,
      evidence: { what: 'time.sleep', blockedShare: 0.9, meanMs: 10 },
    });
    expect(entries[1]?.cause).toBe('pool-exhausted');
    expect(entries.some((entry) => entry.cause === 'loop-saturated')).toBe(false);
  });

  it('says what to do about a client that is constructed for each request', () => {
    const slowSteps = [{ line: 8, what: 'httpx.AsyncClient()', unit: '', maxSize: 0, count: 140, totalNs: 3_700 * MS, maxNs: 27 * MS }];
    const entry = first(diagnoseStage({ resources: [buildLoop(0.99)], slowSteps }));
    expect(entry.text.en).toContain('httpx.AsyncClient() at main.py line 8 blocks the event loop 26.4 ms each time');
    expect(entry.text.en).toContain('one client at start-up');
  });

  it('names a built-in that blocks the loop, with the size of its argument, in both languages', () => {
    const slowSteps = [
      { line: 12, what: 'json.dumps', unit: 'characters', maxSize: 4_200_000, count: 100, totalNs: 3_700 * MS, maxNs: 37 * MS },
    ];
    const entry = first(diagnoseStage({ resources: [buildLoop(0.99)], slowSteps }));
    expect(entry.text.en).toContain('json.dumps of 4200000 characters at main.py line 12 blocks the event loop 37 ms each time');
    expect(entry.text.en).toContain('the GIL');
    expect(entry.text.zh).toContain('json.dumps（4200000 个字符）');
    expect(entry).toMatchObject({ cause: 'loop-blocked', evidence: { what: 'json.dumps' } });
  });

  it('names a rare long block that only the p99 feels', () => {
    const slowSteps = [{ line: 40, what: 'CPU', unit: '', maxSize: 0, count: 1, totalNs: 400 * MS, maxNs: 400 * MS }];
    expect(first(diagnoseStage({ resources: [buildLoop(0.3)], slowSteps, meanMs: 30 }))).toMatchObject({ cause: 'loop-blocked', line: 40 });
  });

  it('tells a loop that is used up by many small steps from a blocked one, with the CPU of a request', () => {
    const lineWaits = [waitAt(22, 'database', 0, 100, 10), waitAt(18, 'database', 0, 10, 1)];
    const entries = diagnoseStage({ resources: [buildLoop(0.99), database(0.3)], lineWaits });
    // 2 workers x 2 s x 0.99 over 1,000 requests.
    expect(first(entries)).toMatchObject({
      cause: 'loop-saturated',
      line: 22,
      evidence: { cpuUsPerRequest: 3960, statementsPerRequest: 11 },
    });
    expect(entries.map((entry) => entry.cause)).toEqual(['loop-saturated', 'database-slow']);
  });

  it('names full database cores before the pool that is full because of them', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 350, 0), waitAt(32, 'database', 40, 8)];
    const entries = diagnoseStage({ resources: [buildLoop(0.4), pool(1), database(0.99)], lineWaits });
    expect(entries.map((entry) => entry.cause)).toEqual(['database-saturated', 'pool-exhausted']);
    expect(first(entries).evidence).toMatchObject({ cores: 64, utilisation: 0.99, statementsPerRequest: 1 });
  });

  it('names one statement after the other as N+1, with the line', () => {
    const lineWaits = [waitAt(24, 'database', 0, 300, 10), waitAt(20, 'database', 0, 20, 1)];
    const entry = first(diagnoseStage({ lineWaits }));
    expect(entry).toMatchObject({ cause: 'database-slow', line: 24, evidence: { statementsAtLine: 10, latencyShare: 0.8 } });
    expect(entry.text.en).toContain('sends 11 statements, 10 of them at main.py line 24, one after the other');
  });

  it('names a single slow statement without calling it N+1', () => {
    expect(first(diagnoseStage({ lineWaits: [waitAt(24, 'database', 0, 380)] })).text.en).not.toContain('N+1');
  });

  it('names API calls that run one after the other', () => {
    const entry = first(
      diagnoseStage({ resources: [buildLoop(0.3), service({})], lineWaits: [waitAt(17, 'http://pricing.test', 0, 360, 9)] }),
    );
    expect(entry).toMatchObject({ cause: 'api-slow', line: 17, evidence: { callsPerRequest: 9, latencyShare: 0.9 } });
    expect(entry.text.en).toContain('9 times on average at main.py line 17, one after the other');
  });

  it('does not call them so when the sampled requests make them at the same time', () => {
    const span = (startMs: number): Span => ({
      kind: 'http',
      label: 'http://pricing.test',
      line: 17,
      startNs: startMs * 1e6,
      endNs: (startMs + 40) * 1e6,
      queueNs: 0,
    });
    const trace = { request: 0, worker: 0, method: 'GET', path: '/', status: 200, arrivedNs: 0, answeredNs: 400e6 };
    const lineWaits = [waitAt(17, 'http://pricing.test', 0, 360, 9)];
    const textOf = (starts: readonly number[]) =>
      first(diagnoseStage({ resources: [buildLoop(0.3), service({})], lineWaits, traces: [{ ...trace, spans: starts.map(span) }] })).text
        .en;
    expect(textOf([0, 1, 2])).not.toContain('one after the other');
    expect(textOf([0, 50, 100])).toContain('one after the other');
  });

  it('names a service that is full', () => {
    const resources = [buildLoop(0.3), service({ utilisation: 0.99 })];
    const entries = diagnoseStage({ resources, lineWaits: [waitAt(17, 'http://pricing.test', 250, 100, 2)] });
    expect(entries.map((entry) => entry.cause)).toEqual(['api-saturated']);
    expect(first(entries).evidence.waitingShare).toBe(0.625);
  });

  it('names a service that is full although those in its line give up before their turn', () => {
    const full = service({ utilisation: 0.98, servers: 160, series: { utilisation: [0.98], queue: [40] } });
    const entries = diagnoseStage({ resources: [buildLoop(0.3), full], lineWaits: [waitAt(17, 'http://pricing.test', 0, 30, 2)] });
    expect(entries.map((entry) => entry.cause)).toEqual(['api-saturated']);
    expect(first(entries).evidence.waitMs).toBe(5);
  });

  it('says of a call that requests share that the others wait for it too', () => {
    const shared = { lineWaits: [waitAt(17, 'http://pricing.test', 0, 80, 0.4)] };
    const answered = { requests: 1000, latencyNs: 400e9, callers: 400, elsewhereNs: 200e9, resources: [] };
    const entry = first(diagnoseStage({ resources: [buildLoop(0.3), service({})], answered, ...shared }));
    expect(entry).toMatchObject({ cause: 'api-slow', line: 17 });
    expect(entry.text.en).toContain('A call takes 200 ms on average');
  });

  it("names a service that is full before the client's own pool, which waits for it", () => {
    const pool = (name: string) => buildResource({ name, kind: 'pool', servers: 200, utilisation: 1 });
    const causes = (name: string) => {
      const lineWaits = [
        waitAt(17, 'http://pricing.test', 70, 100, 1),
        { line: 17, resource: name, queueNs: 260e9, serviceNs: 0, count: 1000 },
      ];
      return diagnoseStage({ resources: [buildLoop(0.3), service({ utilisation: 1 }), pool(name)], lineWaits }).map(({ cause }) => cause);
    };
    expect(causes('httpx pool').slice(0, 2)).toEqual(['api-saturated', 'pool-exhausted']);
    expect(causes('asyncpg pool')[0]).toBe('pool-exhausted');
  });

  it('names a rate limit with the rate that the program asks for', () => {
    const entry = first(
      diagnoseStage({
        resources: [buildLoop(0.3), service({ errors: 6000 * 16 })],
        lineWaits: [waitAt(17, 'http://pricing.test', 0, 40, 9)],
        outcomes: { '200': 300, '500': 700 },
        console: [traceback(17, "httpx.HTTPStatusError: Client error '429 Too Many Requests' for url 'http://pricing.test/prices/1'")],
      }),
    );
    expect(entry).toMatchObject({ cause: 'rate-limited', line: 17, evidence: { demandRps: 72000, limitRps: 50000, callsPerRequest: 9 } });
  });

  it('measures refused calls by the calls that were made, not by requests that never began', () => {
    // 500 of 1,000 requests began and made 16,000 calls: 256,000 of the fleet, 160,000 refused.
    const entry = diagnoseStage({
      completed: 500,
      outcomes: { '200': 500 },
      resources: [buildLoop(1), service({ errors: 160_000 })],
      lineWaits: [waitAt(17, 'http://pricing.test', 0, 40, 16)],
    }).find(({ cause }) => cause === 'rate-limited');
    expect(entry?.evidence).toMatchObject({ errorShare: 0.625, callsPerRequest: 32 });
  });

  it('names an API whose failures the program does not handle', () => {
    const entry = first(
      diagnoseStage({
        resources: [buildLoop(0.3), service({ errors: 45 * 16 })],
        lineWaits: [waitAt(17, 'http://pricing.test', 0, 40, 9)],
        outcomes: { '200': 955, '500': 45 },
        console: [traceback(17, "httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'http://pricing.test/prices/1'")],
      }),
    );
    expect(entry).toMatchObject({ cause: 'api-failing', line: 17, evidence: { errorShare: 0.005 } });
  });

  it('names a rate limit before the loop that retries at once keep busy', () => {
    const pricing = (errors: number) =>
      buildResource({ name: 'http://pricing.test', kind: 'service', servers: 5000, utilisation: 0.2, errors });
    const causes = (errors: number) =>
      diagnoseStage({
        p99Ms: 2000,
        completed: 500,
        resources: [buildLoop(1), pricing(errors)],
        lineWaits: [waitAt(17, 'http://pricing.test', 0, 40, 16)],
      });
    // 1,000 requests of 2 of 32 workers make 16,000 calls: 256,000 of the fleet.
    const [entry, next] = causes(240_000);
    expect([entry?.cause, next?.cause]).toEqual(['rate-limited', 'loop-saturated']);
    expect(entry?.text.en).toContain('Most calls are retries of refused ones');
    expect(causes(20_000).map(({ cause }) => cause)[0]).toBe('loop-saturated');
  });

  it('names refused connections with the arithmetic of workers and connections', () => {
    const connections = buildResource({ name: 'connections', kind: 'connections', servers: 600, utilisation: 1, errors: 120 });
    const entry = first(
      diagnoseStage({
        resources: [buildLoop(0.3), connections],
        outcomes: { '200': 800, '500': 200 },
        console: [traceback(11, 'asyncpg.exceptions.TooManyConnectionsError: sorry, too many clients already')],
      }),
    );
    expect(entry).toMatchObject({
      cause: 'connections-refused',
      line: 11,
      evidence: { refused: 120, maxConnections: 600, connectionsPerWorker: 18 },
    });
  });

  it('names refused connections first where all that requests do is time out', () => {
    const connections = buildResource({ name: 'connections', kind: 'connections', servers: 600, utilisation: 1, errors: 8000 });
    const [entry, next] = diagnoseStage({ resources: [buildLoop(1), connections], p99Ms: 2000, outcomes: { timeout: 1000 }, completed: 0 });
    expect([entry?.cause, next?.cause]).toEqual(['connections-refused', 'loop-saturated']);
    // 2 of 32 workers: 500 refusals for 1,000 requests.
    expect(entry?.text.en).toContain('one for every 2 requests');
  });

  it.each([
    'Traceback\n  File "main.py", line 12, in startup\nasyncpg.exceptions.TooManyConnectionsError: sorry',
    'error: sorry, too many clients already',
  ])('names a start-up that failed for want of connections as that: %s', (message) => {
    const fault = { verdict: 'startup-failed', message, line: 0 };
    const entries = diagnoseStage({ fault, arrivals: 0, completed: 0, outcomes: {} });
    expect(entries.map((entry) => entry.cause)).toEqual(['connections-refused', 'startup-failed']);
    expect(first(entries).text.en).toContain('the program cannot start');
  });

  it("names the program's own exception by the last line of its traceback", () => {
    const entry = first(diagnoseStage({ p99Ms: 20, outcomes: { '200': 900, '500': 100 }, console: [traceback(23, "KeyError: 'price'")] }));
    expect(entry).toMatchObject({ cause: 'guest-error', line: 23, evidence: { failedShare: 0.1, error: "KeyError: 'price'" } });
  });

  it('names a route that refuses valid requests', () => {
    expect(first(diagnoseStage({ p99Ms: 20, outcomes: { '200': 1, '404': 999 } }))).toMatchObject({
      cause: 'guest-error',
      evidence: { statuses: '404' },
    });
  });

  it('calls load that the program sheds what it is, behind what is saturated', () => {
    const shed = { outcomes: { '200': 600, '503': 400 } };
    expect(first(diagnoseStage(shed)).cause).toBe('load-shed');
    const entries = diagnoseStage({ ...shed, resources: [buildLoop(0.2), pool(1)], lineWaits: [waitAt(31, 'asyncpg pool', 300, 0)] });
    expect(entries.map((entry) => entry.cause)).toEqual(['pool-exhausted', 'load-shed']);
  });

  it('puts wrong answers first when they break the promise', () => {
    const lineWaits = [waitAt(31, 'asyncpg pool', 300, 0)];
    const outcomes = { '200': 920, wrong: 20, stale: 60 };
    const entries = diagnoseStage({ resources: [buildLoop(0.2), pool(1)], lineWaits, outcomes });
    expect(entries.map((entry) => entry.cause)).toEqual(['stale-answers', 'wrong-answers', 'pool-exhausted']);
    expect(first(entries)).toMatchObject({ evidence: { count: 60, share: 0.06, limit: 0 } });
  });

  it('names what the requests in a deadlock await', () => {
    const fault = { verdict: 'deadlock', message: 'nothing left to run', line: 0 };
    const stuck = [1, 2, 3, 4].map((request) => ({
      request,
      line: request === 4 ? 9 : 27,
      awaits: request === 4 ? 'asyncio.sleep' : 'Pool.acquire',
    }));
    const entry = first(diagnoseStage({ fault, stuck, completed: 0 }));
    expect(entry).toMatchObject({ cause: 'deadlock', line: 27, evidence: { awaits: 'Pool.acquire', stuckThere: 3 } });
    expect(entry.text.en).toContain('75 % of those still open await Pool.acquire at main.py line 27');
  });

  it('a loop that waits for its own tasks is told where it waits', () => {
    const fault = { verdict: 'deadlock', message: 'threading.Lock is held by a task that awaits', line: 7 };
    const stuck = [{ request: 1, line: 9, awaits: 'sleep' }];
    const entry = first(diagnoseStage({ fault, stuck, completed: 0 }));
    expect(entry).toMatchObject({ cause: 'deadlock', line: 7 });
    expect(entry.text.en).toContain('threading.Lock is held by a task that awaits');
  });

  it('names each fault of the engine with its line', () => {
    for (const verdict of [
      'startup-failed',
      'endless-loop',
      'endless-call',
      'spinning',
      'too-many-tasks',
      'memory',
      'stack-overflow',
      'guest-crashed',
      'too-many-events',
    ]) {
      const fault: StageFault = { verdict, message: 'what happened', line: 33 };
      expect(first(diagnoseStage({ fault }))).toMatchObject({ cause: verdict, file: 'main.py', line: 33 });
    }
  });

  it('names connections that are opened for each request', () => {
    const wait = { line: 6, resource: 'connections', queueNs: 0, serviceNs: 40_000 * MS, count: 1000 };
    const late = { p99Ms: 3000, meanMs: 100 };
    expect(first(diagnoseStage({ ...late, lineWaits: [wait] }))).toMatchObject({
      cause: 'connections-churn',
      line: 6,
      evidence: { connectsPerRequest: 1, connectMs: 40, latencyShare: 0.4 },
    });
  });

  it('speaks of time-outs when nothing explains them, with what the requests stand at', () => {
    const stuck = [1, 2].map((request) => ({ request, line: 12, awaits: 'asyncio.Event.wait' }));
    const entry = first(diagnoseStage({ completed: 950, stuck }));
    expect(entry).toMatchObject({ cause: 'timeouts', line: 12, evidence: { timeoutShare: 0.05, awaits: 'asyncio.Event.wait' } });
  });

  it('tells where the time goes when no resource is to blame', () => {
    const entry = first(diagnoseStage({ lineWaits: [waitAt(12, 'asyncio.sleep', 0, 390)] }));
    expect(entry).toMatchObject({ cause: 'slow-requests', line: 12 });
  });

  it('finds nothing wrong with a healthy stage and says what would give way next', () => {
    const entry = first(diagnoseStage({ p99Ms: 80, meanMs: 20 }));
    expect(entry).toMatchObject({ cause: 'none', line: null, resource: 'event loop', evidence: { nextLimitRps: 20000 } });
    expect(entry.text.en).toContain('The next limit is near 20k requests/s');
  });

  it('does not call a stage unsaturated that holds with its event loops full', () => {
    const entry = first(diagnoseStage({ p99Ms: 80, meanMs: 20, resources: [buildLoop(0.99)] }));
    expect(entry.cause).toBe('none');
    expect(entry.text.en).toContain('It only just holds');
  });
});
