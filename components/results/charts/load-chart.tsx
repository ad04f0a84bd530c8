'use client';

import { useTranslations } from 'next-intl';
import { Line } from 'recharts';
import type { Report } from '#judge/report.ts';
import { formatRate, formatRps } from '../format.ts';
import { logDomain, logTicks, raiseTo, rowsByStage } from './chart-data.ts';
import { ChartFigure, type ChartLineLook } from './chart-figure.tsx';
import { ChartFrame, STILL } from './chart-frame.tsx';

/** Throughput and goodput against the offered load: where they leave its line, the service no longer follows. */
export function LoadChart({ report }: { readonly report: Report }) {
  const t = useTranslations('results.charts.load');
  const rows = rowsByStage(report);
  const last = rows.at(-1);
  if (last === undefined) return null;
  const domain = logDomain(rows.flatMap((row) => [row.offered, row.throughput, row.goodput]));
  const lines: readonly (ChartLineLook & { readonly key: 'offered' | 'throughput' | 'goodput' })[] = [
    { key: 'offered', name: t('offered'), colour: 'var(--color-line-strong)', width: 1.5, dash: '4 4' },
    { key: 'throughput', name: t('throughput'), colour: 'var(--color-text)', width: 1.5 },
    { key: 'goodput', name: t('goodput'), colour: 'var(--color-accent)', width: 2.5 },
  ];
  const raised = rows.map((row) => ({
    ...row,
    throughput: raiseTo(row.throughput, domain[0]),
    goodput: raiseTo(row.goodput, domain[0]),
    measured: row,
  }));
  return (
    <ChartFigure
      title={t('title')}
      summary={t('summary', {
        count: rows.length,
        rps: formatRps(last.offered),
        throughput: formatRps(last.throughput),
        goodput: formatRps(last.goodput),
      })}
      lines={lines}
      table={{
        head: [t('stage'), t('throughput'), t('goodput')],
        rows: rows.map((row) => [formatRps(row.offered), formatRps(row.throughput), formatRps(row.goodput)]),
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
        formatY={formatRate}
        formatValue={formatRps}
      >
        {lines.map(({ key, name, colour, width, dash }) => (
          <Line
            key={key}
            {...STILL}
            dataKey={key}
            name={name}
            stroke={colour}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={key === 'offered' ? false : { r: width + 1, fill: colour, strokeWidth: 0 }}
          />
        ))}
      </ChartFrame>
    </ChartFigure>
  );
}
