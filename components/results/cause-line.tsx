import { CircleCheck, Flame } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { nameCause } from '#judge/diagnosis/cause-names.ts';
import type { Report } from '#judge/report.ts';
import type { Task } from '#judge/task.ts';
import { formatMs, formatShare } from './format.ts';
import { type GoToLine, PlaceButton } from './place-button.tsx';

export interface CauseLineProps {
  readonly report: Report | null;
  readonly task: Task | null;
  readonly onGoToLine: GoToLine;
}

/** One line under the ladder: what surviving means, and after a run why it fell. Always as high, so that nothing below it moves. */
export function CauseLine({ report, task, onGoToLine }: CauseLineProps) {
  const t = useTranslations('results.cause');
  const locale = useLocale();
  const first = report?.diagnosis[0];
  if (first === undefined) {
    const { p99Ms, errorRate } = task?.slo ?? {};
    return (
      <p className="h-5 truncate text-sm text-muted">
        {p99Ms !== undefined && errorRate !== undefined && t('promise', { p99: formatMs(p99Ms), errors: formatShare(errorRate, locale) })}
      </p>
    );
  }
  const healthy = first.cause === 'none';
  const Icon = healthy ? CircleCheck : Flame;
  return (
    <p className="flex h-5 items-center gap-1.5 text-sm">
      <Icon size={14} aria-hidden className={`shrink-0 ${healthy ? 'text-healthy' : 'text-saturated'}`} />
      <span className="truncate">{healthy ? t('none') : t('first', { cause: nameCause(first.cause)[locale] })}</span>
      {!healthy && first.file !== null && first.line !== null && (
        <PlaceButton file={first.file} line={first.line} onGoToLine={onGoToLine} />
      )}
    </p>
  );
}
