'use client';

import { useTranslations } from 'next-intl';
import { Line, ReferenceArea, ReferenceLine } from 'recharts';
import type { Report, StageReport } from '#judge/report.ts';
import { formatMs, formatQuantity, formatRate, formatRps, formatSeconds, formatTickMs, formatTickSeconds } from '../format.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { type MomentRow, niceTicks, rowsOverTime } from './chart-data.ts';
import { ChartFigure, type ChartLineLook } from './chart-figure.tsx';
import { AXIS_TEXT, ChartFrame, type ChartFrameProps, STILL } from './chart-frame.tsx';

export interface TimeChartsProps {
  readonly stage: StageReport;
  readonly scale: Report['scale'];
  /** The moment that the picture shows; null for the whole stage. */
  readonly bucket: number | null;
}

/** The course of one stage per 100 ms: what arrived, what was answered, and how long it took. */
export function TimeCharts({ stage, scale, bucket }: TimeChartsProps) {
  const rows = rowsOverTime(stage, scale);
  if (rows.length === 0) return null;
  const moment = bucket === null ? null : (bucket + 0.5) / BUCKETS_PER_SECOND;
  return (
    <>
      <RequestsOverTime stage={stage} rows={rows} moment={moment} />
      <LatencyOverTime stage={stage} rows={rows} moment={moment} />
    </>
  );
}

interface OverTimeProps {
  readonly stage: StageReport;
  readonly rows: readonly MomentRow[];
  readonly moment: number | null;
}

/** Whole seconds, or halves where that would be too few. */
function ticksOf({ seconds, warmupSeconds }: StageReport): number[] {
  const step = seconds + warmupSeconds > 2.5 ? 1 : 0.5;
  const first = -Math.floor(warmupSeconds / step);
  return Array.from({ length: Math.floor(seconds / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** The warm-up is greyed out: it is shown, and not counted. */
function useMarks(stage: StageReport, moment: number | null) {
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
      {moment !== null && <ReferenceLine x={moment} stroke="var(--color-accent)" strokeWidth={1.5} />}
    </>
  );
}

interface TimeFrameProps extends OverTimeProps, Pick<ChartFrameProps<MomentRow>, 'formatY' | 'formatValue' | 'children'> {
  /** The highest figure, for which the axis has room. */
  readonly highest: number;
}

/** The axes that every course over time has, and the marks on them. */
function TimeFrame({ stage, rows, moment, highest, formatY, formatValue, children }: TimeFrameProps) {
  const marks = useMarks(stage, moment);
  const ticks = niceTicks(highest);
  // The last row begins 100 ms before the end.
  const end = rows.at(-1)?.second ?? 0;
  return (
    <ChartFrame
      rows={rows}
      x="second"
      formatX={formatTickSeconds}
      formatPointed={formatSeconds}
      xType="number"
      xTicks={ticksOf(stage).filter((second) => second <= end)}
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

function RequestsOverTime({ stage, rows, moment }: OverTimeProps) {
  const t = useTranslations('results.charts.time');
  const last = rows.at(-1);
  const highest = Math.max(...rows.flatMap((row) => [row.arrivals, row.completions, row.errors]));
  const lines: readonly (ChartLineLook & { readonly key: 'arrivals' | 'completions' | 'errors' })[] = [
    { key: 'arrivals', name: t('arrivals'), colour: 'var(--color-line-strong)', width: 1.5, dash: '4 4' },
    { key: 'completions', name: t('completions'), colour: 'var(--color-accent)', width: 2 },
    { key: 'errors', name: t('errors'), colour: 'var(--color-saturated)', width: 2, dash: '1 3' },
  ];
  return (
    <ChartFigure
      title={t('title', { rps: formatRps(stage.offeredRps) })}
      summary={t('summary', { end: formatRps(last?.completions ?? 0), open: formatQuantity(last?.open ?? 0) })}
      lines={lines}
      table={{
        head: [t('time'), t('arrivals'), t('completions'), t('errors')],
        rows: rows.map((row) => [formatSeconds(row.second), formatRps(row.arrivals), formatRps(row.completions), formatRps(row.errors)]),
      }}
    >
      <TimeFrame stage={stage} rows={rows} moment={moment} highest={highest} formatY={formatRate} formatValue={formatRps}>
        {lines.map(({ key, name, colour, width, dash }) => (
          <Line key={key} {...STILL} dataKey={key} name={name} stroke={colour} strokeWidth={width} strokeDasharray={dash} dot={false} />
        ))}
      </TimeFrame>
    </ChartFigure>
  );
}

function LatencyOverTime({ stage, rows, moment }: OverTimeProps) {
  const t = useTranslations('results.charts.timeLatency');
  const time = useTranslations('results.charts.time');
  const measured = rows.filter((row) => row.second >= 0 && row.latencyMs !== null);
  const highest = Math.max(0, ...rows.map((row) => row.latencyMs ?? 0));
  const line: ChartLineLook = { name: t('latency'), colour: 'var(--color-accent)', width: 2 };
  const latencyOf = (row: MomentRow | undefined) => (row?.latencyMs == null ? '–' : formatMs(row.latencyMs));
  return (
    <ChartFigure
      title={t('title', { rps: formatRps(stage.offeredRps) })}
      summary={t('summary', { start: latencyOf(measured[0]), end: latencyOf(measured.at(-1)) })}
      lines={[line]}
      table={{ head: [time('time'), t('latency')], rows: rows.map((row) => [formatSeconds(row.second), latencyOf(row)]) }}
    >
      {measured.length === 0 ? (
        <p className="flex h-full items-center justify-center rounded border border-dashed border-line text-sm text-muted">
          {t('nothing')}
        </p>
      ) : (
        <TimeFrame stage={stage} rows={rows} moment={moment} highest={highest} formatY={formatTickMs} formatValue={formatMs}>
          <Line {...STILL} dataKey="latencyMs" name={line.name} stroke={line.colour} strokeWidth={line.width} dot={false} />
        </TimeFrame>
      )}
    </ChartFigure>
  );
}
