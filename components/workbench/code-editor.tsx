'use client';

import { Editor } from '@monaco-editor/react';
import { useTheme } from 'next-themes';
import { useEffect, useRef, useState } from 'react';
import type { World } from '#engine/world/world.ts';
import type { LanguageStatus, LanguageTurn } from '../language/language-service.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import { useLanguageService } from '../language/use-language-service.ts';
import type { Files } from './draft-store.ts';
import { useEditorSettings } from './editor-settings.ts';
import { EditorSkeleton } from './editor-skeleton.tsx';
import type { LineMark, LineTarget } from './line-mark.ts';
import { applyTheme, EDITOR_FONT, EDITOR_OPTIONS, monaco } from './monaco.ts';
import { useVim, type VimCommands } from './use-vim.ts';
import { insertWhole } from './whole-text.ts';

export interface CodeEditorProps {
  readonly language: ProgramLanguage;
  readonly files: Files;
  /** Files whose models stay, with their undo history. */
  readonly kept: readonly string[];
  readonly active: string;
  readonly label: string;
  readonly marks: readonly LineMark[];
  readonly target: LineTarget | null;
  readonly readOnly?: boolean;
  readonly onEdit: (name: string, text: string) => void;
  readonly world: World;
  /** Whether completions may load: they never delay the editor or the runtimes. */
  readonly languageTurn: LanguageTurn;
  readonly onLanguageStatus: (status: LanguageStatus) => void;
  readonly commands: VimCommands;
}

type CodeEditorInstance = monaco.editor.IStandaloneCodeEditor;

const pathOf = (name: string) => `surge:/${name}`;
const modelOf = (name: string) => monaco.editor.getModel(monaco.Uri.parse(pathOf(name)));

/** One editor, one model for each file: undo history, cursor and scroll position stay with their file. */
export default function CodeEditor(props: CodeEditorProps) {
  const { language, files, kept, active, label, marks, target, readOnly = false, onEdit, world, languageTurn, onLanguageStatus } = props;
  const settings = useEditorSettings();
  const modeLine = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<CodeEditorInstance | null>(null);
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    if (resolvedTheme) applyTheme(resolvedTheme === 'dark');
  }, [resolvedTheme]);

  useEffect(() => {
    editor?.updateOptions({ ariaLabel: label, readOnly });
  }, [editor, label, readOnly]);

  useEffect(() => {
    editor?.updateOptions({ accessibilitySupport: settings.screenReader ? 'on' : 'auto' });
  }, [editor, settings.screenReader]);
  useVim(editor, settings.keys === 'vim', modeLine, props.commands);

  const languageStatus = useLanguageService(language, files, world, editor ? languageTurn : 'wait');
  useEffect(() => onLanguageStatus(languageStatus), [onLanguageStatus, languageStatus]);
  useEffect(() => {
    // The words of the open files are a stopgap until the language server knows better.
    editor?.updateOptions({ wordBasedSuggestions: languageStatus === 'ready' ? 'off' : 'allDocuments' });
  }, [editor, languageStatus]);

  useEffect(() => disposeModelsExcept(kept), [kept]);
  useEffect(() => () => disposeModelsExcept([]), []);

  useEffect(() => (editor ? markLines(editor, active, marks) : undefined), [editor, active, marks]);

  useEffect(() => {
    if (!editor || target?.file !== active) return;
    editor.setPosition({ lineNumber: target.line, column: 1 });
    editor.revealLineInCenterIfOutsideViewport(target.line);
    editor.focus();
  }, [editor, active, target]);

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <Editor
          path={pathOf(active)}
          value={files[active] ?? ''}
          language={language}
          theme="surge"
          options={EDITOR_OPTIONS}
          loading={<EditorSkeleton />}
          onMount={(mounted) => {
            const own = mounted as unknown as CodeEditorInstance;
            insertWhole(own);
            document.fonts.load(`13px "${EDITOR_FONT}"`).then(() => monaco.editor.remeasureFonts());
            setEditor(own);
          }}
          onChange={(text) => onEdit(active, text ?? '')}
        />
      </div>
      <div ref={modeLine} hidden={settings.keys !== 'vim'} className="vim-line" />
    </div>
  );
}

/** A deleted file's model would keep its text, and give it to a new file of that name. */
function disposeModelsExcept(files: readonly string[]): void {
  for (const model of monaco.editor.getModels()) {
    if (model.uri.scheme === 'surge' && !files.includes(model.uri.path.slice(1))) model.dispose();
  }
}

function markLines(editor: CodeEditorInstance, file: string, marks: readonly LineMark[]): () => void {
  const model = modelOf(file);
  if (!model) return () => {};
  const here = marks.filter((mark) => mark.file === file && mark.line >= 1 && mark.line <= model.getLineCount());
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
  const isHeat = (mark: LineMark) => mark.kind === 'heat' || mark.kind === 'blocked';
  const decorations = editor.createDecorationsCollection([
    ...here.filter(isHeat).map((mark) => ({
      range: new monaco.Range(mark.line, 1, mark.line, 1),
      options: { linesDecorationsClassName: `line-${mark.kind} line-heat-${mark.level}`, linesDecorationsTooltip: mark.text },
    })),
    ...here
      .filter((mark) => !isHeat(mark))
      .map((mark) => ({
        range: new monaco.Range(mark.line, 1, mark.line, 1),
        options: {
          isWholeLine: true,
          className: `line-mark-${mark.kind}`,
          glyphMarginClassName: `line-glyph-${mark.kind}`,
          glyphMarginHoverMessage: { value: mark.text },
          overviewRuler: { color: mark.kind === 'error' ? '#fb716d' : '#efb656', position: monaco.editor.OverviewRulerLane.Full },
        },
      })),
  ]);
  return () => {
    decorations.clear();
    if (!model.isDisposed()) monaco.editor.setModelMarkers(model, 'surge', []);
  };
}
