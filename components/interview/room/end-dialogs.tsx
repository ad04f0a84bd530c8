'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { countingRun, finishedOf, formatClock, remainingMs } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import { isSettled } from '#interview/interview-steps.ts';
import { formatRps } from '../../results/format.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { useNow } from '../use-now.ts';

export const reportAddress = (record: InterviewRecord) => `/interview/${record.challenge}/report?id=${record.id}`;

interface EndDialogProps {
  readonly record: InterviewRecord;
  readonly open: boolean;
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** Asked before it is ended early: there is no way back. */
export function ConfirmEnd({ record, open, onEnd, onClose }: EndDialogProps) {
  const t = useTranslations('interview.room');
  const now = useNow();
  return (
    <Dialog open={open} title={t('endTitle')} onClose={onClose}>
      <p className="text-pretty tabular-nums">{t('endText', { left: formatClock(remainingMs(record, now)) })}</p>
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>{t('endStay')}</Button>
        <Button look="primary" onClick={onEnd}>
          {t('end')}
        </Button>
      </div>
    </Dialog>
  );
}

interface OverDialogProps {
  readonly record: InterviewRecord;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The end: what counts is measured, then the way leads to the report card. */
export function OverDialog({ record, open, onClose }: OverDialogProps) {
  const t = useTranslations('interview.room');
  const settled = isSettled(record);
  const counts = countingRun(record);
  const title = finishedOf(record)?.how === 'by-candidate' ? t('endedTitle') : t('overTitle');
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      <div className="min-h-12" aria-live="polite">
        {!settled ? (
          <>
            <p className="mb-3">{t('measuring')}</p>
            <ProgressLine label={t('measuring')} fraction={null} />
          </>
        ) : counts?.outcome === 'report' ? (
          <p className="text-lg font-semibold text-balance tabular-nums">
            {t('measured', { survivedRps: formatRps(counts.result.survivedRps), goalRps: formatRps(record.goalRps) })}
          </p>
        ) : (
          <p>{t('unmeasured')}</p>
        )}
      </div>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('stay')}</Button>
        <Link href={reportAddress(record)} className={buttonClass('primary', 'medium')}>
          {t('report')}
        </Link>
      </div>
    </Dialog>
  );
}
