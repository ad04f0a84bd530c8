import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { parseWorld } from '#catalogue/world-schema.ts';
import en from '#messages/en.json';
import zh from '#messages/zh.json';
import { PYTHON_CALL_COSTS } from './call-costs.ts';
import { costFigures } from './cost-figures.ts';

const world = parseWorld(
  {
    database: { roundTripMs: 0.5, maxConnections: 600 },
    workers: { count: 32, libraryCpuUs: { httpClient: 8000 } },
    services: { 'http://pricing.test': { roundTripMs: 1, latency: { lognormal: { medianMs: 40 } } } },
  },
  '',
);

describe('the sentence about a cost', () => {
  const kinds = [...new Set(PYTHON_CALL_COSTS.values())];

  it.each(['en', 'zh'] as const)('has all its figures for every kind of call (%s)', (locale) => {
    const t = createTranslator({ locale, messages: locale === 'en' ? en : zh, namespace: 'editor.cost' });
    for (const kind of kinds) expect(t(kind, costFigures(world)), kind).not.toMatch(/[{}]|undefined|NaN|editor\.cost/);
  });

  it('names the figures of the world', () => {
    const t = createTranslator({ locale: 'en', messages: en, namespace: 'editor.cost' });
    const sentence = (name: string) => t(PYTHON_CALL_COSTS.get(name) as 'query', costFigures(world)).replaceAll('\u00a0', ' ');
    expect(sentence('asyncpg.Connection.fetch')).toContain('one round trip (500 µs)');
    expect(sentence('httpx.AsyncClient')).toContain('blocks the event loop for 8 ms');
    expect(sentence('httpx.AsyncClient.get')).toContain('pricing.test ≈ 41 ms');
    expect(sentence('asyncpg.create_pool')).toContain('max_size × 32');
  });
});
