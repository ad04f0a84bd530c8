'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { KeptRun, RunTrouble } from './run-store.ts';
import { useRunWords } from './run-words.ts';

/** Said once on this page: repeating it would help nobody. */
let told = false;

export function TroubleNotice({ trouble }: { readonly trouble: RunTrouble | null }) {
  const t = useTranslations('runs');
  const c = useTranslations('common');
  const [dismissed, setDismissed] = useState(told);
  if (trouble === null || dismissed) return null;
  const dismiss = () => {
    told = true;
    setDismissed(true);
  };
  return (
    <Notice
      tone="info"
      actions={
        <Button size="small" look="quiet" onClick={dismiss}>
          {c('dismiss')}
        </Button>
      }
    >
      {t(`trouble.${trouble}`)}
    </Notice>
  );
}

/** A result that was kept by an earlier Surge and does not have the shape of one any more. */
export function UnreadableNotice({ run, onClose }: { readonly run: KeptRun; readonly onClose: () => void }) {
  const t = useTranslations('runs');
  return (
    <Notice
      tone="info"
      actions={
        <Button size="small" look="quiet" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      {t('unreadable', { number: run.number })}
    </Notice>
  );
}

export interface EarlierRunNoticeProps {
  readonly run: KeptRun;
  readonly total: number;
  /** The editor holds its program. */
  readonly sameCode: boolean;
  /** This page has a result of its own to go back to. */
  readonly canGoBack: boolean;
  /** Null: the program cannot be changed. */
  readonly onRestore: (() => void) | null;
  readonly onBack: () => void;
}

/** The results are not those of the last run: which one they are of, and the ways from here. */
export function EarlierRunNotice({ run, total, sameCode, canGoBack, onRestore, onBack }: EarlierRunNoticeProps) {
  const t = useTranslations('runs');
  const words = useRunWords();
  const place = { number: run.number, total, time: words.time(run) };
  return (
    <Notice
      tone="info"
      actions={
        <>
          {!sameCode && onRestore && (
            <Button size="small" onClick={onRestore}>
              {t('restore')}
            </Button>
          )}
          <Button size="small" look={sameCode ? 'plain' : 'quiet'} onClick={onBack}>
            {canGoBack ? t('back') : t('close')}
          </Button>
        </>
      }
    >
      <span className="font-medium">{run.number === total ? t('shownLast', place) : t('shownEarlier', place)}</span>{' '}
      <span className="text-muted">{sameCode ? t('sameCode') : t('otherCode')}</span>
    </Notice>
  );
}
