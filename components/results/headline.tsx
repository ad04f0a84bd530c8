import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { formatQuantity, formatRps, formatShare } from './format.ts';
import { isUnderWay, type RunState } from './run-state.ts';

const UNKNOWN = '–';

export interface HeadlineProps {
  readonly state: RunState;
  /** Last rung of the ladder; null while it is not known. */
  readonly goalRps: number | null;
}

/** The result in one glance. As high before, during and after a run, so that nothing below it moves. */
export function Headline({ state, goalRps }: HeadlineProps) {
  const t = useTranslations('results.headline');
  const left = useLeft(state, goalRps);
  const right = useRight(state);
  return (
    <div className="flex h-14 items-start justify-between gap-4">
      <Figure {...left} large />
      {right && <Figure {...right} alignRight />}
      {!right && !isUnderWay(state) && goalRps !== null && (
        <Figure label={t('score')} value={UNKNOWN} aside={t('outOf', { max: 100 })} alignRight />
      )}
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly aside?: string;
  readonly large?: boolean;
  readonly alignRight?: boolean;
}

function Figure({ label, value, aside, large = false, alignRight = false }: FigureProps) {
  return (
    <div className={`min-w-0 ${alignRight ? 'text-right' : ''}`}>
      <p className="truncate text-xs text-muted">{label}</p>
      <p className="flex h-10 items-baseline gap-2 whitespace-nowrap tabular-nums">
        <span
          className={`tracking-tight ${large ? 'text-2xl' : 'text-xl leading-10'} ${value === UNKNOWN ? 'font-normal text-muted' : 'font-semibold'}`}
        >
          {value}
        </span>
        {aside && <span className="text-sm text-muted">{aside}</span>}
      </p>
    </div>
  );
}

function useLeft(state: RunState, goalRps: number | null): FigureProps {
  const t = useTranslations('results.headline');
  const c = useTranslations('common');
  const goal = goalRps === null ? undefined : t('of', { goal: formatRps(goalRps) });
  const aside = goal === undefined ? {} : { aside: goal };
  const running = state.ladder.findIndex((rung) => rung.state === 'running');
  const rung = state.ladder[running];
  switch (state.phase) {
    case 'done':
      return { label: t('survived'), value: formatRps(state.report?.survivedRps ?? 0), ...aside };
    case 'running':
      if (rung)
        return { label: t('running', { number: running + 1, total: state.ladder.length }), value: formatRps(rung.offeredRps), ...aside };
      return { label: state.ladder[0]?.state === 'done' ? t('ending') : t('beginning'), value: lastFinished(state) ?? t('none'), ...aside };
    case 'loading':
      return { label: t('waiting', { language: c(state.language) }), value: UNKNOWN, ...aside };
    case 'stopped':
      return { label: t('stopped'), value: UNKNOWN, ...aside };
    case 'failed':
      return { label: t('failed'), value: UNKNOWN, ...aside };
    case 'idle':
      return { label: t('notRun'), value: UNKNOWN, ...aside };
  }
}

function lastFinished(state: RunState): string | undefined {
  const finished = state.ladder.filter((rung) => rung.state === 'done').at(-1);
  return finished && formatRps(finished.offeredRps);
}

function useRight(state: RunState): FigureProps | null {
  const t = useTranslations('results.headline');
  const locale = useLocale();
  if (state.phase === 'done' && state.report) {
    return { label: t('score'), value: state.report.score.total, aside: t('outOf', { max: 100 }) };
  }
  if (state.phase === 'loading' && state.loadedShare !== null) return { label: t('loaded'), value: formatShare(state.loadedShare, locale) };
  const rung = state.ladder.find((each) => each.state === 'running');
  if (state.phase !== 'running' || rung?.state !== 'running') return null;
  return { label: t('answered'), value: formatQuantity(rung.completed), aside: formatShare(rung.fraction, locale) };
}
