import { describe, expect, it } from 'vitest';
import { chooseLocale } from './locale.ts';

describe('chooseLocale', () => {
  it('keeps what the reader chose before', () => {
    expect(chooseLocale('zh', 'en-GB,en;q=0.9')).toBe('zh');
  });

  it('takes the browser’s first language that exists here', () => {
    expect(chooseLocale(undefined, 'de-DE,zh-CN;q=0.8,en;q=0.5')).toBe('zh');
    expect(chooseLocale(undefined, 'en;q=0.4, zh-Hans;q=0.9')).toBe('zh');
    expect(chooseLocale(undefined, 'fr,en;q=0.8,zh;q=0.7')).toBe('en');
  });

  it('does not offer a language that the browser refuses', () => {
    expect(chooseLocale(undefined, 'zh;q=0,de')).toBe('en');
  });

  it('falls back to English without a usable header or cookie', () => {
    expect(chooseLocale('xx', null)).toBe('en');
    expect(chooseLocale(undefined, '')).toBe('en');
  });
});
