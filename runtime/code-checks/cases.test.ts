// Each rule in both languages: what it finds, and what only looks like it. A mark at the end of a line is an expected
// finding, of the file's own rule unless it names another.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CodeFinding } from '#engine/guest-port.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { describeSyntax } from '#runtime/typescript/compiler/syntax.ts';
import { checkProgram } from './check-program.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'cases');
const MARK = /(?:#|\/\/) !([a-z-]*)$/;
const NEAR_MISSES = 4;

interface Case {
  readonly rule: string;
  readonly language: 'python' | 'typescript';
  readonly kind: string;
  readonly says: string;
  readonly text: string;
}

function readCases(name: string): Case[] {
  const [rule = '', language = ''] = name.split('.');
  const head = readFileSync(join(folder, `head.${language}.txt`), 'utf8');
  const sections = readFileSync(join(folder, name), 'utf8').split(/^=== /m).slice(1);
  return sections.map((section) => {
    const [title = '', ...lines] = section.split('\n');
    const [kind = '', says = ''] = title.split(': ');
    return { rule, language: language as Case['language'], kind, says, text: `${head}${lines.join('\n')}` };
  });
}

const cases = readdirSync(folder)
  .filter((name) => !name.startsWith('head.'))
  .sort()
  .flatMap(readCases);

const expectedOf = ({ rule, text }: Case): string[] =>
  text.split('\n').flatMap((line, index) => {
    const mark = MARK.exec(line);
    return mark ? [`${index + 1} ${mark[1] || rule}`] : [];
  });

const CHECKS: Record<Case['language'], (text: string) => CodeFinding[]> = {
  python: () => [],
  typescript: (text) => {
    const syntax = describeSyntax({ 'main.ts': text });
    if (syntax === null) throw new Error('an error of syntax');
    return checkProgram(syntax);
  },
};

beforeAll(async () => {
  const guest = await openNodePython();
  CHECKS.python = (text) => guest.check({ 'main.py': text });
});

describe.each([...new Set(cases.map(({ rule, language }) => `${rule}, ${language}`))])('%s', (name) => {
  const own = cases.filter(({ rule, language }) => `${rule}, ${language}` === name);

  it.each(own.map((each) => [each.kind, each.says, each] as const))('%s: %s', (kind, _, each) => {
    const expected = expectedOf(each);
    expect(expected.length > 0).toBe(kind === 'finds');
    expect(CHECKS[each.language](each.text).map(({ rule, line }) => `${line} ${rule}`)).toEqual(expected);
  });

  it('is held against enough that only looks like it', () => {
    expect(own.filter(({ kind }) => kind === 'silent').length).toBeGreaterThanOrEqual(NEAR_MISSES);
  });
});
