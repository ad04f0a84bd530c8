// The editor with the features that a program of a few files needs. Everything comes from our own build; nothing is fetched elsewhere.
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/caretOperations/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/comment/register.js';
import 'monaco-editor/features/contextmenu/register.js';
import 'monaco-editor/features/cursorUndo/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/gotoError/register.js';
import 'monaco-editor/features/gotoLine/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/indentation/register.js';
import 'monaco-editor/features/lineSelection/register.js';
import 'monaco-editor/features/linesOperations/register.js';
import 'monaco-editor/features/multicursor/register.js';
import 'monaco-editor/features/parameterHints/register.js';
import 'monaco-editor/features/quickCommand/register.js';
import 'monaco-editor/features/smartSelect/register.js';
import 'monaco-editor/features/snippet/register.js';
import 'monaco-editor/features/toggleTabFocusMode/register.js';
import 'monaco-editor/features/unicodeHighlighter/register.js';
import 'monaco-editor/features/wordHighlighter/register.js';
import 'monaco-editor/features/wordOperations/register.js';
import 'monaco-editor/features/wordPartOperations/register.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import { loader } from '@monaco-editor/react';
import * as monaco from 'monaco-editor/editor/editor.api.js';

// Without this the component would fetch the editor from a content delivery network.
loader.config({ monaco: monaco as unknown as Parameters<typeof loader.config>[0]['monaco'] });

self.MonacoEnvironment = {
  // `window.monaco`, as browser extensions and test tools expect it.
  globalAPI: true,
  getWorker: () => new Worker(new URL('./editor-worker.ts', import.meta.url), { type: 'module' }),
};

export const EDITOR_FONT = 'JetBrains Mono Variable';

export const EDITOR_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  // A text area takes text from dictation and test tools as an event that can be seen (whole-text.ts); an EditContext does not.
  editContext: false,
  fontFamily: `'${EDITOR_FONT}', ui-monospace, monospace`,
  fontSize: 13,
  lineHeight: 20,
  fontLigatures: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 12, bottom: 12 },
  lineNumbersMinChars: 3,
  glyphMargin: true,
  folding: true,
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  fixedOverflowWidgets: true,
  smoothScrolling: false,
  stickyScroll: { enabled: false },
  guides: { indentation: true, bracketPairs: false },
  bracketPairColorization: { enabled: false },
  occurrencesHighlight: 'singleFile',
  wordBasedSuggestions: 'allDocuments',
  quickSuggestions: { other: true, comments: false, strings: false },
  tabSize: 4,
  insertSpaces: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
};

/** Colours of the editor from the page's tokens, so that there is one place for them. */
export function applyTheme(dark: boolean): void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => {
    const value = style.getPropertyValue(`--color-${name}`).trim();
    // The build writes #ffffff as #fff, which the editor does not know.
    return value.length === 4 ? value.replace(/[\da-f]/gi, '$&$&') : value;
  };
  const bare = (name: string) => token(name).slice(1);
  monaco.editor.defineTheme('surge', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare('text') },
      { token: 'comment', foreground: bare('muted'), fontStyle: 'italic' },
      { token: 'keyword', foreground: bare('accent') },
      { token: 'tag', foreground: bare('accent') },
      { token: 'string', foreground: bare('code-string') },
      { token: 'string.escape', foreground: bare('code-number') },
      { token: 'number', foreground: bare('code-number') },
      { token: 'type', foreground: bare('text') },
      { token: 'delimiter', foreground: bare('text') },
    ],
    colors: {
      'editor.background': token('surface'),
      'editor.foreground': token('text'),
      'editorLineNumber.foreground': token('muted'),
      'editorLineNumber.activeForeground': token('text'),
      'editor.lineHighlightBackground': token('sunken'),
      'editor.lineHighlightBorder': '#00000000',
      'editorCursor.foreground': token('accent'),
      'editor.selectionBackground': `${token('accent')}38`,
      'editor.inactiveSelectionBackground': `${token('accent')}20`,
      'editor.wordHighlightBackground': `${token('accent')}18`,
      'editorBracketMatch.background': `${token('accent')}20`,
      'editorBracketMatch.border': token('line-strong'),
      ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, token('text')])),
      'editorBracketHighlight.unexpectedBracket.foreground': token('saturated'),
      'editorIndentGuide.background1': token('line'),
      'editorIndentGuide.activeBackground1': token('line-strong'),
      'editorWidget.background': token('raised'),
      'editorWidget.foreground': token('text'),
      'editorWidget.border': token('line'),
      'editorSuggestWidget.selectedBackground': token('accent-soft'),
      'editorSuggestWidget.selectedForeground': token('text'),
      'editorSuggestWidget.highlightForeground': token('accent'),
      'editorSuggestWidget.focusHighlightForeground': token('accent'),
      'editorHoverWidget.background': token('raised'),
      'editorHoverWidget.foreground': token('text'),
      'editorHoverWidget.border': token('line'),
      'editorError.foreground': token('saturated'),
      'editorWarning.foreground': token('busy'),
      'editorGutter.background': token('surface'),
      'scrollbarSlider.background': `${token('line-strong')}50`,
      'scrollbarSlider.hoverBackground': `${token('line-strong')}80`,
      'scrollbarSlider.activeBackground': `${token('line-strong')}a0`,
      'scrollbar.shadow': '#00000000',
      focusBorder: token('accent'),
    },
  });
  monaco.editor.setTheme('surge');
}

export { monaco };
