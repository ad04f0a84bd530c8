import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatRate } from '../results/format.ts';
import { LANGUAGE_PARAMETER } from '../workbench/chosen-language.ts';
import { useClock } from '../workbench/use-clock.ts';
import type { ProgramProgress } from './program-progress.ts';
import { Trend } from './trend.tsx';

/** One row for each language of each challenge that was run: the best, how often, and which way it goes. */
export function ProgramTable({ programs }: { readonly programs: readonly ProgramProgress[] }) {
  const t = useTranslations('progress.programs');
  return (
    <table className="w-full text-left text-sm tabular-nums">
      <caption className="sr-only">{t('title')}</caption>
      <thead className="text-xs text-muted max-md:sr-only">
        <tr>
          {(['challenge', 'best', 'score', 'runs', 'trend', 'last'] as const).map((key) => (
            <th
              key={key}
              scope="col"
              className={`border-b border-line pr-4 pb-2 font-medium last:pr-0 ${RIGHT.has(key) ? 'text-right' : ''}`}
            >
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {programs.map((program) => (
          <Row key={`${program.challenge} ${program.language}`} program={program} />
        ))}
      </tbody>
    </table>
  );
}

const RIGHT: ReadonlySet<string> = new Set(['score', 'runs', 'last']);

function Row({ program: { challenge, language, entry, runs, best, last, held } }: { readonly program: ProgramProgress }) {
  const t = useTranslations('progress.programs');
  const c = useTranslations('common');
  const clock = useClock();
  const stages = entry.ladderRps.length;
  return (
    <tr className="border-b border-line max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:gap-y-1 max-md:py-3 [&>*]:md:py-2.5 [&>*]:md:pr-4 [&>*:last-child]:md:pr-0">
      <th scope="row" className="font-medium max-md:col-span-2">
        <Link href={`/challenges/${challenge}?${LANGUAGE_PARAMETER}=${language}`} className="touch-line hover:text-accent">
          {entry.title}
        </Link>{' '}
        <span className="ml-1 font-normal whitespace-nowrap text-muted">{c(language)}</span>
      </th>
      <td>
        <span className="flex items-center gap-3">
          <Rungs held={held} stages={stages} />
          <span className={`whitespace-nowrap ${held === stages ? 'text-healthy' : ''}`}>
            {best.survivedRps > 0 ? formatRate(best.survivedRps) : t('none')}
            <span className="ml-2 text-xs text-muted">{t('stages', { held, stages })}</span>
          </span>
        </span>
      </td>
      <td className="text-right font-medium">
        <span className="text-xs font-normal text-muted md:hidden">{t('score')} </span>
        {best.score}
      </td>
      <td className="text-right max-md:order-last">
        <span className="md:hidden">{t('runsCount', { count: runs.length })}</span>
        <span className="max-md:hidden">{runs.length}</span>
      </td>
      <td>
        <Trend runs={runs} />
      </td>
      <td className="text-right whitespace-nowrap text-muted max-md:hidden">{clock(last.atMs)}</td>
    </tr>
  );
}

function Rungs({ held, stages }: { readonly held: number; readonly stages: number }) {
  return (
    <span aria-hidden className="flex h-5 items-end gap-0.5">
      {Array.from({ length: stages }, (_, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the stages of a ladder never move.
          key={index}
          className={`w-1.5 rounded-[1px] ${index < held ? 'bg-healthy' : 'bg-line'}`}
          style={{ height: `${30 + (70 * (index + 1)) / stages}%` }}
        />
      ))}
    </span>
  );
}
