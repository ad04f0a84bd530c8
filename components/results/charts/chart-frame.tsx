'use client';

import type { ReactNode } from 'react';
import { CartesianGrid, LineChart, ResponsiveContainer, Tooltip, type TooltipContentProps, XAxis, YAxis } from 'recharts';
import { TimeCursor } from '../moment/time-cursor.tsx';
import { CHART_HEIGHT } from './chart-figure.tsx';

export const AXIS_TEXT = { fontSize: 12, fill: 'var(--color-muted)' } as const;
/** What every line of ours has: no dots on the way, no animation. */
export const STILL = { isAnimationActive: false, type: 'linear' } as const;

const MARGIN = { top: 8, right: 20, bottom: 0, left: 0 } as const;
const Y_AXIS_WIDTH = 56;
const X_AXIS_HEIGHT = 30;
const PLOT = { top: MARGIN.top, right: MARGIN.right - 2, bottom: X_AXIS_HEIGHT, left: Y_AXIS_WIDTH } as const;

export interface ChartFrameProps<Row> {
  readonly rows: readonly Row[];
  /** Key of the horizontal axis. */
  readonly x: string & keyof Row;
  readonly formatX: (x: number) => string;
  /** The same with its unit, for the figures under the pointer; so is formatValue for formatY. */
  readonly formatPointed: (x: number) => string;
  readonly formatValue: (y: number) => string;
  /** Categories stand at equal distances; numbers are seconds of virtual time, and the chosen moment is marked among them. */
  readonly xType: 'category' | 'number';
  readonly xTicks?: number[];
  /** Ends of an axis of numbers; without them those of the rows. */
  readonly xDomain?: readonly [number, number];
  readonly yScale: 'linear' | 'log';
  readonly yDomain: readonly [number, number];
  readonly yTicks: number[];
  readonly formatY: (y: number) => string;
  readonly children: ReactNode;
}

/** Axes, grid and the figures under the pointer, alike in every chart. */
export function ChartFrame<Row extends object>(props: ChartFrameProps<Row>) {
  const { rows, x, formatX, formatPointed, xType, xTicks, xDomain, yScale, yDomain, yTicks, formatY, formatValue, children } = props;
  const [from, to] = xDomain ?? [Number(rows[0]?.[x]), Number(rows.at(-1)?.[x])];
  const chart = (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT} initialDimension={{ width: 416, height: CHART_HEIGHT }}>
      <LineChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--color-line)" />
        <XAxis
          dataKey={(row: Row) => row[x]}
          type={xType}
          domain={xType === 'number' ? [from, to] : undefined}
          ticks={xTicks}
          tickFormatter={formatX}
          tick={AXIS_TEXT}
          tickLine={false}
          axisLine={{ stroke: 'var(--color-line-strong)' }}
          height={X_AXIS_HEIGHT}
          tickMargin={6}
          interval={0}
          padding={xType === 'category' ? { left: 16, right: 16 } : undefined}
        />
        <YAxis
          scale={yScale}
          domain={[...yDomain]}
          ticks={yTicks}
          interval={0}
          tickFormatter={formatY}
          tick={AXIS_TEXT}
          tickLine={false}
          axisLine={false}
          width={Y_AXIS_WIDTH}
          allowDataOverflow={yScale === 'log'}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--color-line-strong)' }}
          content={(content) => <PointedFigures content={content} formatX={formatPointed} formatY={formatValue} />}
        />
        {children}
      </LineChart>
    </ResponsiveContainer>
  );
  if (xType === 'category') return chart;
  return (
    <TimeCursor from={from} to={to} inset={PLOT}>
      {chart}
    </TimeCursor>
  );
}

/** A row that is drawn higher than it was measured, for the sake of the axis, carries what was measured. */
function measuredValue({
  payload,
  dataKey,
  value,
}: {
  readonly payload?: unknown;
  readonly dataKey?: unknown;
  readonly value?: unknown;
}): number {
  const row = payload as { readonly measured?: Readonly<Record<string, number>> } | undefined;
  return Number(row?.measured?.[String(dataKey)] ?? value);
}

interface PointedFiguresProps {
  readonly content: TooltipContentProps;
  readonly formatX: (x: number) => string;
  readonly formatY: (y: number) => string;
}

function PointedFigures({ content, formatX, formatY }: PointedFiguresProps) {
  if (!content.active || content.payload.length === 0) return null;
  return (
    <div className="rounded bg-raised px-3 py-2 text-xs shadow-float tabular-nums">
      <p className="font-medium">{formatX(Number(content.label))}</p>
      {content.payload.map((entry) => (
        <p key={String(entry.name)} className="flex justify-between gap-4 text-muted">
          <span>{entry.name}</span>
          <span className="text-text">{formatY(measuredValue(entry))}</span>
        </p>
      ))}
    </div>
  );
}
