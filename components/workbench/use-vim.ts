'use client';

// Vim's keys in the editor. They are loaded when they are asked for, and not before.
import { type RefObject, useEffect, useRef } from 'react';
import type { monaco } from './monaco.ts';

type CodeEditorInstance = monaco.editor.IStandaloneCodeEditor;

/** What commands after a colon do here. */
export interface VimCommands {
  readonly save: () => void;
  readonly run: () => void;
}

export function useVim(
  editor: CodeEditorInstance | null,
  on: boolean,
  modeLine: RefObject<HTMLElement | null>,
  commands: VimCommands,
): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const line = modeLine.current;
    if (!editor || !on || !line) return;
    let gone = false;
    let leave = () => {};
    void import('monaco-vim').then(({ initVimMode, VimMode }) => {
      if (gone) return;
      const { Vim } = VimMode as unknown as { Vim: { defineEx(name: string, prefix: string, act: () => void): void } };
      Vim.defineEx('write', 'w', () => latest.current.save());
      Vim.defineEx('run', 'run', () => latest.current.run());
      const adapter = initVimMode(editor as unknown as Parameters<typeof initVimMode>[0], line);
      leave = () => adapter.dispose();
    });
    return () => {
      gone = true;
      leave();
      line.replaceChildren();
    };
  }, [editor, on, modeLine]);
}
