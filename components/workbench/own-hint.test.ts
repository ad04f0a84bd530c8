import { describe, expect, it } from 'vitest';
import { CAUSES } from '#judge/diagnosis/cause-names.ts';
import en from '#messages/en.json' with { type: 'json' };
import zh from '#messages/zh.json' with { type: 'json' };

const NUDGES = { en: en.workbench.nudges, zh: zh.workbench.nudges } as const satisfies Record<string, Readonly<Record<string, string>>>;

describe('hints from the own run', () => {
  for (const [language, nudges] of Object.entries(NUDGES)) {
    it(`ask a question about each cause and no other, in ${language}`, () => {
      expect(Object.keys(nudges).sort()).toEqual([...CAUSES].sort());
      for (const text of Object.values(nudges)) expect(text).toMatch(/[?？]$/);
    });

    it(`hold no code, in ${language}`, () => {
      for (const text of Object.values(nudges)) expect(text).not.toMatch(/[`=;{}()]|\bWHERE\b|gather|Promise\.all/);
    });
  }
});
