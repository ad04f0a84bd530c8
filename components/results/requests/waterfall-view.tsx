'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { TraceReport } from '#judge/report.ts';
import { formatMs } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { TONE_COLOUR, WAITING_PATTERN } from './tones.ts';
import { layoutWaterfall, type WaterfallRow } from './waterfall.ts';

const SHOWN_AT_FIRST = 24;

/** Every step of one request as a bar on its time: hatched while it waits, solid while it is served. */
export function WaterfallView({ trace, onGoToLine }: { readonly trace: TraceReport; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.requests');
  const [all, setAll] = useState(false);
  const { rows, totalMs } = layoutWaterfall(trace);
  const shown = all ? rows : rows.slice(0, SHOWN_AT_FIRST);
  return (
    <div className="pb-3">
      <div aria-hidden="true" className="flex justify-between pb-1 text-xs text-muted tabular-nums">
        <span>0</span>
        <span>{formatMs(totalMs / 2)}</span>
        <span>{formatMs(totalMs)}</span>
      </div>
      <table className="block w-full text-xs">
        <caption className="sr-only">{t('caption', { request: `${trace.method} ${trace.path}` })}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('span')}</th>
            <th scope="col">{t('start')}</th>
            <th scope="col">{t('took')}</th>
            <th scope="col">{t('queued')}</th>
          </tr>
        </thead>
        <tbody className="block">
          {shown.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: spans have no name of their own and never move.
            <SpanRow key={index} row={row} onGoToLine={onGoToLine} />
          ))}
        </tbody>
      </table>
      {trace.latencyMs < totalMs && <p className="pt-2 text-xs text-muted">{t('late', { latency: formatMs(trace.latencyMs) })}</p>}
      {shown.length < rows.length && (
        <Button size="small" look="quiet" className="mt-1" onClick={() => setAll(true)}>
          {t('all', { count: rows.length })}
        </Button>
      )}
    </div>
  );
}

function SpanRow({ row, onGoToLine }: { readonly row: WaterfallRow; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.requests');
  const { span, tone, start, queued, served } = row;
  // A round trip without a statement is the pool's own: it resets a connection that comes back.
  const label = span.label === '' && tone === 'database' ? t('reset') : span.label;
  return (
    <tr className="relative block border-t border-line py-1">
      <th scope="row" className="flex items-baseline gap-2 text-left font-normal">
        <span className="shrink-0 font-medium">{t(`tone.${tone}`)}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-muted" title={label}>
          {label}
        </span>
        {span.file !== null && span.line !== null && <PlaceButton file={span.file} line={span.line} onGoToLine={onGoToLine} />}
        <span aria-hidden="true" className="w-14 shrink-0 text-right tabular-nums">
          {formatMs(span.endMs - span.startMs)}
        </span>
      </th>
      <td className="sr-only">{formatMs(span.startMs)}</td>
      <td className="sr-only">{formatMs(span.endMs - span.startMs)}</td>
      <td className="sr-only">{formatMs(span.queueMs)}</td>
      <td aria-hidden="true" className="relative mt-1 block h-2 rounded-[2px] bg-sunken">
        <span
          className="absolute inset-y-0 flex min-w-0.5 overflow-hidden rounded-[2px]"
          style={{ left: `${Math.min(start * 100, 99.5)}%`, width: `${(queued + served) * 100}%` }}
        >
          <span style={{ flexGrow: queued, backgroundImage: WAITING_PATTERN }} />
          <span style={{ flexGrow: Math.max(served, queued === 0 ? 1 : 0), backgroundColor: TONE_COLOUR[tone] }} />
        </span>
      </td>
    </tr>
  );
}
