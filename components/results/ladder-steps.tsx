import { Check, Circle, CircleDashed, Flag, type LucideIcon, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId } from 'react';
import { formatRate, formatRps, formatShare } from './format.ts';
import type { Rung } from './run-state.ts';

export interface LadderStepsProps {
  readonly ladder: readonly Rung[];
  /** Null: no stage is survived, or it is not known yet. */
  readonly survivedRps: number | null;
  readonly selected: number | null;
  readonly onSelect: (index: number) => void;
}

type Look = 'waiting' | 'running' | 'passed' | 'failed' | 'skipped' | 'survived';

const ICONS: Readonly<Record<Look, LucideIcon>> = {
  waiting: Circle,
  running: Circle,
  passed: Check,
  failed: X,
  skipped: CircleDashed,
  survived: Flag,
};
const TEXT: Readonly<Record<Look, string>> = {
  waiting: 'text-muted',
  running: 'text-accent',
  passed: 'text-healthy',
  failed: 'text-saturated',
  skipped: 'text-muted',
  survived: 'text-healthy',
};
const HATCH = 'repeating-linear-gradient(135deg, transparent 0 3px, color-mix(in oklab, var(--color-bg) 45%, transparent) 3px 5px)';
const FILL: Readonly<Record<Look, { readonly backgroundColor: string; readonly backgroundImage?: string }>> = {
  waiting: { backgroundColor: 'transparent' },
  running: { backgroundColor: 'var(--color-accent)' },
  passed: { backgroundColor: 'var(--color-healthy)' },
  failed: { backgroundColor: 'var(--color-saturated)', backgroundImage: HATCH },
  skipped: { backgroundColor: 'transparent' },
  survived: { backgroundColor: 'var(--color-healthy)' },
};
const STEP_MIN_PX = 10;
const STEP_MAX_PX = 40;

/** The surge ladder as stairs that fill while the run climbs them; afterwards the choice of the stage to look at. */
export function LadderSteps({ ladder, survivedRps, selected, onSelect }: LadderStepsProps) {
  const t = useTranslations('results.ladder');
  const group = useId();
  // Before a run there is nothing to say of any stage.
  const silent = ladder.every((rung) => rung.state === 'waiting');
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">{t('legend')}</legend>
      <div
        className="-mx-0.5 grid gap-0.5 @md:-mx-1 @md:gap-1"
        style={{ gridTemplateColumns: `repeat(${Math.max(1, ladder.length)}, minmax(0, 1fr))` }}
      >
        {ladder.map((rung, index) => (
          <Step
            key={rung.offeredRps}
            rung={rung}
            group={group}
            look={lookOf(rung, survivedRps)}
            heightPx={STEP_MIN_PX + ((STEP_MAX_PX - STEP_MIN_PX) * index) / Math.max(1, ladder.length - 1)}
            selected={index === selected}
            silent={silent}
            onSelect={() => onSelect(index)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function lookOf(rung: Rung, survivedRps: number | null): Look {
  if (rung.state !== 'done') return rung.state;
  if (!rung.stage.passed) return 'failed';
  return rung.offeredRps === survivedRps ? 'survived' : 'passed';
}

interface StepProps {
  readonly rung: Rung;
  readonly look: Look;
  readonly group: string;
  readonly heightPx: number;
  readonly selected: boolean;
  readonly silent: boolean;
  readonly onSelect: () => void;
}

function Step({ rung, look, group, heightPx, selected, silent, onSelect }: StepProps) {
  const t = useTranslations('results.ladder');
  const locale = useLocale();
  const Icon = ICONS[look];
  const filled = rung.state === 'done' ? 1 : rung.state === 'running' ? rung.fraction : 0;
  const word = rung.state === 'running' ? formatShare(rung.fraction, locale) : t(look);
  return (
    <label
      className={`relative flex min-w-0 flex-col rounded px-0.5 pt-1 pb-1.5 @md:px-1 transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-accent ${selected ? 'bg-idle-soft' : ''} ${rung.state === 'done' && !selected ? 'cursor-pointer hover:bg-sunken' : ''}`}
    >
      <input
        type="radio"
        name={group}
        checked={selected}
        disabled={rung.state !== 'done'}
        onChange={onSelect}
        aria-label={t('stage', { rps: formatRps(rung.offeredRps), state: t(look) })}
        className="absolute inset-0 cursor-[inherit] opacity-0"
      />
      <span aria-hidden="true" className="flex items-end" style={{ height: STEP_MAX_PX }}>
        <span
          className={`flex w-full items-end overflow-hidden rounded-[3px] border ${look === 'skipped' ? 'border-dashed border-line-strong/60' : 'border-line bg-sunken'} ${filled === 1 ? 'border-transparent' : ''}`}
          style={{ height: heightPx }}
        >
          <span className="w-full transition-[height] duration-200 ease-instrument" style={{ height: `${filled * 100}%`, ...FILL[look] }} />
        </span>
      </span>
      <span aria-hidden="true" className="mt-1.5 flex items-center justify-between gap-1">
        <span className="text-sm font-semibold tabular-nums">{formatRate(rung.offeredRps)}</span>
        {!silent && <Icon size={12} strokeWidth={2.5} className={`shrink-0 ${TEXT[look]}`} />}
      </span>
      <span aria-hidden="true" className={`h-4 truncate text-xs tabular-nums ${TEXT[look]}`}>
        {silent ? '' : word}
      </span>
    </label>
  );
}
