'use client';

import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { FileNameDialog } from './file-name-dialog.tsx';
import { ENTRY_FILES, fileNames } from './program-files.ts';
import type { DraftControls } from './use-draft.ts';

interface FileTabsProps {
  readonly draft: DraftControls;
  readonly panelId: string;
  readonly readOnly?: boolean;
}

/** Files of the program as tabs; arrow keys move between them. */
export function FileTabs({ draft, panelId, readOnly = false }: FileTabsProps) {
  const t = useTranslations('editor');
  const list = useRef<HTMLDivElement>(null);
  const [naming, setNaming] = useState<string | null>(null);
  const names = fileNames(draft.files);
  const { active, language } = draft;
  const entry = ENTRY_FILES[language];

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = names[(names.indexOf(active) + step + names.length) % names.length];
    if (!next) return;
    draft.open(next);
    list.current?.querySelector<HTMLElement>(`[data-file="${CSS.escape(next)}"]`)?.focus();
  }

  return (
    <div className="flex h-10 touch:h-11 shrink-0 items-center border-b border-line bg-bg pr-1">
      <div
        ref={list}
        role="tablist"
        aria-label={t('files')}
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 overflow-x-auto [scrollbar-width:none]"
      >
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            data-file={name}
            aria-selected={name === active}
            aria-controls={panelId}
            tabIndex={name === active ? 0 : -1}
            onClick={() => draft.open(name)}
            onDoubleClick={() => !readOnly && name !== entry && setNaming(name)}
            className="relative h-full shrink-0 border-r border-line px-4 font-mono text-xs text-muted transition-colors duration-150 hover:text-text focus-visible:-outline-offset-2 aria-selected:bg-surface aria-selected:text-text aria-selected:after:absolute aria-selected:after:inset-x-0 aria-selected:after:top-0 aria-selected:after:h-0.5 aria-selected:after:bg-accent"
          >
            {name}
          </button>
        ))}
      </div>
      {!readOnly && (
        <IconButton label={t('addFile')} onClick={() => setNaming('')} className="ml-1">
          <Plus size={14} aria-hidden />
        </IconButton>
      )}
      <div className="ml-auto flex">
        {active !== entry && !readOnly && (
          <>
            <IconButton label={t('renameFile', { file: active })} onClick={() => setNaming(active)}>
              <Pencil size={14} aria-hidden />
            </IconButton>
            <IconButton label={t('deleteFile', { file: active })} onClick={() => draft.remove(active)}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      <FileNameDialog
        from={naming}
        files={draft.files}
        language={language}
        onName={(name) => (naming ? draft.rename(naming, name) : draft.add(name))}
        onClose={() => setNaming(null)}
      />
    </div>
  );
}
