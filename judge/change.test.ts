import { describe, expect, it } from 'vitest';
import { assembleReport } from './assemble-report.ts';
import { describeChange } from './change.ts';
import { climbLadder } from './ladder.ts';
import type { DiagnosisEntry, Report } from './report.ts';
import { buildLoop, buildRecording, buildResource, FILES, type RecordingChanges } from './testing/recording-builder.ts';
import { buildTask } from './testing/task-builder.ts';

const task = buildTask();
const MS = 1e6;

function reportOf(stages: readonly RecordingChanges[], causes: readonly string[] = []): Report {
  const climb = climbLadder(
    task,
    () => FILES,
    (stage, index) => {
      const recording = buildRecording(stages[index] ?? {});
      return {
        recording: { ...recording, offeredRps: stage.offeredRps, answeredWithin: () => recording.completed },
        wrongExample: null,
        invariants: [],
      };
    },
  );
  const report = assembleReport(task, { language: 'python', files: { 'main.py': '' }, seed: 7 }, FILES, climb);
  if (causes.length === 0) return report;
  const entry = (cause: string): DiagnosisEntry => ({
    cause,
    resource: null,
    evidence: {},
    file: null,
    line: null,
    text: { en: '', zh: '' },
  });
  return { ...report, hash: causes.join(), diagnosis: causes.map(entry) };
}

const pool = (waitMs: number, name = 'asyncpg pool', kind: 'pool' | 'lock' | 'service' = 'pool') =>
  buildResource({ name, kind, meanWaitNs: waitMs * MS });
const english = (before: Report, after: Report) => describeChange(before, after).map(({ en }) => en);
const chinese = (before: Report, after: Report) => describeChange(before, after).map(({ zh }) => zh);

describe('what changed between two runs', () => {
  const before = reportOf([{ resources: [buildLoop(0.8)] }, { p99Ms: 900, completed: 500, resources: [buildLoop(0.99)] }]);
  const after = reportOf([{}, {}, { resources: [buildLoop(0.2)] }]);

  it('tells survival, latency and errors at the same stage, bottleneck, bound and score', () => {
    const sentences = describeChange(before, after);
    expect(sentences.map((sentence) => sentence.en)).toEqual([
      'Survives 100k requests/s, up from 2k.',
      'At 5k the p99 falls from 900 ms to 80 ms.',
      'At 5k the errors fall from 50 % to 0 %.',
      'The bottleneck (saturated event loop) is gone.',
      expect.stringMatching(/^The design tops out near/),
      expect.stringMatching(/^Score \d+, \+\d+\.$/),
    ]);
    expect(sentences[0]?.zh).toBe('扛住每秒 100k 个请求，上次为 2k，有所提升。');
    expect(sentences[2]?.zh).toBe('在 5k 档，错误率由 50% 降至 0%。');
  });

  it('says that nothing changed when nothing did', () => {
    expect(describeChange(before, before)).toHaveLength(1);
  });

  it('tells what waits less and what waits more at the highest stage that both tried', () => {
    const waiting = (poolMs: number, serviceMs: number) =>
      reportOf([{}, { p99Ms: 900, completed: 500, resources: [pool(poolMs), pool(serviceMs, 'pricing.test', 'service')] }]);
    expect(english(waiting(380, 0.2), waiting(14, 45))).toEqual(
      expect.arrayContaining([
        'There the mean wait for asyncpg pool falls from 380 ms to 14 ms.',
        'There the mean wait for pricing.test rises from 200 µs to 45 ms.',
      ]),
    );
    expect(chinese(waiting(380, 0.2), waiting(14, 45))).toContain('在该档，等待 asyncpg pool 的平均时间由 380 ms 降至 14 ms。');
  });

  it('is silent about waits that hardly differ', () => {
    const waiting = (ms: number) => reportOf([{}, { p99Ms: 900, completed: 500 + ms, resources: [pool(ms)] }]);
    expect(english(waiting(100), waiting(90)).join()).not.toContain('wait');
  });

  it('knows a lock again although its line has moved', () => {
    const locked = (name: string, ms: number) => reportOf([{}, { p99Ms: 900, completed: 500, resources: [pool(ms, name, 'lock')] }]);
    expect(english(locked('Lock main.py:18', 40), locked('Lock main.py:22', 3))).toContain(
      'There the mean wait for Lock main.py:22 falls from 40 ms to 3 ms.',
    );
  });

  it('says whether the first cause is gone, or stands behind another one now', () => {
    const [first, gone, behind] = [['pool-exhausted'], ['api-slow'], ['api-slow', 'pool-exhausted']].map((causes) =>
      reportOf([{}], causes),
    );
    if (!first || !gone || !behind) throw new Error('three reports');
    expect(english(first, gone)).toContain('The bottleneck moved from exhausted pool, which is gone, to slow or sequential API calls.');
    expect(english(first, behind)).toContain(
      'The bottleneck moved from exhausted pool, which is still there behind it, to slow or sequential API calls.',
    );
    expect(chinese(first, gone)).toContain('瓶颈由连接池耗尽（已消除）转为API 调用慢或串行。');
  });
});
