'use client';

import type { Report } from '#judge/report.ts';
import { LatencyChart } from './latency-chart.tsx';
import { LoadChart } from './load-chart.tsx';
import { QueueChart } from './queue-chart.tsx';
import { TimeCharts } from './time-charts.tsx';

export interface ChartsTabProps {
  readonly report: Report;
  readonly stage: number;
}

/** The chosen stage along the time bar above, then all stages beside each other. */
export function ChartsTab({ report, stage }: ChartsTabProps) {
  const shown = report.stages[stage];
  return (
    <div className="grid gap-8 @4xl:grid-cols-2 @4xl:gap-x-10">
      {shown && !shown.skipped && (
        <>
          <TimeCharts stage={shown} scale={report.scale} />
          <QueueChart stage={shown} resources={report.stageResources[stage] ?? []} />
        </>
      )}
      <LoadChart report={report} />
      <LatencyChart report={report} />
    </div>
  );
}
