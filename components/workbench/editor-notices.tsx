'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useClock } from './use-clock.ts';
import type { DraftControls, Replaced } from './use-draft.ts';

/** What the reader must know about their text: it cannot be kept, another tab has a different one, it was just replaced. */
export function EditorNotices({ draft }: { readonly draft: DraftControls }) {
  const t = useTranslations('editor');
  const c = useTranslations('common');
  const replacedText = useReplacedText();
  const failed = draft.save.state === 'quota' || draft.save.state === 'blocked';
  return (
    <>
      {failed && (
        <Notice tone="trouble" actions={<CopyButton text={programText(draft)} />}>
          {draft.save.state === 'quota' ? t('saveFailedQuota') : t('saveFailedBlocked')}
        </Notice>
      )}
      {draft.foreign && (
        <Notice
          tone="info"
          actions={
            <>
              <Button size="small" onClick={draft.takeForeign}>
                {t('otherTabTake')}
              </Button>
              <Button size="small" onClick={draft.keepMine}>
                {t('otherTabKeep')}
              </Button>
            </>
          }
        >
          {t('otherTab')} <span className="text-muted">{t('otherTabNote')}</span>
        </Notice>
      )}
      {draft.replaced && (
        <Notice
          tone="info"
          actions={
            <>
              <Button size="small" onClick={draft.undo}>
                {c('undo')}
              </Button>
              <Button size="small" look="quiet" onClick={draft.dismissReplaced}>
                {c('dismiss')}
              </Button>
            </>
          }
        >
          {replacedText(draft.replaced)}
        </Notice>
      )}
    </>
  );
}

function useReplacedText(): (replaced: Replaced) => string {
  const t = useTranslations('editor');
  const clock = useClock();
  return (replaced) => {
    if (replaced.kind === 'deleted') return t('deleted', { file: replaced.file });
    if (replaced.kind === 'restored') return t('restored', { time: clock(replaced.versionAtMs) });
    return t('resetDone');
  };
}

function programText({ files, language }: DraftControls): string {
  const comment = language === 'python' ? '#' : '//';
  const entries = Object.entries(files);
  if (entries.length === 1) return entries[0]?.[1] ?? '';
  return entries.map(([name, text]) => `${comment} ${name}\n${text}`).join('\n\n');
}

function CopyButton({ text }: { readonly text: string }) {
  const t = useTranslations('editor');
  const [copied, setCopied] = useState(false);
  return (
    <Button size="small" onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}>
      {copied ? t('copied') : t('copyCode')}
    </Button>
  );
}
