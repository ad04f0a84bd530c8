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
