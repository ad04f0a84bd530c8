'use client';

import { useTranslations } from 'next-intl';
import { Line } from 'recharts';
import type { Report, StageReport } from '#judge/report.ts';
import { formatMs, formatQuantity, formatRate, formatRps, formatSeconds, formatTickMs } from '../format.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { type MomentRow, rowsOverTime } from './chart-data.ts';
import { ChartFigure, type ChartLineLook } from './chart-figure.tsx';
import { STILL } from './chart-frame.tsx';
import { TimeFrame } from './time-frame.tsx';

export interface TimeChartsProps {
  readonly stage: StageReport;
  readonly scale: Report['scale'];
}

/** The course of one stage per 100 ms: what arrived, what was answered, and how long it took. */
export function TimeCharts({ stage, scale }: TimeChartsProps) {
  const rows = rowsOverTime(stage, scale);
  if (rows.length === 0) return null;
  return (
    <>
      <RequestsOverTime stage={stage} rows={rows} />
      <LatencyOverTime stage={stage} rows={rows} />
    </>
  );
}

interface OverTimeProps {
  readonly stage: StageReport;
  readonly rows: readonly MomentRow[];
}

/** The row of so many 100 ms since the window began. */
function rowAt({ stage, rows }: OverTimeProps, bucket: number): MomentRow | undefined {
  return rows[bucket + Math.round(stage.warmupSeconds * BUCKETS_PER_SECOND)];
}

type RateKey = 'arrivals' | 'completions' | 'errors';

function RequestsOverTime({ stage, rows }: OverTimeProps) {
  const t = useTranslations('results.charts.time');
  const last = rows.at(-1);
  const highest = Math.max(...rows.flatMap((row) => [row.arrivals, row.completions, row.errors]));
  const figureAt = (key: RateKey) => (bucket: number) => formatRps(rowAt({ stage, rows }, bucket)?.[key] ?? 0);
  const lines: readonly (ChartLineLook & { readonly key: RateKey })[] = [
    { key: 'arrivals', name: t('arrivals'), colour: 'var(--color-line-strong)', width: 1.5, dash: '4 4', valueAt: figureAt('arrivals') },
    { key: 'completions', name: t('completions'), colour: 'var(--color-accent)', width: 2, valueAt: figureAt('completions') },
    { key: 'errors', name: t('errors'), colour: 'var(--color-saturated)', width: 2, dash: '1 3', valueAt: figureAt('errors') },
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
      <TimeFrame stage={stage} rows={rows} highest={highest} formatY={formatRate} formatValue={formatRps}>
        {lines.map(({ key, name, colour, width, dash }) => (
          <Line key={key} {...STILL} dataKey={key} name={name} stroke={colour} strokeWidth={width} strokeDasharray={dash} dot={false} />
        ))}
      </TimeFrame>
    </ChartFigure>
  );
}

function LatencyOverTime({ stage, rows }: OverTimeProps) {
  const t = useTranslations('results.charts.timeLatency');
  const time = useTranslations('results.charts.time');
  const measured = rows.filter((row) => row.second >= 0 && row.latencyMs !== null);
  const highest = Math.max(0, ...rows.map((row) => row.latencyMs ?? 0));
  const latencyOf = (row: MomentRow | undefined) => (row?.latencyMs == null ? '–' : formatMs(row.latencyMs));
  const line: ChartLineLook = {
    name: t('latency'),
    colour: 'var(--color-accent)',
    width: 2,
    valueAt: (bucket) => latencyOf(rowAt({ stage, rows }, bucket)),
  };
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
        <TimeFrame stage={stage} rows={rows} highest={highest} formatY={formatTickMs} formatValue={formatMs}>
          <Line {...STILL} dataKey="latencyMs" name={line.name} stroke={line.colour} strokeWidth={line.width} dot={false} />
        </TimeFrame>
      )}
    </ChartFigure>
  );
}
