import { useTranslations } from 'next-intl';
import { useId } from 'react';
import type { Bin } from './program-progress.ts';

export interface HistogramBar extends Bin {
  /** Under the bar. */
  readonly label: string;
  /** The same with its unit, for those who hear it. */
  readonly spoken: string;
  /** Beyond the limit. */
  readonly beyond?: boolean;
  /** The reference stands here. */
  readonly mark?: string;
  /** The limit is the end of this bar. */
  readonly limit?: string;
}
export interface HistogramProps {
  readonly title: string;
  readonly bars: readonly HistogramBar[];
  /** What it says, in a sentence. */
  readonly summary: string;
}

const HEIGHT_PX = 96;

/** Your own runs beside each other: the last one filled in the accent, the others in grey; what the limit forbids is hatched. */
export function Histogram({ title, bars, summary }: HistogramProps) {
  const t = useTranslations('progress.histogram');
  const titleId = useId();
  const highest = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <h4 id={titleId} className="text-sm font-semibold">
        {title}
      </h4>
      <ol className="mt-3 grid auto-cols-fr grid-flow-col gap-1">
        {bars.map((bar) => (
          <li key={bar.to} className={`min-w-0 ${bar.limit ? 'border-r border-dashed border-text' : ''}`}>
            <span className="sr-only">
              {t('bar', { bin: bar.spoken, count: bar.count })}
              {bar.hasLast && ` ${t('lastHere')}`}
              {bar.mark && ` ${bar.mark}`}
              {bar.limit && ` ${bar.limit}`}
            </span>
            <span aria-hidden className="flex flex-col justify-end" style={{ height: HEIGHT_PX + 20 }}>
              <span className="h-5 text-center text-xs text-muted tabular-nums">{bar.count > 0 ? bar.count : ''}</span>
              <span
                className={`block rounded-t-[3px] border border-b-0 ${barLook(bar)}`}
                style={{ height: bar.count === 0 ? 0 : Math.max(4, (bar.count / highest) * HEIGHT_PX) }}
              />
            </span>
            <span
              aria-hidden
              className={`block border-t pt-1 text-center text-xs whitespace-nowrap tabular-nums ${bar.mark ? 'border-t-2 border-healthy font-medium' : 'border-line-strong'} ${bar.hasLast ? 'font-semibold text-text' : 'text-muted'}`}
            >
              {bar.label}
            </span>
          </li>
        ))}
      </ol>
      <figcaption className="mt-2 text-xs text-pretty text-muted">{summary}</figcaption>
    </figure>
  );
}

function barLook({ count, hasLast, beyond }: HistogramBar): string {
  if (count === 0) return 'border-transparent';
  if (hasLast) return 'border-accent bg-accent';
  return beyond ? 'hatched border-line-strong' : 'border-line-strong bg-line';
}
