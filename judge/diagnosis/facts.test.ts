import { describe, expect, it } from 'vitest';
import { diagnose } from '../diagnosis.ts';
import { buildLoop, buildRecording, buildResource, buildRun, FILES, type RecordingChanges } from '../testing/recording-builder.ts';
import { buildTask } from '../testing/task-builder.ts';

const task = buildTask();
const diagnoseStage = (changes: RecordingChanges) => diagnose(task, FILES, buildRun(task, buildRecording(changes)));

describe('what is told of a request', () => {
  it('its statements are those of the requests that have begun, not of those that still wait for a turn', () => {
    const entries = diagnoseStage({
      p99Ms: 900,
      meanMs: 400,
      arrivals: 1000,
      completed: 400,
      outcomes: { '200': 400 },
      resources: [buildLoop(0.5), buildResource({ name: 'database', kind: 'database', servers: 2, utilisation: 0.3 })],
      lineWaits: [{ line: 14, resource: 'database', queueNs: 0, serviceNs: 200e9, count: 4000 }],
    });
    const slow = entries.find((entry) => entry.cause === 'database-slow');
    expect(slow?.evidence).toMatchObject({ statementsAtLine: 10 });
    expect(slow?.text.en).toContain('A request sends 10 statements, 10 of them at main.py line 14');
  });

  it('its CPU is that of the requests that have begun where hardly any was answered', () => {
    const overload = { p99Ms: 900, resources: [buildLoop(1)], arrivals: 1000 };
    const text = (completed: number) => diagnoseStage({ ...overload, completed })[0]?.text.en;
    // 2 workers, 2 s: 4 s of CPU.
    expect(text(800)).toContain('a request costs 5 ms of CPU, ');
    expect(text(0)).toContain('a request costs 4 ms of CPU and more, ');
  });

  it("an error of Postgres' that the console shows with its fields is known by its first line", () => {
    const text = "error: deadlock detected\n    at main.ts:12 {\n  length: 328,\n  severity: 'ERROR',\n  code: '40P01',\n}";
    const run = buildRun(
      task,
      buildRecording({
        p99Ms: 20,
        outcomes: { '200': 900, '500': 100 },
        console: [{ timeNs: 1, worker: 0, level: 'error', text }],
        locks: { ...buildRecording().locks, deadlocks: 100 },
      }),
    );
    expect(diagnose(task, ['main.ts'], run)[0]).toMatchObject({ cause: 'transaction-deadlock', line: 12 });
  });

  it("an error that a program makes of a service's answer is the service's", () => {
    const service = buildResource({ name: 'http://pricing.test', kind: 'service', servers: 5000, utilisation: 0.2, errors: 16 });
    const causesOf = (message: string) => {
      const console = [{ timeNs: 1, worker: 0, level: 'error' as const, text: `Error: ${message}\n    at main.ts:9` }];
      const lineWaits = [{ line: 8, resource: 'http://pricing.test', queueNs: 0, serviceNs: 40e9, count: 1000 }];
      const changes = { p99Ms: 20, outcomes: { '200': 940, '500': 60 }, resources: [buildLoop(0.1), service], lineWaits, console };
      return diagnose(task, ['main.ts'], buildRun(task, buildRecording(changes))).map(({ cause }) => cause);
    };
    for (const message of ['pricing answered 503', 'HTTP 502', 'request failed with status code 500'])
      expect(causesOf(message)).toEqual(['api-failing']);
    expect(causesOf('no item 503')).toContain('guest-error');
  });

  it('of a chain of exceptions the last one is named, whatever its name looks like', () => {
    const text = [
      "KeyError: 'orders'",
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "main.py", line 9, in work',
      '    return len(user.orders)',
      'sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called',
      '(Background on this error at: https://sqlalche.me/e/20/xd2s)',
    ].join('\n');
    const console = [{ timeNs: 1, worker: 0, level: 'error' as const, text }];
    const run = buildRun(task, buildRecording({ p99Ms: 20, outcomes: { '200': 900, '500': 100 }, console }));
    const [first] = diagnose(task, ['main.py'], run);
    expect(first).toMatchObject({ cause: 'guest-error', line: 9 });
    expect(first?.text.en).toContain('at main.py line 9: sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called.');
  });

  it('a service whose failures the program handles is not why it refuses requests', () => {
    const service = buildResource({ name: 'http://pricing.test', kind: 'service', servers: 5000, utilisation: 0.2, errors: 50 });
    const failing = {
      ...task,
      world: { ...task.world, services: task.world.services.map((each) => ({ ...each, failures: { rate: 0.05, status: 503 } })) },
    };
    const lineWaits = [{ line: 8, resource: 'http://pricing.test', queueNs: 0, serviceNs: 40e9, count: 1000 }];
    const causesOf = (status: string) => {
      const changes = { p99Ms: 20, outcomes: { '200': 600, [status]: 400 }, resources: [buildLoop(0.1), service], lineWaits };
      return diagnose(failing, ['main.py'], buildRun(failing, buildRecording(changes))).map(({ cause }) => cause);
    };
    expect(causesOf('429')).toEqual(['load-shed']);
    expect(causesOf('502')).toContain('api-failing');
  });

  it('a redirect is named, and so is a failure that the program answers without a word on the console', () => {
    const told = (status: string) => diagnoseStage({ p99Ms: 20, outcomes: { '200': 800, [status]: 200 }, resources: [buildLoop(0.1)] });
    expect(told('307')[0]).toMatchObject({ cause: 'guest-error', evidence: { statuses: '307' } });
    expect(told('307')[0]?.text.en).toContain('20 % of the requests are answered with 307, a redirect, which the clients do not follow');
    expect(told('504')[0]).toMatchObject({
      cause: 'timeouts',
      text: { en: expect.stringContaining('answers 20 % of the requests with 504') },
    });
    expect(told('502')[0]).toMatchObject({
      cause: 'guest-error',
      text: { en: expect.stringContaining('with 502: it caught what failed') },
    });
  });

  it('the exception of a failed start-up is its line, not the link that SQLAlchemy ends with', () => {
    const message = [
      'Traceback (most recent call last):',
      '  File "main.py", line 3, in lifespan',
      'sqlalchemy.exc.IntegrityError: (sqlalchemy.dialects.postgresql.asyncpg.IntegrityError) null value in column "name"',
      '[SQL: INSERT INTO users (name) VALUES ($1)]',
      '(Background on this error at: https://sqlalche.me/e/20/gkpj)',
    ].join('\n');
    const [first] = diagnoseStage({ arrivals: 0, completed: 0, outcomes: {}, fault: { verdict: 'startup-failed', message, line: 3 } });
    expect(first?.text.en).toContain('start-up failed at main.py line 3: sqlalchemy.exc.IntegrityError: (sqlalchemy.dialects');
  });
});
