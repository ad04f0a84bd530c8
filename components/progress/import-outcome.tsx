'use client';

import { Check, CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClock } from '../workbench/use-clock.ts';
import type { Imported } from './browser-data.ts';
import type { ReadResult } from './data-file.ts';
import type { Brought } from './merge-data.ts';

export type Outcome =
  | { readonly kind: 'exported' }
  | { readonly kind: 'export-failed' }
  | { readonly kind: 'imported'; readonly imported: Imported; readonly oldReports: number; readonly exportedAtMs: number }
  | { readonly kind: 'refused'; readonly file: string; readonly result: Exclude<ReadResult, { content: unknown }> };

const COUNTED = [
  'runs',
  'drafts',
  'draftsBeside',
  'versions',
  'bests',
  'answers',
  'interviews',
  'settings',
] as const satisfies readonly (keyof Brought)[];
const FEW_PROBLEMS = 5;

/** What an export or import did, or why a file was refused. */
export function ImportOutcome({ outcome }: { readonly outcome: Outcome }) {
  const t = useTranslations('progress.data');
  const clock = useClock();
  if (outcome.kind === 'exported') return <Box>{t('exported')}</Box>;
  if (outcome.kind === 'export-failed') return <Box trouble>{t('exportFailed')}</Box>;
  if (outcome.kind === 'imported') {
    const { brought, cutShort } = outcome.imported;
    const counts = COUNTED.filter((key) => brought[key] > 0);
    return (
      <Box trouble={cutShort}>
        <p className="font-medium">
          {counts.length === 0
            ? t('nothingNew', { time: clock(outcome.exportedAtMs) })
            : t('brought', { time: clock(outcome.exportedAtMs) })}
        </p>
        {counts.length > 0 && (
          <ul className="mt-1 list-disc pl-4 marker:text-muted">
            {counts.map((key) => (
              <li key={key}>{t(`count.${key}`, { count: brought[key] })}</li>
            ))}
          </ul>
        )}
        {outcome.oldReports > 0 && <p className="mt-1 text-muted">{t('oldReports', { count: outcome.oldReports })}</p>}
        {cutShort && <p className="mt-1">{t('cutShort')}</p>}
      </Box>
    );
  }
  const { result, file } = outcome;
  if ('problem' in result) return <Box trouble>{t(result.problem, { file })}</Box>;
  const more = result.problems.length - FEW_PROBLEMS;
  return (
    <Box trouble>
      <p className="font-medium">{t('refused', { file })}</p>
      <ul className="mt-1 space-y-1">
        {result.problems.slice(0, FEW_PROBLEMS).map(({ field, message }) => (
          <li key={`${field} ${message}`} className="break-words">
            {field && <code className="font-mono text-xs break-all">{field}</code>} {message}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-muted">{t('moreProblems', { count: more })}</p>}
    </Box>
  );
}

function Box({ trouble = false, children }: { readonly trouble?: boolean; readonly children: ReactNode }) {
  const Icon = trouble ? CircleAlert : Check;
  return (
    <div className={`flex max-w-prose gap-3 rounded border border-line px-4 py-3 text-sm ${trouble ? 'bg-saturated-soft' : 'bg-surface'}`}>
      <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${trouble ? 'text-saturated' : 'text-healthy'}`} />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
