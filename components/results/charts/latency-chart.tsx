'use client';

import { useTranslations } from 'next-intl';
import { Line, ReferenceLine } from 'recharts';
import type { Report } from '#judge/report.ts';
import { formatMs, formatRate, formatRps, formatTickMs } from '../format.ts';
import { logDomain, logTicks, raiseTo, rowsByStage } from './chart-data.ts';
import { ChartFigure, type ChartLineLook } from './chart-figure.tsx';
import { AXIS_TEXT, ChartFrame, STILL } from './chart-frame.tsx';

/** Percentiles of each stage beside the limit. */
export function LatencyChart({ report }: { readonly report: Report }) {
  const t = useTranslations('results.charts.latency');
  const rows = rowsByStage(report);
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return null;
  const limitMs = report.stages.flatMap((stage) => stage.slo).find((row) => row.id === 'p99')?.limit ?? null;
  const domain = logDomain([...rows.flatMap((row) => [row.p50 ?? row.p99, row.p99]), ...(limitMs === null ? [] : [limitMs])]);
  const latencyOf = (ms: number | null) => (ms === null ? '–' : formatMs(ms));
  const lines: readonly (ChartLineLook & { readonly key: 'p50' | 'p90' | 'p99' })[] = [
    { key: 'p50', name: t('p50'), colour: 'var(--color-line-strong)', width: 1.5 },
    { key: 'p90', name: t('p90'), colour: 'var(--color-text)', width: 1.5 },
    { key: 'p99', name: t('p99'), colour: 'var(--color-accent)', width: 2.5 },
  ];
  const limit: ChartLineLook = { name: t('limitName'), colour: 'var(--color-saturated)', width: 1.5, dash: '4 4' };
  const raise = (ms: number | null) => (ms === null ? null : raiseTo(ms, domain[0]));
  const raised = rows.map((row) => ({ ...row, p50: raise(row.p50), p90: raise(row.p90), p99: raise(row.p99), measured: row }));
  return (
    <ChartFigure
      title={t('title')}
      summary={t('summary', {
        count: rows.length,
        first: formatMs(first.p99),
        firstRps: formatRps(first.offered),
        last: formatMs(last.p99),
        lastRps: formatRps(last.offered),
        limit: limitMs === null ? '–' : formatMs(limitMs),
      })}
      lines={limitMs === null ? lines : [...lines, limit]}
      table={{
        head: ['rps', t('p50'), t('p90'), t('p99')],
        rows: rows.map((row) => [formatRps(row.offered), latencyOf(row.p50), latencyOf(row.p90), formatMs(row.p99)]),
      }}
    >
      <ChartFrame
        rows={raised}
        x="offered"
        formatX={formatRate}
        formatPointed={formatRps}
        xType="category"
        yScale="log"
        yDomain={domain}
        yTicks={logTicks(domain)}
        formatY={formatTickMs}
        formatValue={formatMs}
      >
        {limitMs !== null && (
          <ReferenceLine
            y={limitMs}
            stroke={limit.colour}
            strokeWidth={limit.width}
            strokeDasharray={limit.dash}
            label={{ value: t('limit', { value: formatMs(limitMs) }), position: 'insideBottomLeft', ...AXIS_TEXT, fill: limit.colour }}
          />
        )}
        {lines.map(({ key, name, colour, width }) => (
          <Line
            key={key}
            {...STILL}
            dataKey={key}
            name={name}
            stroke={colour}
            strokeWidth={width}
            dot={{ r: width + 1, fill: colour, strokeWidth: 0 }}
          />
        ))}
      </ChartFrame>
    </ChartFigure>
  );
}
