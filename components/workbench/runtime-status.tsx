'use client';

import { Check, CircleAlert } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ProgramLanguage } from '../language/program-language.ts';
import type { SandboxStatus } from '../sandbox/sandbox-host.ts';
import { languageTag } from '../shell/locale.ts';
import { Button } from '../ui/button.tsx';
import { ProgressLine } from '../ui/progress-line.tsx';

/** Where in the bar the bytes end and the start of the interpreters begins. */
const FETCHED_SHARE = 0.85;
const MEGABYTE = 1024 * 1024;

function shareOf(status: SandboxStatus): number | null {
  if (status.phase === 'fetching') return status.totalBytes > 0 ? (status.loadedBytes / status.totalBytes) * FETCHED_SHARE : 0;
  if (status.phase === 'starting' || status.phase === 'restarting') return FETCHED_SHARE;
  return 1;
}

export interface RuntimeStatusProps {
  readonly status: SandboxStatus;
  readonly language: ProgramLanguage;
  readonly onRetry: () => void;
}

/** Always of the same size, so that nothing beside it moves while the runtimes load. */
export function RuntimeStatus({ status, language: code, onRetry }: RuntimeStatusProps) {
  const t = useTranslations('workbench.runtime');
  const language = useTranslations('common')(code);
  const tag = languageTag(useLocale());
  const percent = new Intl.NumberFormat(tag, { style: 'percent' }).format(shareOf(status) ?? 0);

  if (status.phase === 'failed') {
    return (
      <div role="alert" className="flex h-8 min-w-40 items-center justify-end gap-2 text-xs whitespace-nowrap" title={status.message}>
        <CircleAlert size={14} aria-hidden className="shrink-0 text-saturated" />
        {t('failed', { language })}
        <Button size="small" onClick={onRetry}>
          {t('retry')}
        </Button>
      </div>
    );
  }
  const isReady = status.phase === 'ready' || status.phase === 'running';
  const text = status.phase === 'fetching' ? t('fetching', { language, percent }) : t(status.phase, { language });
  const megabytes = (bytes: number) =>
    new Intl.NumberFormat(tag, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(bytes / MEGABYTE);
  const title =
    status.phase === 'fetching'
      ? t('fetchingBytes', { language, loaded: megabytes(status.loadedBytes), total: megabytes(status.totalBytes) })
      : undefined;
  return (
    <div className="flex h-8 w-40 flex-col justify-center gap-1 text-xs text-muted tabular-nums" title={title}>
      <span className="flex items-center justify-end gap-1">
        {status.phase === 'ready' && <Check size={14} aria-hidden className="text-healthy" />}
        {status.phase === 'running' && <span aria-hidden className="mr-1 size-2 animate-pulse rounded-full bg-accent" />}
        {text}
      </span>
      {!isReady && <ProgressLine label={t('label', { language })} fraction={status.phase === 'fetching' ? shareOf(status) : null} />}
    </div>
  );
}
