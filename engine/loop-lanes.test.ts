import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { LineProfile } from './line-profile.ts';
import { LoopLanes } from './loop-lanes.ts';
import { runStage } from './simulation.ts';
import type { LoopRecording, StageOptions, StageRecording } from './stage.ts';
import { answer, type Script, ScriptedGuest } from './testing/scripted-guest.ts';
import { smallWorld, stageOptions } from './testing/small-world.ts';

const MS = 1e6;

function record(handle: (request: { token: number }) => Script, change: Partial<StageOptions> = {}, workers = 1): StageRecording {
  const world = smallWorld({ workers: { simulated: workers, count: workers } });
  return runStage(stageOptions(new ScriptedGuest(handle), world, change));
}

const segmentsOf = (loop: LoopRecording) => loop.lanes.flatMap(({ segments }) => segments);

describe('the lanes of a stage', () => {
  it('tell who ran, without two at a time', () => {
    const { loop } = record(function* ({ token }) {
      yield { do: 'cpu', ns: token % 3 === 0 ? 8 * MS : 2 * MS };
      yield* answer();
    });
    const segments = segmentsOf(loop);
    expect(segments.length).toBeGreaterThan(50);
    for (const [index, segment] of segments.entries()) {
      expect(segment.request).toBeGreaterThan(0);
      expect(segment.toNs - segment.fromNs).toBeGreaterThanOrEqual((segment.request % 3 === 0 ? 8 : 2) * MS);
      expect(segment.fromNs).toBeGreaterThanOrEqual(segments[index - 1]?.toNs ?? 0);
    }
  });

  it('part a blocking call from the CPU before it', () => {
    const { loop } = record(function* () {
      yield { do: 'cpu', ns: 2 * MS };
      yield { do: 'block', ns: 5 * MS };
      yield* answer();
    });
    const blocked = segmentsOf(loop).filter(({ kind }) => kind === 'blocked');
    expect(blocked.length).toBeGreaterThan(20);
    for (const { fromNs, toNs, what, line } of blocked) {
      expect(toNs - fromNs).toBe(5 * MS);
      expect(what).toBe('block');
      expect(line).toBe(1);
    }
  });

  it('name the step that kept the loop', () => {
    const { loop } = record(function* () {
      yield { do: 'cpu', ns: 7 * MS };
      yield* answer();
      yield { do: 'emit', kind: SYSCALL.SLOW_STEP, a: 7 * MS, text: 'json.dumps\u0001characters' };
    });
    const slow = segmentsOf(loop).filter(({ kind }) => kind === 'slow');
    expect(slow.length).toBeGreaterThan(20);
    expect(new Set(slow.map(({ what }) => what))).toEqual(new Set(['json.dumps']));
  });

  it('lie around the largest lag of the window, which is the one that the stage tells of', () => {
    const recording = record(function* ({ token }) {
      yield { do: 'cpu', ns: token === 150 ? 80 * MS : 1 * MS };
      yield* answer();
    });
    const { largestLag, fromNs, toNs, lanes } = recording.loop;
    expect(largestLag?.lagNs).toBe(recording.loopLagNs.max);
    expect(largestLag?.atNs).toBeGreaterThanOrEqual(recording.windowStartNs);
    expect(fromNs).toBeLessThan(largestLag?.atNs ?? 0);
    expect(toNs).toBeGreaterThan(largestLag?.atNs ?? 0);
    const turn = lanes[0]?.turns.find(({ atNs }) => atNs === largestLag?.atNs);
    expect(turn?.lagNs).toBe(largestLag?.lagNs);
    expect(turn?.ready).toBeGreaterThan(2);
  });

  it('stay small, however long the stage and however many the workers', () => {
    const busy = function* () {
      for (let i = 0; i < 5; i++) yield { do: 'block' as const, ns: 100_000 };
      yield* answer();
    };
    for (const workers of [1, 2, 16]) {
      const { loop } = record(busy, { offeredRps: 500, seconds: 4 }, workers);
      expect(segmentsOf(loop).length).toBeLessThanOrEqual(1000);
      expect(loop.lanes).toHaveLength(workers);
    }
  });

  it('tell of all workers over the same time', () => {
    const { loop } = record(
      function* ({ token }) {
        yield { do: 'cpu', ns: token % 2 === 0 ? 1 * MS : 30_000 };
        yield* answer();
      },
      { offeredRps: 1500, seconds: 3 },
      2,
    );
    for (const { segments } of loop.lanes) {
      expect(segments[0]?.toNs).toBeGreaterThan(loop.fromNs);
      expect(segments.at(-1)?.fromNs).toBeLessThan(loop.toNs);
    }
  });

  it('are the same for the same stage', () => {
    const run = () =>
      record(function* ({ token }) {
        yield { do: 'cpu', ns: token * 10_000 };
        yield* answer();
      });
    const [one, two] = [run(), run()];
    expect(one.hash).toBe(two.hash);
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  });

  it('change nothing of a stage: a guest that tells of its lines has the same events as one that does not', () => {
    const program = (tells: boolean) =>
      record(function* () {
        yield { do: 'cpu', ns: 3 * MS };
        if (tells) yield { do: 'emit', kind: SYSCALL.RAN };
        yield { do: 'cpu', ns: 1 * MS };
        yield* answer();
      });
    const figures = ({ loop: _loop, profile: _profile, ...rest }: StageRecording) => JSON.stringify(rest);
    expect(figures(program(true))).toBe(figures(program(false)));
  });
});

describe('threads in use', () => {
  it('are known of the turns that began while a thread was taken, once it is given back', () => {
    const lanes = new LoopLanes(1);
    for (const at of [10, 20, 30, 40]) {
      lanes.turn(0, at, 0, 1, 1, true);
      lanes.ran(0, at, at + 5, 0, 1, 1, '');
    }
    lanes.thread(0, 15, 35);
    lanes.thread(0, 30, 45);
    expect(lanes.list().lanes[0]?.turns.map(({ threads }) => threads)).toEqual([0, 1, 2, 1]);
  });
});

describe('CPU by line', () => {
  it('adds up to what the loop was busy', () => {
    const { profile, resources } = record(function* () {
      yield { do: 'cpu', ns: 2 * MS };
      yield { do: 'block', ns: 1 * MS };
      yield* answer();
    });
    const [line] = profile.lines;
    const loop = resources.find(({ kind }) => kind === 'loop');
    const spentNs = (line?.cpuNs ?? 0) + (line?.blockedNs ?? 0) + profile.elsewhereNs;
    expect(line?.line).toBe(1);
    expect(Math.abs(spentNs / 2e9 - (loop?.utilisation ?? 0))).toBeLessThan(0.005);
    expect((line?.cpuNs ?? 0) / (line?.blockedNs ?? 1)).toBeCloseTo(2, 1);
  });

  it('keeps what a guest says of impossible lines apart', () => {
    const OWN = { kind: SYSCALL.RAN, text: '', namedNs: 0 };
    const profile = new LineProfile();
    for (const line of [0, -3, 1.5, Number.NaN, 1e12, 200_000]) profile.add(line, 10, 1, OWN);
    profile.add(100_300, 5, 0, OWN);
    expect(profile.list()).toEqual({
      lines: [{ line: 100_300, cpuNs: 5, blockedNs: 0 }],
      calls: {
        frames: [{ caller: 0, place: 0 }],
        leaves: [{ frame: 0, line: 100_300, kind: 'own', what: '', cpuNs: 5, blockedNs: 0 }],
      },
      acceptNs: 0,
      elsewhereNs: 60,
      blockedElsewhereNs: 6,
    });
  });
});
