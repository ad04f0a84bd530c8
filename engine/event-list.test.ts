import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventList } from './event-list.ts';

describe('the event list', () => {
  it('fires in order of time, and equal times in the order in which they were scheduled', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 }), (times) => {
        const list = new EventList();
        for (const [index, time] of times.entries()) list.schedule(time, 1, index, 0);
        const fired: [number, number][] = [];
        while (list.next()) fired.push([list.timeNs, list.a]);
        const expected = times.map((time, index): [number, number] => [time, index]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(fired).toEqual(expected);
      }),
    );
  });

  it('keeps order while events are added between', () => {
    const list = new EventList();
    list.schedule(5, 1, 1, 0);
    list.schedule(5, 1, 2, 0);
    expect(list.next() && list.a).toBe(1);
    list.schedule(5, 1, 3, 0);
    expect(list.next() && list.a).toBe(2);
    expect(list.next() && list.a).toBe(3);
    expect(list.next()).toBe(false);
  });

  it('fires what is due at once as if it had gone its way with the others, whatever is added before it', () => {
    const steps = fc.array(fc.record({ ahead: fc.integer({ min: -2, max: 3 }), take: fc.boolean() }), { maxLength: 400 });
    fc.assert(
      fc.property(steps, (all) => {
        const list = new EventList();
        const plain: [number, number][] = [];
        const take = () => {
          const [first] = plain.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(list.peekNs()).toBe(first?.[0] ?? Number.POSITIVE_INFINITY);
          expect(list.size).toBe(plain.length);
          expect(list.next()).toBe(first !== undefined);
          if (first) expect([list.timeNs, list.a]).toEqual(plain.shift());
        };
        for (const [index, step] of all.entries()) {
          const time = Math.max(0, list.timeNs + step.ahead);
          list.schedule(time, 1, index, 0);
          plain.push([time, index]);
          if (step.take) take();
        }
        while (plain.length > 0) take();
        take();
      }),
    );
  });

  it('fires events that stand in line as if they were among the others', () => {
    const steps = fc.array(fc.record({ time: fc.integer({ min: 0, max: 20 }), inLine: fc.boolean(), take: fc.boolean() }), {
      maxLength: 600,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const mixed = new EventList();
        const plain = new EventList();
        let lastInLine = 0;
        const take = () => {
          expect(mixed.peekNs()).toBe(plain.peekNs());
          expect(mixed.next()).toBe(plain.next());
          expect([mixed.timeNs, mixed.kind, mixed.a, mixed.b]).toEqual([plain.timeNs, plain.kind, plain.a, plain.b]);
        };
        for (const [index, step] of all.entries()) {
          lastInLine = Math.max(lastInLine, step.inLine ? step.time : 0);
          const time = step.inLine ? lastInLine : step.time;
          if (step.inLine) mixed.scheduleInLine(time, 2, index);
          else mixed.schedule(time, 2, index, 0);
          plain.schedule(time, 2, index, 0);
          if (step.take) take();
        }
        expect(mixed.size).toBe(plain.size);
        while (plain.size > 0) take();
        expect(mixed.next()).toBe(false);
      }),
    );
  });

  it('keeps a long line in order while it moves on', () => {
    const list = new EventList();
    let last = -1;
    for (let i = 0; i < 5000; i++) {
      list.scheduleInLine(i, 2, i);
      if (i % 3 === 0 && list.next()) expect(list.a).toBe(++last);
    }
    while (list.next()) expect(list.a).toBe(++last);
    expect(last).toBe(4999);
  });

  it('refuses an event in line that is due before the last one', () => {
    const list = new EventList();
    list.scheduleInLine(10, 1, 0);
    expect(() => list.scheduleInLine(9, 1, 0)).toThrow(RangeError);
  });

  it('grows beyond its first capacity', () => {
    const list = new EventList();
    for (let i = 0; i < 5000; i++) list.schedule((i * 7919) % 5000, 2, i, -i);
    let last = -1;
    let count = 0;
    while (list.next()) {
      expect(list.timeNs).toBeGreaterThanOrEqual(last);
      expect(list.b).toBe(-list.a);
      last = list.timeNs;
      count++;
    }
    expect(count).toBe(5000);
  });
});
