import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, parseSettings } from './editor-settings.ts';

describe('settings of the editor', () => {
  it.each([null, '', 'no JSON', '[]', 'null', '{"keys":"emacs","screenReader":"yes"}'])('fall back to the usual editor for %j', (text) => {
    expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
  });

  it('keep what can be read beside what cannot', () => {
    expect(parseSettings('{"keys":"vim","screenReader":1}')).toEqual({ keys: 'vim', screenReader: false });
  });
});
