import { describe, expect, it } from 'vitest';
import { checkFileName, fileNames, removeFile, renameFile } from './program-files.ts';

const files = { 'prices.py': 'p', 'main.py': 'm', 'cache.py': 'c' };

describe('program files', () => {
  it('list the entry first and the others by name', () => {
    expect(fileNames(files)).toEqual(['main.py', 'cache.py', 'prices.py']);
  });

  it('take names that Python can import, in folders too', () => {
    expect(checkFileName('helpers.py', files, 'python')).toBeNull();
    expect(checkFileName('shop/prices.py', files, 'python')).toBeNull();
    for (const name of ['helpers', '2fast.py', '../up.py', 'a b.py', '/abs.py', '.py', 'x.txt'])
      expect(checkFileName(name, files, 'python')).toBe('invalid');
  });

  it('take names as TypeScript files have them', () => {
    expect(checkFileName('price-cache.ts', {}, 'typescript')).toBeNull();
    expect(checkFileName('shop/prices.ts', {}, 'typescript')).toBeNull();
    for (const name of ['helpers.py', 'helpers.js', '../up.ts', '.ts', '1.ts'])
      expect(checkFileName(name, {}, 'typescript')).toBe('invalid');
  });

  it('refuse a name that exists, whatever its case', () => {
    expect(checkFileName('Cache.py', files, 'python')).toBe('taken');
  });

  it('are renamed and removed without touching the rest', () => {
    expect(renameFile(files, 'cache.py', 'store.py')).toEqual({ 'prices.py': 'p', 'main.py': 'm', 'store.py': 'c' });
    expect(removeFile(files, 'cache.py')).toEqual({ 'prices.py': 'p', 'main.py': 'm' });
  });
});
