'use client';

import { useTranslations } from 'next-intl';
import { Line } from 'recharts';
import type { ResourceReport, StageReport } from '#judge/report.ts';
import { formatQuantity, formatRps, formatSeconds } from '../format.ts';
import { longestQueues } from '../moment/moment-readout.ts';
import { useResourceName } from '../moment/use-resource-name.ts';
import { BUCKETS_PER_SECOND } from '../picture/system.ts';
import { SectionTitle } from '../section-title.tsx';
import { ChartFigure, type ChartLineLook } from './chart-figure.tsx';
import { STILL } from './chart-frame.tsx';
import { TimeFrame } from './time-frame.tsx';

const LOOKS: readonly Omit<ChartLineLook, 'name'>[] = [
  { colour: 'var(--color-accent)', width: 2 },
  { colour: 'var(--color-text)', width: 1.5, dash: '6 3' },
  { colour: 'var(--color-busy)', width: 2, dash: '2 3' },
];

export interface QueueChartProps {
  readonly stage: StageReport;
  readonly resources: readonly ResourceReport[];
}

/** How many wait in the longest lines of the system, per 100 ms of one stage. */
export function QueueChart({ stage, resources }: QueueChartProps) {
  const t = useTranslations('results.charts.queues');
  const time = useTranslations('results.charts.time');
  const nameOf = useResourceName();
  const courses = longestQueues(resources, LOOKS.length);
  const [longest] = courses;
  const rows = (longest?.queue ?? []).map((_, bucket) => ({
    second: bucket / BUCKETS_PER_SECOND,
    middle: (bucket + 0.5) / BUCKETS_PER_SECOND,
    waiting: courses.map(({ queue }) => queue[bucket] ?? 0),
  }));
  const lines = courses.map((course, index) => ({
    ...(LOOKS[index] as Omit<ChartLineLook, 'name'>),
    name: nameOf(course),
    valueAt: (bucket: number) => formatQuantity(course.queue[bucket] ?? 0),
  }));
  const title = t('title', { rps: formatRps(stage.offeredRps) });
  if (longest === undefined)
    return (
      <section>
        <SectionTitle>{title}</SectionTitle>
        <p className="text-sm text-muted">{t('nothing')}</p>
      </section>
    );
  const most = Math.max(...longest.queue);
  return (
    <ChartFigure
      title={title}
      summary={t('summary', { name: nameOf(longest), most: formatQuantity(most) })}
      lines={lines}
      table={{
        head: [time('time'), ...lines.map(({ name }) => name)],
        rows: rows.map(({ second, waiting }) => [formatSeconds(second), ...waiting.map(formatQuantity)]),
      }}
    >
      <TimeFrame stage={stage} rows={rows} highest={most} formatY={formatQuantity} formatValue={formatQuantity}>
        {lines.map(({ name, colour, width, dash }, index) => (
          <Line
            key={name}
            {...STILL}
            dataKey={(row: { readonly waiting: readonly number[] }) => row.waiting[index]}
            name={name}
            stroke={colour}
            strokeWidth={width}
            strokeDasharray={dash}
            dot={false}
          />
        ))}
      </TimeFrame>
    </ChartFigure>
  );
}
