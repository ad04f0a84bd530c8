import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh.json';

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === 'string') found.set(path, value);
    else for (const [inner, text] of flatten(value, path)) found.set(inner, text);
  }
  return found;
}

/** Names of the values that a message takes: {count, plural, ...} and {value} alike. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1] ?? ''))].sort();
}

const english = flatten(en);
const chinese = flatten(zh);

describe('messages', () => {
  it('say the same things in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('take the same values in both languages', () => {
    for (const [key, message] of english)
      expect({ key, args: argumentsOf(chinese.get(key) ?? '') }).toEqual({ key, args: argumentsOf(message) });
  });

  it('leave no message empty', () => {
    for (const [key, message] of [...english, ...chinese]) expect(message.trim(), key).not.toBe('');
  });
});
