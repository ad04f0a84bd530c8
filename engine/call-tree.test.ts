import { describe, expect, it } from 'vitest';
import { SYSCALL } from './guest-port.ts';
import { LineProfile } from './line-profile.ts';

const OWN = { kind: SYSCALL.RAN, text: '', namedNs: 0 };
const QUERY = { kind: SYSCALL.DB_QUERY, text: 'SELECT 1', namedNs: 30 };
const calls = (profile: LineProfile) => profile.list().calls;

describe('the tree of calls', () => {
  it('gives a line’s time to the path along which it is called at that moment', () => {
    const profile = new LineProfile();
    profile.called(12, 1, '40,10');
    profile.add(12, 100, 0, OWN);
    profile.called(12, 2, '50,10');
    profile.add(12, 7, 0, OWN);
    profile.called(12, 1, '');
    profile.add(12, 100, 0, OWN);
    const { frames, leaves } = calls(profile);
    expect(frames.map(({ place }) => place)).toEqual([0, 40, 10, 50, 10]);
    expect(leaves.map(({ frame, cpuNs }) => [frame, cpuNs])).toEqual([
      [2, 200],
      [4, 7],
    ]);
  });

  it('tells a line’s own CPU from the library’s, a built-in’s and what was only blocked', () => {
    const profile = new LineProfile();
    profile.add(5, 100, 0, QUERY);
    profile.add(5, 50, 0, { kind: SYSCALL.RAN, text: 'json.dumps', namedNs: 40 });
    profile.add(5, 1, 1000, { kind: SYSCALL.BLOCK, text: 'time.sleep', namedNs: 0 });
    expect(calls(profile).leaves.map(({ kind, what, cpuNs, blockedNs }) => [kind, what, cpuNs, blockedNs])).toEqual([
      ['own', '', 81, 0],
      ['library', 'database-call', 30, 0],
      ['built-in', 'json.dumps', 40, 0],
      ['blocked', 'time.sleep', 0, 1000],
    ]);
  });

  it('adds up to the lines', () => {
    const profile = new LineProfile();
    for (let i = 0; i < 1000; i++) {
      profile.called(1 + (i % 7), 1 + (i % 5), `${100 + (i % 5)}`);
      profile.add(1 + (i % 7), i, i % 3, i % 2 ? QUERY : OWN);
    }
    const { lines, calls: tree } = profile.list();
    const sum = (values: readonly { cpuNs: number; blockedNs: number }[]) =>
      values.map((at) => at.cpuNs + at.blockedNs).reduce((a, b) => a + b);
    expect(sum(tree.leaves)).toBe(sum(lines));
  });

  it('stays small and does not believe what a hostile guest says', () => {
    const profile = new LineProfile();
    for (let i = 0; i < 20_000; i++) {
      profile.called(1 + (i % 300), i, `${i},${i * 7},x,-4,1e99`);
      profile.add(1 + (i % 300), 1, 1, { kind: SYSCALL.RAN, text: `name ${i}`, namedNs: 1e9 });
    }
    for (const path of [-1, 0.5, Number.NaN, 1e12]) profile.called(3, path, '1,2');
    for (const line of [0, -1, 1.5, Number.NaN, 1e12]) profile.called(line, 1, '1,2');
    const { frames, leaves } = calls(profile);
    expect(frames.length).toBeLessThanOrEqual(2_000);
    expect(leaves.length).toBeLessThanOrEqual(2_000);
  });
});
