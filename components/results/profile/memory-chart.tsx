'use client';

import { useTranslations } from 'next-intl';
import { Line, ReferenceLine } from 'recharts';
import type { ProfileReport } from '#judge/loop-report.ts';
import type { StageReport } from '#judge/report.ts';
import { niceTicks } from '../charts/chart-data.ts';
import { ChartFigure, type ChartLineLook } from '../charts/chart-figure.tsx';
import { ChartFrame, STILL } from '../charts/chart-frame.tsx';
import { formatMemory, formatRps, formatSeconds, formatTickSeconds } from '../format.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';

export interface MemoryChartProps {
  readonly stage: StageReport;
  readonly memory: ProfileReport['memory'];
  readonly onGoToLine: GoToLine;
}

/** Memory of the fullest worker per 100 ms, against what its container allows, and what held most of it. */
export function MemoryChart({ stage, memory, onGoToLine }: MemoryChartProps) {
  const t = useTranslations('results.profile.memory');
  const time = useTranslations('results.charts.time');
  const series = stage.series.memoryMb;
  const { limitMb, holder } = memory;
  const warmup = Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND);
  const rows = series.map((mb, at) => ({ second: (at + 1 - warmup) / BUCKETS_PER_SECOND, mb }));
  const most = Math.max(0, ...series);
  const title = t('title', { rps: formatRps(stage.offeredRps) });
  if (most === 0) return <p className="text-sm text-muted">{t('nothing')}</p>;
  const line: ChartLineLook = {
    name: t('memory'),
    colour: 'var(--color-accent)',
    width: 2,
    valueAt: (bucket) => formatMemory(series[bucket + warmup] ?? 0),
  };
  const ticks = niceTicks(Math.max(most, most * 2 > limitMb ? limitMb : 0));
  const end = rows.at(-1)?.second ?? 0;
  const wholeSeconds = Array.from(
    { length: Math.floor(end) + Math.floor(stage.warmupSeconds) + 1 },
    (_, index) => index - Math.floor(stage.warmupSeconds),
  );
  return (
    <div>
      <ChartFigure
        title={title}
        summary={t('summary', { end: formatMemory(series.at(-1) ?? 0), limit: formatMemory(limitMb), most: formatMemory(most) })}
        lines={[line]}
        table={{ head: [time('time'), t('memory')], rows: rows.map(({ second, mb }) => [formatSeconds(second), formatMemory(mb)]) }}
      >
        <ChartFrame
          rows={rows}
          x="second"
          formatX={formatTickSeconds}
          formatPointed={formatSeconds}
          xType="number"
          xTicks={wholeSeconds}
          yScale="linear"
          yDomain={[0, ticks.at(-1) ?? 1]}
          yTicks={ticks}
          formatY={formatMemory}
          formatValue={formatMemory}
        >
          {ticks.at(-1) !== undefined && (ticks.at(-1) as number) >= limitMb && (
            <ReferenceLine y={limitMb} stroke="var(--color-saturated)" strokeDasharray="4 4" />
          )}
          <Line {...STILL} dataKey="mb" name={line.name} stroke={line.colour} strokeWidth={line.width} dot={false} />
        </ChartFrame>
      </ChartFigure>
      {holder && (
        <p className="mt-1 flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
          {t('holder', { name: holder.name, size: formatMemory(holder.mb) })}
          {holder.file && holder.line !== null && <PlaceButton file={holder.file} line={holder.line} onGoToLine={onGoToLine} />}
        </p>
      )}
    </div>
  );
}
