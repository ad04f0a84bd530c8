import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textSplit } from './text-split.ts';

const native = String.prototype.split as (this: unknown, separator?: unknown, limit?: unknown) => unknown;
const split = textSplit(native);

describe('splitting a text', () => {
  it('gives what the engine gives, for every text and separator', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', ',', '\ud83d', '\ude00'), maxLength: 12 });
    fc.assert(
      fc.property(few, few, (text, separator) => {
        expect(split.call(text, separator)).toEqual(native.call(text, separator));
      }),
    );
  });

  it.each([[undefined], [null], [/b/], [1], [{ [Symbol.split]: () => 'own' }]])('leaves the rest to the engine: by %s', (separator) => {
    expect(split.call('a1bnullb', separator)).toEqual(native.call('a1bnullb', separator));
    expect(split.call('a1b', separator, 1)).toEqual(native.call('a1b', separator, 1));
    expect(split.call(['a1b', 2], ',')).toEqual(['a1b', '2']);
  });

  it('refuses what is no text, and splits long ones', () => {
    expect(() => split.call(null, ',')).toThrow(TypeError);
    expect(split.call('x'.repeat(2_000), '')).toHaveLength(2_000);
  });
});
