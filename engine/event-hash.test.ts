import { describe, expect, it } from 'vitest';
import { EventHash } from './event-hash.ts';

const numbers = (...values: number[]) =>
  digest((hash) =>
    values.forEach((value) => {
      hash.number(value);
    }),
  );
const texts = (...values: string[]) =>
  digest((hash) =>
    values.forEach((value) => {
      hash.text(value);
    }),
  );

function digest(fill: (hash: EventHash) => void): string {
  const hash = new EventHash();
  fill(hash);
  return hash.digest();
}

describe('the event hash', () => {
  it('tells texts, numbers and their order apart', () => {
    const digests = [
      texts('a'),
      texts('b'),
      texts(''),
      numbers(1),
      numbers(2 ** 40),
      numbers(1, 2),
      numbers(2, 1),
      texts('ab', 'c'),
      texts('a', 'bc'),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
