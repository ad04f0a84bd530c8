'use client';

import { useTranslations } from 'next-intl';
import { Line, ReferenceDot, ReferenceLine } from 'recharts';
import { logDomain, logTicks, raiseTo } from '../results/charts/chart-data.ts';
import { ChartFigure, type ChartLineLook } from '../results/charts/chart-figure.tsx';
import { AXIS_TEXT, ChartFrame, STILL } from '../results/charts/chart-frame.tsx';
import { formatMs, formatRate, formatRps, formatTickMs } from '../results/format.ts';
import { highestOfBoth, type PairRow, pairRows } from './compare-runs.ts';
import type { KeptRun } from './run-store.ts';

export interface CompareChartsProps {
  readonly a: KeptRun;
  readonly b: KeptRun;
  /** Null: not known. */
  readonly limitMs: number | null;
}

/** The earlier run is dashed and dark, the later one whole and in the accent. */
const LOOK = { a: { colour: 'var(--color-text)', dash: '5 4' }, b: { colour: 'var(--color-accent)' } } as const;

type Key = Exclude<keyof PairRow, 'offered'> | 'offered';
type KeyedLine = ChartLineLook & { readonly key: Key };

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
const raiseRow = (row: PairRow, floor: number): PairRow & { readonly measured: PairRow } => {
  const raised = Object.entries(row).map(([key, value]) => [key, value === null ? null : raiseTo(value, floor)]);
  return { ...(Object.fromEntries(raised) as unknown as PairRow), offered: row.offered, measured: row };
};

export function CompareCharts({ a, b, limitMs }: CompareChartsProps) {
  const rows = pairRows(a, b);
  if (rows.length === 0) return null;
  return (
    <div className="grid gap-8 @4xl:grid-cols-2 @4xl:gap-x-10">
      <KneeChart a={a} b={b} rows={rows} />
      <LateChart a={a} b={b} rows={rows} limitMs={limitMs} />
    </div>
  );
}

interface ChartProps {
  readonly a: KeptRun;
  readonly b: KeptRun;
  readonly rows: readonly PairRow[];
}

function KneeChart({ a, b, rows }: ChartProps) {
  const t = useTranslations('runs.compare');
  const name = ({ number }: KeptRun) => t('run', { number });
  const domain = logDomain(known(rows.flatMap((row) => [row.offered, row.throughputA, row.goodputA, row.throughputB, row.goodputB])));
  const lines: readonly KeyedLine[] = [
    { key: 'offered', name: t('offered'), colour: 'var(--color-line-strong)', width: 1.5, dash: '1 4' },
    { key: 'throughputA', name: t('throughput', { run: name(a) }), width: 1, ...LOOK.a },
    { key: 'throughputB', name: t('throughput', { run: name(b) }), width: 1, ...LOOK.b },
    { key: 'goodputA', name: t('goodput', { run: name(a) }), width: 2.5, ...LOOK.a },
    { key: 'goodputB', name: t('goodput', { run: name(b) }), width: 2.5, ...LOOK.b },
  ];
  const pair = highestOfBoth(rows);
  const rateOf = (value: number | null) => (value === null ? '–' : formatRps(value));
  const survived = { a: name(a), aRps: formatRps(a.survivedRps), b: name(b), bRps: formatRps(b.survivedRps) };
  return (
    <ChartFigure
      title={t('kneeTitle')}
      summary={`${t('survivedBoth', survived)}${
        pair
          ? ` ${t('goodputBoth', { rps: formatRps(pair.offered), a: name(a), aRps: rateOf(pair.goodputA), b: name(b), bRps: rateOf(pair.goodputB) })}`
          : ''
      }`}
      lines={lines}
      table={{
        head: [t('offered'), ...lines.slice(1).map((line) => line.name)],
        rows: rows.map((row) => [formatRps(row.offered), ...lines.slice(1).map(({ key }) => rateOf(row[key]))]),
      }}
    >
      <ChartFrame
        rows={rows.map((row) => raiseRow(row, domain[0]))}
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
            dot={key === 'offered' ? false : { r: width, fill: colour, strokeWidth: 0 }}
          />
        ))}
        {([a, b] as const).map((run, index) => {
          const goodput = run.stages.find((stage) => stage.offeredRps === run.survivedRps)?.goodputRps;
          if (goodput === undefined) return null;
          const { colour } = index === 0 ? LOOK.a : LOOK.b;
          return (
            <ReferenceDot
              key={run.id}
              x={run.survivedRps}
              y={raiseTo(goodput, domain[0])}
              r={index === 0 ? 9 : 7}
              fill="transparent"
              stroke={colour}
              strokeWidth={1.5}
              label={{
                value: t('mark', { number: run.number, rps: formatRate(run.survivedRps) }),
                position: index === 0 ? 'bottom' : 'top',
                offset: 10,
                ...AXIS_TEXT,
                fill: colour,
              }}
            />
          );
        })}
      </ChartFrame>
    </ChartFigure>
  );
}

function LateChart({ a, b, rows, limitMs }: ChartProps & Pick<CompareChartsProps, 'limitMs'>) {
  const t = useTranslations('runs.compare');
  const l = useTranslations('results.charts.latency');
  const name = ({ number }: KeptRun) => t('run', { number });
  const domain = logDomain(known([...rows.flatMap((row) => [row.p99A, row.p99B]), limitMs]));
  const lines: readonly (ChartLineLook & { readonly key: 'p99A' | 'p99B' })[] = [
    { key: 'p99A', name: name(a), width: 2, ...LOOK.a },
    { key: 'p99B', name: name(b), width: 2, ...LOOK.b },
  ];
  const limit: ChartLineLook = { name: l('limitName'), colour: 'var(--color-saturated)', width: 1.5, dash: '2 3' };
  const pair = highestOfBoth(rows);
  const msOf = (value: number | null) => (value === null ? '–' : formatMs(value));
  return (
    <ChartFigure
      title={t('p99Title')}
      summary={
        pair
          ? t('p99Both', { rps: formatRps(pair.offered), a: name(a), aMs: msOf(pair.p99A), b: name(b), bMs: msOf(pair.p99B) })
          : t('p99None')
      }
      lines={limitMs === null ? lines : [...lines, limit]}
      table={{
        head: [t('offered'), ...lines.map((line) => line.name)],
        rows: rows.map((row) => [formatRps(row.offered), msOf(row.p99A), msOf(row.p99B)]),
      }}
    >
      <ChartFrame
        rows={rows.map((row) => raiseRow(row, domain[0]))}
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
            label={{ value: l('limit', { value: formatMs(limitMs) }), position: 'insideBottomLeft', ...AXIS_TEXT, fill: limit.colour }}
          />
        )}
        {lines.map(({ key, name, colour, width, dash }) => (
          <Line
            key={key}
            {...STILL}
            dataKey={key}
            name={name}
            stroke={colour}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={{ r: width + 1, fill: colour, strokeWidth: 0 }}
          />
        ))}
      </ChartFrame>
    </ChartFigure>
  );
}
