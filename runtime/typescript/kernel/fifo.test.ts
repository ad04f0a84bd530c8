import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from './fifo.ts';

it('a fifo gives its items back in order, whatever is pushed, taken and removed between', () => {
  const step = fc.oneof(fc.constant('push'), fc.constant('shift'), fc.record({ remove: fc.nat(30) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const fifo = new Fifo<number>();
      const plain: number[] = [];
      let next = 0;
      for (const each of steps) {
        if (each === 'push') {
          fifo.push(next);
          plain.push(next++);
        } else if (each === 'shift') expect(fifo.shift()).toBe(plain.shift());
        else {
          const { remove } = each as { remove: number };
          const at = plain.indexOf(remove);
          expect(fifo.remove(remove)).toBe(at >= 0);
          if (at >= 0) plain.splice(at, 1);
        }
        expect(fifo.length).toBe(plain.length);
      }
      expect(fifo.toArray()).toEqual(plain);
    }),
  );
});
