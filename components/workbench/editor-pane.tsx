'use client';

import { Check, CircleAlert, History, Lock, RotateCcw, Settings2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useMemo, useState } from 'react';
import type { World } from '#engine/world/world.ts';
import type { LanguageStatus, LanguageTurn } from '../language/language-service.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { EditorNotices } from './editor-notices.tsx';
import { EditorSettingsDialog } from './editor-settings-dialog.tsx';
import { EditorSkeleton } from './editor-skeleton.tsx';
import { FileTabs } from './file-tabs.tsx';
import type { LineMark, LineTarget } from './line-mark.ts';
import { PlainEditor } from './plain-editor.tsx';
import { useClock } from './use-clock.ts';
import type { DraftControls } from './use-draft.ts';
import { VersionsDialog } from './versions-dialog.tsx';

const CodeEditor = dynamic(() => import('./code-editor.tsx'), { ssr: false, loading: () => <EditorSkeleton /> });

export interface EditorPaneProps {
  readonly draft: DraftControls;
  readonly readOnly?: boolean;
  /** Files whose undo history is kept, of the other language too. */
  readonly kept: readonly string[];
  readonly marks: readonly LineMark[];
  readonly target: LineTarget | null;
  readonly world: World;
  readonly languageTurn: LanguageTurn;
  readonly onRun: () => void;
}

export function EditorPane({ draft, readOnly = false, kept, marks, target, world, languageTurn, onRun }: EditorPaneProps) {
  const t = useTranslations('editor');
  const panelId = useId();
  const [languageStatus, setLanguageStatus] = useState<LanguageStatus>('waiting');
  const small = useMediaQuery('(max-width: 767px)');
  const label = t('label', { file: draft.active });
  const commands = useMemo(() => ({ save: () => void draft.saveNow(), run: onRun }), [draft, onRun]);
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <FileTabs draft={draft} panelId={panelId} readOnly={readOnly} />
      {!readOnly && <EditorNotices draft={draft} />}
      <div id={panelId} role="tabpanel" aria-label={draft.active} className="min-h-0 flex-1">
        {!draft.ready || small === null ? (
          <EditorSkeleton />
        ) : small ? (
          <PlainEditor
            text={draft.files[draft.active] ?? ''}
            label={label}
            target={target}
            readOnly={readOnly}
            onEdit={(text) => draft.edit(draft.active, text)}
          />
        ) : (
          <CodeEditor
            language={draft.language}
            files={draft.files}
            kept={kept}
            active={draft.active}
            label={label}
            marks={marks}
            target={target}
            readOnly={readOnly}
            onEdit={draft.edit}
            world={world}
            languageTurn={languageTurn}
            onLanguageStatus={setLanguageStatus}
            commands={commands}
          />
        )}
      </div>
      <EditorFooter draft={draft} readOnly={readOnly} languageFailed={languageStatus === 'failed'} />
    </div>
  );
}

interface EditorFooterProps {
  readonly draft: DraftControls;
  readonly readOnly: boolean;
  readonly languageFailed: boolean;
}

function EditorFooter({ draft, readOnly, languageFailed }: EditorFooterProps) {
  const t = useTranslations('editor');
  const c = useTranslations('common');
  const [versionsOpen, setVersionsOpen] = useState(false);
  const [settingsOpen, setSettingsOpen] = useState(false);
  return (
    <div className="flex h-9 touch:h-12 shrink-0 items-center justify-between gap-2 border-t border-line bg-bg pr-1 pl-3">
      <div className="flex min-w-0 items-center gap-3">
        {readOnly ? <ReadOnlyStatus /> : <SaveStatus save={draft.save} />}
        {languageFailed && (
          <span className="truncate text-xs text-muted" title={t('noLanguageTitle', { language: c(draft.language) })}>
            {t('noLanguage')}
          </span>
        )}
      </div>
      <div className="flex shrink-0 items-center" hidden={readOnly}>
        <span className="hidden md:contents">
          <IconButton label={t('settings.title')} onClick={() => setSettingsOpen(true)}>
            <Settings2 size={14} aria-hidden />
          </IconButton>
        </span>
        <Button
          size="small"
          look="quiet"
          title={t('resetTitle')}
          onClick={draft.reset}
          disabled={!draft.ready}
          icon={<RotateCcw size={14} aria-hidden />}
        >
          {t('reset')}
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => setVersionsOpen(true)}
          disabled={!draft.ready}
          icon={<History size={14} aria-hidden />}
        >
          {t('versions')}
          {draft.versions.length > 0 && <span className="tabular-nums">{draft.versions.length}</span>}
        </Button>
      </div>
      <EditorSettingsDialog open={settingsOpen} onClose={() => setSettingsOpen(false)} />
      <VersionsDialog open={versionsOpen} draft={draft} onClose={() => setVersionsOpen(false)} />
    </div>
  );
}

function ReadOnlyStatus() {
  const t = useTranslations('editor');
  return (
    <span className="flex items-center gap-1 text-xs text-muted">
      <Lock size={14} aria-hidden />
      {t('readOnly')}
    </span>
  );
}

function SaveStatus({ save }: { readonly save: DraftControls['save'] }) {
  const t = useTranslations('editor');
  const clock = useClock();
  if (save.state === 'untouched') return <span />;
  if (save.state === 'quota' || save.state === 'blocked') {
    return (
      <span className="flex items-center gap-1 text-xs font-medium text-saturated">
        <CircleAlert size={14} aria-hidden />
        {t('saveFailed')}
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1 text-xs text-muted tabular-nums">
      <Check size={14} aria-hidden className={save.state === 'saving' ? 'opacity-0' : ''} />
      {save.state === 'saving' ? t('saving') : t('savedAt', { time: clock(save.atMs) })}
    </span>
  );
}
