'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import type { Files } from './draft-store.ts';
import type { LineMark, LineTarget } from './line-mark.ts';
import { applyTheme, monaco } from './monaco.ts';

export interface CodeEditorProps {
  readonly files: Files;
  readonly active: string;
  readonly label: string;
  readonly marks: readonly LineMark[];
  readonly target: LineTarget | null;
  readonly onEdit: (name: string, text: string) => void;
}

const FONT = 'JetBrains Mono Variable';

const uriOf = (name: string) => monaco.Uri.from({ scheme: 'surge', path: `/${name}` });

/** One editor, one model for each file: undo history, cursor and scroll position stay with their file. */
export default function CodeEditor({ files, active, label, marks, target, onEdit }: CodeEditorProps) {
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const viewStates = useRef(new Map<string, monaco.editor.ICodeEditorViewState | null>());
  const report = useRef(onEdit);
  report.current = onEdit;
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    if (!element.current) return;
    const created = monaco.editor.create(element.current, {
      model: null,
      automaticLayout: true,
      fontFamily: `'${FONT}', ui-monospace, monospace`,
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
    });
    editor.current = created;
    document.fonts.load(`13px "${FONT}"`).then(() => monaco.editor.remeasureFonts());
    return () => {
      editor.current = null;
      created.dispose();
      for (const model of monaco.editor.getModels()) if (model.uri.scheme === 'surge') model.dispose();
    };
  }, []);

  useEffect(() => {
    if (resolvedTheme) applyTheme(resolvedTheme === 'dark');
  }, [resolvedTheme]);

  useEffect(() => {
    editor.current?.updateOptions({ ariaLabel: label });
  }, [label]);

  useEffect(() => {
    const own = editor.current;
    if (!own) return;
    for (const [name, text] of Object.entries(files)) {
      const existing = monaco.editor.getModel(uriOf(name));
      if (!existing) {
        const model = monaco.editor.createModel(text, name.endsWith('.py') ? 'python' : 'plaintext', uriOf(name));
        model.setEOL(monaco.editor.EndOfLineSequence.LF);
        model.onDidChangeContent(() => report.current(name, model.getValue()));
      } else if (existing.getValue() !== text) {
        // As an edit, so that the editor's own undo leads back as well.
        existing.pushEditOperations([], [{ range: existing.getFullModelRange(), text }], () => null);
      }
    }
    const shown = own.getModel();
    const shownName = shown?.uri.path.slice(1);
    const next = monaco.editor.getModel(uriOf(active));
    if (next && next !== shown) {
      if (shownName) viewStates.current.set(shownName, own.saveViewState());
      own.setModel(next);
      own.restoreViewState(viewStates.current.get(active) ?? null);
    }
    for (const model of monaco.editor.getModels()) {
      if (model.uri.scheme === 'surge' && !(model.uri.path.slice(1) in files)) model.dispose();
    }
  }, [files, active]);

  useEffect(() => {
    const own = editor.current;
    const model = monaco.editor.getModel(uriOf(active));
    if (!own || !model) return;
    const here = marks.filter((mark) => mark.file === active && mark.line >= 1 && mark.line <= model.getLineCount());
    monaco.editor.setModelMarkers(
      model,
      'surge',
      here
        .filter((mark) => mark.kind === 'error')
        .map((mark) => ({
          severity: monaco.MarkerSeverity.Error,
          message: mark.text,
          startLineNumber: mark.line,
          startColumn: model.getLineFirstNonWhitespaceColumn(mark.line) || 1,
          endLineNumber: mark.line,
          endColumn: model.getLineMaxColumn(mark.line),
        })),
    );
    const decorations = own.createDecorationsCollection(
      here.map((mark) => ({
        range: new monaco.Range(mark.line, 1, mark.line, 1),
        options: {
          isWholeLine: true,
          className: `line-mark-${mark.kind}`,
          glyphMarginClassName: `line-glyph-${mark.kind}`,
          glyphMarginHoverMessage: { value: mark.text },
          overviewRuler: { color: mark.kind === 'error' ? '#fb716d' : '#efb656', position: monaco.editor.OverviewRulerLane.Full },
        },
      })),
    );
    return () => {
      decorations.clear();
      if (!model.isDisposed()) monaco.editor.setModelMarkers(model, 'surge', []);
    };
  }, [marks, active]);

  useEffect(() => {
    const own = editor.current;
    if (!own || !target || own.getModel()?.uri.path.slice(1) !== target.file) return;
    own.setPosition({ lineNumber: target.line, column: 1 });
    own.revealLineInCenterIfOutsideViewport(target.line);
    own.focus();
  }, [target]);

  return <div ref={element} className="h-full w-full" />;
}
