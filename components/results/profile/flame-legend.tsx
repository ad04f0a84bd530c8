import { useTranslations } from 'next-intl';
import type { CallKind } from '#judge/call-report.ts';
import { TONES } from './flame-tones.ts';

const SHOWN = ['function', 'line', 'library', 'built-in', 'blocked', 'elsewhere'] as const;

/** What the tones stand for, of those that are seen. */
export function FlameLegend({ kinds }: { readonly kinds: ReadonlySet<CallKind> }) {
  const t = useTranslations('results.profile.flame.legend');
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {SHOWN.filter((kind) => kinds.has(kind) || (kind === 'elsewhere' && kinds.has('accept'))).map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-3 rounded-[3px] border border-line" style={TONES[kind]} />
          {t(kind)}
        </li>
      ))}
    </ul>
  );
}
