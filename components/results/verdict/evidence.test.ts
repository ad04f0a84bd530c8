import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STARTER_REPORT } from '../testing/fixture-report.ts';
import { EVIDENCE_NAMES, formatEvidence, listEvidence } from './evidence.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('evidence', () => {
  it('has the unit that its name says', () => {
    const shown = (key: string, value: number) => plain(formatEvidence(key, value, 'en'));
    expect(shown('utilisation', 0.98)).toBe('98 %');
    expect(shown('waitingShare', 0.82)).toBe('82 %');
    expect(shown('waitMs', 380)).toBe('380 ms');
    expect(shown('coreMsPerRequest', 2.5)).toBe('2.5 ms');
    expect(shown('cpuUsPerRequest', 620)).toBe('620 µs');
    expect(shown('limitRps', 50_000)).toBe('50k rps');
    expect(shown('statementsPerRequest', 5)).toBe('5');
  });

  it('puts the resource before the rest, and shows what has no name yet under its key', () => {
    const items = listEvidence({ ...STARTER_REPORT.diagnosis[0]?.evidence, somethingNew: 3 }, 'en');
    expect(items.map((item) => item.key).slice(0, 3)).toEqual(['utilisation', 'waitMs', 'waitingShare']);
    expect(items.find((item) => item.key === 'somethingNew')).toMatchObject({ name: null, value: '3' });
  });

  it('does not repeat texts that the sentence says', () => {
    expect(listEvidence({ verdict: 'endless-loop', message: 'never ends' }, 'en')).toEqual([]);
  });

  it('has a name for every figure that the judge gives', () => {
    const given = judgeKeys();
    expect(given).toContain('utilisation');
    const shown = given.filter((key) => listEvidence({ [key]: 1 }, 'en').length > 0);
    // Texts, which are not shown.
    const texts = ['holder', 'invariant', 'row', 'table'];
    expect(shown.filter((key) => !(EVIDENCE_NAMES as readonly string[]).includes(key) && !texts.includes(key))).toEqual([]);
  });
});

/** The keys of the objects that the judge's rules give to evidenceOf(). */
function judgeKeys(): string[] {
  const rules = readdirSync('judge/diagnosis').filter((file) => file.endsWith('.ts') && !file.includes('.test.'));
  const objects = rules.flatMap((file) => [...readFileSync(`judge/diagnosis/${file}`, 'utf8').matchAll(/evidenceOf\(\{(.*?)\}\)/gs)]);
  return objects.flatMap(([, body = '']) => [...body.matchAll(/(?:^|[{,])\s*(\w+)(?=\s*[:,}]|\s*$)/g)].map(([, key = '']) => key));
}
