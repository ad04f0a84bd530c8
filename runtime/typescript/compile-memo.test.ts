import { expect, it } from 'vitest';
import { rememberCompiled } from './compile-memo.ts';

const options = { path: 'main.ts', fileIndex: 0 };

it('a text is compiled once, another text or place of it anew, and an error every time', () => {
  const asked: string[] = [];
  const compile = rememberCompiled((source, { path }) => {
    asked.push(`${path} ${source}`);
    if (source === 'wrong') throw new Error('wrong');
    return { code: source, imports: [], stars: [], isAsync: false };
  });
  expect(compile('a', options)).toBe(compile('a', options));
  compile('b', options);
  compile('a', { ...options, path: 'other.ts' });
  for (let i = 0; i < 2; i++) expect(() => compile('wrong', options)).toThrow('wrong');
  expect(asked).toEqual(['main.ts a', 'main.ts b', 'other.ts a', 'main.ts wrong', 'main.ts wrong']);
});
