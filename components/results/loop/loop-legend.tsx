import { useTranslations } from 'next-intl';
import { type CSSProperties, memo } from 'react';

const STRIPES = 'repeating-linear-gradient(135deg, var(--color-saturated) 0 3px, var(--color-saturated-soft) 3px 5px)';
const TONES =
  'linear-gradient(to right, color-mix(in oklab, var(--color-text) 22%, var(--color-surface)) 50%, color-mix(in oklab, var(--color-text) 36%, var(--color-surface)) 50%)';
const RISING = 'linear-gradient(to top right, transparent 50%, var(--color-busy) 50%)';

/** What the colours and patterns of the lanes mean. */
export const LoopLegend = memo(function LoopLegend({ threads, chosen }: { readonly threads: boolean; readonly chosen: boolean }) {
  const t = useTranslations('results.loop.legend');
  const entries: readonly { readonly key: string; readonly label: string; readonly style: CSSProperties }[] = [
    { key: 'ran', label: t('ran'), style: { background: TONES } },
    { key: 'slow', label: t('slow'), style: { background: 'var(--color-saturated)' } },
    { key: 'blocked', label: t('blocked'), style: { background: STRIPES } },
    { key: 'ready', label: t('ready'), style: { background: RISING } },
    ...(threads
      ? [{ key: 'threads', label: t('threads'), style: { background: 'color-mix(in oklab, var(--color-idle) 55%, var(--color-surface))' } }]
      : []),
    ...(chosen ? [{ key: 'chosen', label: t('chosen'), style: { background: 'var(--color-accent)' } }] : []),
  ];
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {entries.map(({ key, label, style }) => (
        <li key={key} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2.5 w-5 rounded-[2px]" style={style} />
          {label}
        </li>
      ))}
    </ul>
  );
});
