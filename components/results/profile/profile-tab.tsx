'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Segmented } from '#components/ui/segmented.tsx';
import type { Report } from '#judge/report.ts';
import { formatMs, formatRps, formatShare } from '../format.ts';
import type { GoToLine } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { FlameGraph } from './flame-graph.tsx';
import { MemoryChart } from './memory-chart.tsx';
import { linesMs, rowsByFunction, rowsByLine } from './profile-data.ts';
import { ProfileTable } from './profile-table.tsx';

export interface ProfileTabProps {
  readonly report: Report;
  readonly stage: number;
  readonly onGoToLine: GoToLine;
}

type Grouping = 'line' | 'function';

/** Where a stage's CPU went, and how its memory grew. */
export function ProfileTab({ report, stage, onGoToLine }: ProfileTabProps) {
  const t = useTranslations('results.profile');
  const locale = useLocale();
  const [grouping, setGrouping] = useState<Grouping>('line');
  const profile = report.profiles[stage];
  const shown = report.stages[stage];
  if (!profile || !shown || profile.cpuMs + profile.blockedMs === 0) {
    return <p className="text-sm text-muted">{t('empty')}</p>;
  }
  const rows = grouping === 'line' ? rowsByLine(profile, report.loops[stage]) : rowsByFunction(profile, report.loops[stage]);
  const share = (ms: number) => formatShare(profile.cpuMs > 0 ? ms / profile.cpuMs : 0, locale);
  return (
    <div className="grid gap-8">
      <FlameGraph
        key={stage}
        calls={profile.calls}
        rps={shown.offeredRps}
        coreUs={shown.seconds * report.scale.simulated * 1e6}
        language={report.language}
        onGoToLine={onGoToLine}
      />
      <section>
        <SectionTitle
          aside={
            <Segmented
              legend={t('view')}
              value={grouping}
              onChange={setGrouping}
              options={[
                { value: 'line', label: t('byLine'), name: t('byLine') },
                { value: 'function', label: t('byFunction'), name: t('byFunction') },
              ]}
            />
          }
        >
          {t('title', { rps: formatRps(shown.offeredRps) })}
        </SectionTitle>
        <p className="mb-3 text-sm text-pretty text-muted">
          {t('summary', {
            cpu: formatMs(profile.cpuMs),
            workers: report.scale.simulated,
            lines: share(linesMs(profile)),
            accept: share(profile.acceptMs),
            elsewhere: share(profile.elsewhereMs),
          })}{' '}
          {profile.blockedMs > 0 && <span className="text-saturated">{t('blocked', { blocked: formatMs(profile.blockedMs) })}</span>}
        </p>
        <ProfileTable rows={rows} onGoToLine={onGoToLine} />
        <p className="mt-2 text-xs text-pretty text-muted">{t('counted')}</p>
      </section>
      <MemoryChart stage={shown} memory={profile.memory} onGoToLine={onGoToLine} />
    </div>
  );
}
