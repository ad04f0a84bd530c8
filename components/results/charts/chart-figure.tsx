'use client';

import { ChartLine, Table2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ValueAt } from '../moment/value-at.tsx';
import { SectionTitle } from '../section-title.tsx';

export interface ChartLineLook {
  readonly name: string;
  readonly colour: string;
  readonly width: number;
  readonly dash?: string;
  /** Of a line over virtual time, in words, at so many 100 ms since the window began. */
  readonly valueAt?: (bucket: number) => string;
}
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface ChartFigureProps {
  readonly title: string;
  /** What the chart shows, in a sentence; under it for everybody, and its name for screen readers. */
  readonly summary: string;
  readonly lines: readonly ChartLineLook[];
  readonly table: ChartTable;
  /** The chart. */
  readonly children: ReactNode;
}

export const CHART_HEIGHT = 208;

/** A chart with its legend, its sentence, and its figures as a table. */
export function ChartFigure({ title, summary, lines, table, children }: ChartFigureProps) {
  const t = useTranslations('results.charts');
  const [asTable, setAsTable] = useState(false);
  const titleId = useId();
  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <SectionTitle
        id={titleId}
        aside={
          <Button
            size="small"
            look="quiet"
            icon={asTable ? <ChartLine size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t('asChart') : t('asTable')}
          </Button>
        }
      >
        {title}
      </SectionTitle>
      {!asTable && (
        <>
          <Legend lines={lines} />
          <div role="img" aria-label={`${title}. ${summary}`} style={{ height: CHART_HEIGHT }}>
            {children}
          </div>
        </>
      )}
      <FigureTable title={title} table={table} hidden={!asTable} />
      <figcaption className="mt-1 text-xs text-pretty text-muted">{summary}</figcaption>
    </figure>
  );
}

function Legend({ lines }: { readonly lines: readonly ChartLineLook[] }) {
  return (
    <ul aria-hidden="true" className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {lines.map((line) => (
        <li key={line.name} className="flex items-center gap-1.5">
          <svg width={20} height={8} aria-hidden="true">
            <title>{line.name}</title>
            <line x1={0} y1={4} x2={20} y2={4} stroke={line.colour} strokeWidth={line.width} strokeDasharray={line.dash} />
          </svg>
          {line.name}
          {line.valueAt && <ValueAt valueAt={line.valueAt} />}
        </li>
      ))}
    </ul>
  );
}

function FigureTable({ title, table, hidden }: { readonly title: string; readonly table: ChartTable; readonly hidden: boolean }) {
  return (
    <div className={hidden ? 'sr-only' : 'max-h-80 overflow-auto'} tabIndex={hidden ? -1 : 0}>
      <table className="w-full text-right text-xs tabular-nums">
        <caption className="sr-only">{title}</caption>
        <thead className="text-muted">
          <tr>
            {table.head.map((head) => (
              <th key={head} scope="col" className="border-b border-line py-1.5 pl-3 font-medium first:pl-0 first:text-left">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={table.head[index]} className="border-b border-line py-1.5 pl-3 whitespace-nowrap first:pl-0 first:text-left">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
