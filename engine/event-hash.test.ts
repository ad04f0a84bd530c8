import { describe, expect, it } from 'vitest';
import { EventHash } from './event-hash.ts';

function digest(fill: (hash: EventHash) => void): string {
  const hash = new EventHash();
  fill(hash);
  return hash.digest();
}

describe('the event hash', () => {
  it('tells texts, numbers and their order apart', () => {
    const digests = [
      digest((hash) => hash.text('a')),
      digest((hash) => hash.text('b')),
      digest((hash) => hash.text('')),
      digest((hash) => hash.number(1)),
      digest((hash) => hash.number(2 ** 40)),
      digest((hash) => (hash.number(1), hash.number(2))),
      digest((hash) => (hash.number(2), hash.number(1))),
      digest((hash) => (hash.text('ab'), hash.text('c'))),
      digest((hash) => (hash.text('a'), hash.text('bc'))),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});
