import { describe, expect, it, vi } from 'vitest';
import type { DatabasePort } from '#engine/database-port.ts';
import { type Guest, GuestLoadError } from '#engine/guest-port.ts';
import type { StageOptions, StageRecording } from '#engine/stage.ts';
import { judge } from './judge.ts';
import { Report } from './report.ts';
import { buildRecording, FILES } from './testing/recording-builder.ts';
import { buildTask, WORLD } from './testing/task-builder.ts';

const engine = vi.hoisted(() => ({ runStage: vi.fn<(options: StageOptions) => StageRecording>() }));
vi.mock('#engine/simulation.ts', () => engine);

const guest: Guest = {
  language: 'python',
  files: FILES,
  check: () => [],
  load: () => {},
  turn: () => ({ countedNs: 0, nextTimerNs: -1, readyLeft: false, steps: 0, tasks: 0, syscalls: [], texts: [] }),
  restart: () => {},
  stuck: () => [],
};
const database: DatabasePort = {
  version: 0,
  reset: () => {},
  openSession: () => 1,
  closeSession: () => {},
  run: () => ({ ok: true, resultId: 0, text: '[]', rows: 0, changedRows: 0, bytes: 0, planCost: 1, sleepMs: 0, wrote: false }),
  ownerQuery: () => Array.from({ length: WORLD.load.keys.count }, () => '{"ok": true}'),
  ownerExecute: () => {},
  setVirtualTime: () => {},
  runMany: () => ({ ok: true, resultId: 0, text: '[]', rows: 0, changedRows: 0, bytes: 0, planCost: 1, sleepMs: 0, wrote: false }),
  inTransaction: () => false,
  abortTransaction: () => {},
  timeouts: () => ({ statementMs: 0, lockMs: 0 }),
};
const submission = { language: 'python', files: { 'main.py': '' }, seed: 3 } as const;

describe('judging a submission', () => {
  it('runs the stages in order with a checker of answers, tells of each, and gives a valid report', () => {
    const told: string[] = [];
    engine.runStage.mockImplementation((options) => {
      const answer = { request: 0, key: 1, status: 200, arrivedNs: 0, answeredNs: 1 };
      expect(options.checkResponse?.({ ...answer, body: '{"ok":true}' })).toBe('right');
      expect(options.checkResponse?.({ ...answer, body: '{"ok":false}' })).toBe('wrong');
      options.onProgress?.({ fraction: 0.5, virtualNs: 1, completed: 1, inFlight: 0, resources: [] });
      const collapsed = options.offeredRps > 2000;
      return { ...buildRecording(collapsed ? { completed: 100 } : {}), offeredRps: options.offeredRps };
    });
    const report = judge(buildTask(), submission, {
      guest,
      database,
      onStageStarted: (index, rps) => told.push(`start ${index} ${rps}`),
      onProgress: (index, { fraction }) => told.push(`progress ${index} ${fraction}`),
      onStageDone: (index, { passed }) => told.push(`done ${index} ${passed}`),
    });
    expect(told).toEqual(['start 0 2000', 'progress 0 0.5', 'done 0 true', 'start 1 5000', 'progress 1 0.5', 'done 1 false']);
    expect(Report.parse(report)).toEqual(report);
    expect(report).toMatchObject({ challenge: 'test', language: 'python', seed: 3, survivedRps: 2000, decidingStage: 1 });
    expect(engine.runStage.mock.calls[0]?.[0]).toMatchObject({ seed: 3, offeredRps: 2000, seconds: 2, warmupSeconds: 1 });
  });

  it('leaves a program that cannot be loaded to the caller', () => {
    engine.runStage.mockImplementation(() => {
      throw new GuestLoadError('invalid syntax', 'SyntaxError: invalid syntax', 'main.py', 3);
    });
    expect(() => judge(buildTask(), submission, { guest, database })).toThrow(GuestLoadError);
  });
});
