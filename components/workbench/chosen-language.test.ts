import { expect, it } from 'vitest';
import { chooseLanguage } from './chosen-language.ts';

it('takes the first wish that the challenge offers, or else its first language', () => {
  expect(chooseLanguage(['python', 'typescript'], 'typescript', 'python')).toBe('typescript');
  expect(chooseLanguage(['python', 'typescript'], undefined, 'typescript')).toBe('typescript');
  expect(chooseLanguage(['python', 'typescript'], 'cobol', ['typescript'])).toBe('python');
  expect(chooseLanguage(['python'], 'typescript')).toBe('python');
  expect(chooseLanguage([], 'typescript')).toBeUndefined();
});
