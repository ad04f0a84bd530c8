import { describe, expect, it } from 'vitest';
import {
  formatMoment,
  formatMs,
  formatPlace,
  formatQuantity,
  formatRate,
  formatRps,
  formatSeconds,
  formatShare,
  formatTickMs,
  formatTickSeconds,
} from './format.ts';
import { levelOf } from './load-level.ts';
import { formatFactor, formatRuleValue, knownRule, measureMargin, plannedRows, RULE_IDS } from './slo-rule.ts';

/** Figures do not break between number and unit; the tests read better with plain spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('figures', () => {
  it('give rates three digits and a unit', () => {
    expect([0, 950, 2000, 61_234, 100_000].map(formatRate)).toEqual(['0', '950', '2k', '61.2k', '100k']);
    expect(plain(formatRps(61_234))).toBe('61.2k rps');
  });

  it('choose the unit of a duration by its size', () => {
    expect([0, 0.42, 6.4, 184.2, 1840, 12_400].map((ms) => plain(formatMs(ms)))).toEqual([
      '0 ms',
      '420 µs',
      '6.4 ms',
      '184 ms',
      '1840 ms',
      '12.4 s',
    ]);
    expect(plain(formatMs(0.0000327))).toBe('<1 µs');
    expect([0, 200, 1000, 2500].map((ms) => plain(formatTickMs(ms)))).toEqual(['0 ms', '200 ms', '1 s', '2.5 s']);
    expect([0, 0.5, -1].map((seconds) => plain(formatTickSeconds(seconds)))).toEqual(['0 s', '0.5 s', '-1 s']);
  });

  it('write percentages as each language does', () => {
    expect(plain(formatShare(0.824, 'en'))).toBe('82 %');
    expect(formatShare(0.824, 'zh')).toBe('82%');
    expect(plain(formatShare(0.0042, 'en'))).toBe('0.4 %');
  });

  it('keep counts short', () => {
    expect([0, 3, 3.26, 640, 48_210].map(formatQuantity)).toEqual(['0', '3', '3.3', '640', '48.2k']);
  });

  it('tell virtual time in seconds', () => {
    expect(plain(formatMoment(2_214_500_000))).toBe('2.215 s');
    expect(plain(formatSeconds(1.25))).toBe('1.3 s');
  });

  it('never break between number and unit', () => {
    expect([formatRps(1), formatMs(1), formatShare(1, 'en'), formatMoment(1)].every((text) => !text.includes(' '))).toBe(true);
  });

  it('name a place as editors do', () => {
    expect(formatPlace('main.py', 31)).toBe('main.py:31');
  });
});

describe('a row of the verdict', () => {
  const row = (limit: number, value: number) => ({ id: 'p99', limit, value, passed: value <= limit });

  it('is written in the unit of its rule', () => {
    expect(plain(formatRuleValue('p99', 412, 'en'))).toBe('412 ms');
    expect(plain(formatRuleValue('error-rate', 0.38, 'en'))).toBe('38 %');
    expect(formatRuleValue('made-up', 3, 'en')).toBe('3');
    expect(knownRule('made-up')).toBeNull();
  });

  it('has a margin: what is spare of the limit, or how many times it is exceeded', () => {
    expect(measureMargin(row(250, 200))).toEqual({ kind: 'spare', share: expect.closeTo(0.2) });
    expect(measureMargin(row(250, 250))).toEqual({ kind: 'spare', share: 0 });
    expect(measureMargin(row(250, 1000))).toEqual({ kind: 'over', factor: 4 });
  });

  it('has no margin where nothing is allowed', () => {
    expect(measureMargin(row(0, 0)).kind).toBe('none');
    expect(measureMargin(row(0, 0.2)).kind).toBe('none');
  });

  it('shows small excesses with more digits', () => {
    expect([1.04, 7.36, 180].map(formatFactor)).toEqual(['1.04×', '7.4×', '180×']);
  });
});

describe('the scale of load', () => {
  it('has four levels', () => {
    expect([0, 0.01, 0.4, 0.7, 0.89, 0.9, 1].map(levelOf)).toEqual(['idle', 'idle', 'healthy', 'busy', 'busy', 'saturated', 'saturated']);
  });
});

describe('the rows of a stage that has not run', () => {
  it('are those that it will have, without values', () => {
    const rows = plannedRows({ p99Ms: 400, errorRate: 0.01, wrongRate: 0, backlogGrowth: 0.05 });
    expect(rows.map((row) => row.id)).toEqual([...RULE_IDS]);
    expect(rows.map((row) => row.limit)).toEqual([400, 0.01, 0, 0.05]);
    expect(rows.every((row) => row.value === null && row.passed === null)).toBe(true);
  });
});
