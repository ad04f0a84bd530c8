'use client';

import { useLocale, useTranslations } from 'next-intl';
import { languageTag } from '../shell/locale.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { sameFiles, VERSION_LIMIT, type Version } from './draft-store.ts';
import { useClock } from './use-clock.ts';
import type { DraftControls } from './use-draft.ts';

export interface VersionsDialogProps {
  readonly open: boolean;
  readonly draft: DraftControls;
  readonly onClose: () => void;
}

export function VersionsDialog({ open, draft, onClose }: VersionsDialogProps) {
  const t = useTranslations('editor');
  return (
    <Dialog open={open} title={t('versionsTitle')} onClose={onClose}>
      <p className="mb-4 text-sm text-muted">{t('versionsIntro', { count: VERSION_LIMIT })}</p>
      {draft.versions.length === 0 ? (
        <p className="rounded border border-dashed border-line px-4 py-6 text-center text-sm text-muted">{t('versionsEmpty')}</p>
      ) : (
        <ol className="divide-y divide-line border-y border-line">
          {draft.versions.map((version) => (
            <VersionRow
              key={version.id}
              version={version}
              isCurrent={sameFiles(version.files, draft.files)}
              onRestore={() => {
                draft.restore(version);
                onClose();
              }}
            />
          ))}
        </ol>
      )}
    </Dialog>
  );
}

interface VersionRowProps {
  readonly version: Version;
  readonly isCurrent: boolean;
  readonly onRestore: () => void;
}

function VersionRow({ version, isCurrent, onRestore }: VersionRowProps) {
  const t = useTranslations('editor');
  const clock = useClock();
  const locale = useLocale();
  const time = clock(version.savedAtMs);
  const lines = Object.values(version.files).reduce((sum, text) => sum + text.split('\n').length, 0);
  const survived =
    version.survivedRps === undefined
      ? null
      : t('survived', { value: new Intl.NumberFormat(languageTag(locale)).format(version.survivedRps) });
  return (
    <li className="flex min-h-12 items-center gap-4 py-2 text-sm">
      <span className="w-24 shrink-0 text-muted tabular-nums">{time}</span>
      <span className="min-w-0 flex-1">
        <span className="font-medium">{t(`reason.${version.reason}`)}</span>
        <span className="block text-xs text-muted tabular-nums">
          {[survived, t('lines', { count: lines })].filter(Boolean).join(' · ')}
        </span>
      </span>
      {isCurrent ? (
        <span className="px-2 text-xs text-muted">{t('current')}</span>
      ) : (
        <Button size="small" aria-label={t('restoreVersion', { time })} onClick={onRestore}>
          {t('restore')}
        </Button>
      )}
    </li>
  );
}
