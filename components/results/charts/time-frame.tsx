'use client';

import { useTranslations } from 'next-intl';
import { ReferenceArea } from 'recharts';
import type { StageReport } from '#judge/report.ts';
import { formatSeconds, formatTickSeconds } from '../format.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { niceTicks } from './chart-data.ts';
import { AXIS_TEXT, ChartFrame, type ChartFrameProps } from './chart-frame.tsx';

/** Whole seconds, or halves where that would be too few. */
function ticksOf({ seconds, warmupSeconds }: StageReport): number[] {
  const step = seconds + warmupSeconds > 2.5 ? 1 : 0.5;
  const first = -Math.floor(warmupSeconds / step);
  return Array.from({ length: Math.floor(seconds / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** The warm-up is greyed out: it is shown, and not counted. */
function useMarks(stage: StageReport) {
  const t = useTranslations('results.charts.time');
  return (
    <>
      {stage.warmupSeconds > 0 && (
        <ReferenceArea
          x1={-stage.warmupSeconds}
          x2={0}
          fill="var(--color-idle-soft)"
          fillOpacity={0.7}
          stroke="none"
          label={{ value: t('warmup'), position: 'insideTop', ...AXIS_TEXT }}
        />
      )}
    </>
  );
}

interface TimeFrameProps<Row extends MiddleRow> extends Pick<ChartFrameProps<Row>, 'rows' | 'formatY' | 'formatValue' | 'children'> {
  readonly stage: StageReport;
  /** The highest figure, for which the axis has room. */
  readonly highest: number;
}

interface MiddleRow {
  readonly middle: number;
}

/** The axes that every course over time has, and the marks on them. */
export function TimeFrame<Row extends MiddleRow>({ stage, rows, highest, formatY, formatValue, children }: TimeFrameProps<Row>) {
  const marks = useMarks(stage);
  const ticks = niceTicks(highest);
  return (
    <ChartFrame
      rows={rows}
      x="middle"
      formatX={formatTickSeconds}
      // Figures of 100 ms have the name of their beginning, as in the table.
      formatPointed={(middle) => formatSeconds(middle - 0.5 / BUCKETS_PER_SECOND)}
      xType="number"
      xTicks={ticksOf(stage)}
      xDomain={[-stage.warmupSeconds, stage.seconds]}
      yScale="linear"
      yDomain={[0, ticks.at(-1) ?? 1]}
      yTicks={ticks}
      formatY={formatY}
      formatValue={formatValue}
    >
      {marks}
      {children}
    </ChartFrame>
  );
}
