'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { SectionTitle } from '../results/section-title.tsx';
import { Button } from '../ui/button.tsx';
import type { Files } from '../workbench/draft-store.ts';
import { sameFiles } from '../workbench/draft-store.ts';
import { bestRun } from './run-record.ts';
import type { KeptRun } from './run-store.ts';
import { useRunWords } from './run-words.ts';

/** As many rows as can be taken in at a glance. */
const FEW = 5;

export interface RunListProps {
  readonly runs: readonly KeptRun[];
  readonly shownId: string | null;
  /** What the editor holds. */
  readonly files: Files;
  readonly onShow: (id: string) => void;
  /** Null: the program cannot be changed. */
  readonly onRestore: ((run: KeptRun) => void) | null;
}

/** Every run of this program, the newest first. */
export function RunList({ runs, shownId, files, onShow, onRestore }: RunListProps) {
  const t = useTranslations('runs');
  const [all, setAll] = useState(false);
  const titleId = useId();
  const best = bestRun(runs);
  const newest = [...runs].reverse();
  const rows = all ? newest : newest.slice(0, FEW);
  return (
    <section aria-labelledby={titleId}>
      <SectionTitle
        id={titleId}
        aside={
          runs.length > FEW && (
            <Button size="small" look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t('fewer') : t('all', { count: runs.length })}
            </Button>
          )
        }
      >
        {t('listTitle', { count: runs.length })}
      </SectionTitle>
      <ol reversed className="divide-y divide-line border-y border-line">
        {rows.map((run) => (
          <li key={run.id}>
            <RunRow
              run={run}
              shown={run.id === shownId}
              best={run === best}
              sameCode={sameFiles(run.files, files)}
              onShow={() => onShow(run.id)}
              onRestore={onRestore && (() => onRestore(run))}
            />
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-pretty text-muted">{t('listNote')}</p>
    </section>
  );
}

interface RunRowProps {
  readonly run: KeptRun;
  readonly shown: boolean;
  readonly best: boolean;
  readonly sameCode: boolean;
  readonly onShow: () => void;
  readonly onRestore: (() => void) | null;
}

function RunRow({ run, shown, best, sameCode, onShow, onRestore }: RunRowProps) {
  const t = useTranslations('runs');
  const words = useRunWords();
  return (
    <div className={`flex items-center gap-3 py-1.5 pr-1 pl-2 text-sm tabular-nums ${shown ? 'bg-idle-soft' : ''}`}>
      <span className="w-6 shrink-0 text-right font-semibold">{run.number}</span>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{words.survived(run)}</span>
          <span className="text-muted">{t('score', { score: run.score })}</span>
          {best && <span className="rounded bg-healthy-soft px-1.5 text-xs font-medium text-healthy">{t('best')}</span>}
        </span>
        <span className="block truncate text-xs text-muted">
          {words.time(run)} · {words.cause(run)}
        </span>
      </span>
      <span className="flex shrink-0 gap-1">
        {shown ? (
          <span className="self-center px-2 text-xs text-muted">{t('shown')}</span>
        ) : run.hasReport ? (
          <Button size="small" look="quiet" aria-label={t('showRun', { number: run.number })} onClick={onShow}>
            {t('show')}
          </Button>
        ) : null}
        {sameCode ? (
          <span className="self-center px-2 text-xs text-muted">{t('inEditor')}</span>
        ) : (
          <Button size="small" aria-label={t('restoreRun', { number: run.number })} disabled={!onRestore} onClick={onRestore ?? undefined}>
            {t('restoreShort')}
          </Button>
        )}
      </span>
    </div>
  );
}
