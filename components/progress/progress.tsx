'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import type { ReferenceRuns } from '#catalogue/schema.ts';
import type { CatalogueTrack } from '../home/catalogue-entry.ts';
import { ChallengeMap } from '../home/challenge-map.tsx';
import { useAllRuns } from '../runs/use-runs.ts';
import { buttonClass } from '../ui/button.tsx';
import { Histograms } from './histograms.tsx';
import { type ProgramProgress, progressByProgram } from './program-progress.ts';
import { ProgramTable } from './program-table.tsx';
import { YourData } from './your-data.tsx';

export interface ProgressProps {
  readonly tracks: readonly CatalogueTrack[];
  /** The p99 that each challenge allows, by slug. */
  readonly limitsMs: Readonly<Record<string, number>>;
  /** What the references measure. */
  readonly references: ReferenceRuns;
  /** The challenge to begin with. */
  readonly first: string | undefined;
}

/** What this browser's runs add up to, without an account. */
export function Progress({ tracks, limitsMs, references, first }: ProgressProps) {
  const t = useTranslations('progress');
  const runs = useAllRuns();
  const programs = useMemo(
    () =>
      runs &&
      progressByProgram(
        runs,
        tracks.flatMap((track) => track.entries),
      ),
    [runs, tracks],
  );
  return (
    <main id="main" className="mx-auto max-w-6xl px-4 pb-16 sm:px-6">
      <header className="pt-10 pb-8">
        <h1 className="text-2xl font-semibold tracking-tight">{t('title')}</h1>
        <p className="mt-2 max-w-prose text-muted text-pretty">{t('lead')}</p>
      </header>
      {programs === undefined ? (
        <div aria-busy="true" className="h-96 rounded border border-line bg-surface" />
      ) : programs.length === 0 ? (
        <Empty first={first} />
      ) : (
        <Results programs={programs} limitsMs={limitsMs} references={references} />
      )}
      <Section id="map" title={t('mapTitle')}>
        <ChallengeMap tracks={tracks} />
      </Section>
      <Section id="data" title={t('data.title')} lead={t('data.lead')}>
        <YourData />
      </Section>
    </main>
  );
}

function Section({
  id,
  title,
  lead,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="mt-14">
      <h2 id={id} className="text-lg font-semibold tracking-tight">
        {title}
      </h2>
      {lead && <p className="mt-1 max-w-prose text-sm text-muted text-pretty">{lead}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}

function Empty({ first }: { readonly first: string | undefined }) {
  const t = useTranslations('progress.empty');
  return (
    <section className="rounded border border-dashed border-line px-6 py-10">
      <h2 className="text-lg font-semibold">{t('title')}</h2>
      <p className="mt-1 max-w-prose text-muted text-pretty">{t('lead')}</p>
      {first && (
        <Link href={`/challenges/${first}`} className={`mt-5 ${buttonClass('primary', 'medium')}`}>
          {t('start')}
          <ArrowRight size={16} aria-hidden />
        </Link>
      )}
    </section>
  );
}

function Results({
  programs,
  limitsMs,
  references,
}: Pick<ProgressProps, 'limitsMs' | 'references'> & { readonly programs: readonly ProgramProgress[] }) {
  const t = useTranslations('progress');
  const c = useTranslations('common');
  const keyOf = ({ challenge, language }: ProgramProgress) => `${challenge} ${language}`;
  const [chosen, setChosen] = useState<string | null>(null);
  const program = programs.find((each) => keyOf(each) === chosen) ?? programs[0];
  if (!program) return null;
  const reached = new Set(programs.filter(({ best, entry }) => best.survivedRps >= entry.goalRps).map(({ challenge }) => challenge));
  const figures = [
    { name: t('figures.reached'), value: reached.size },
    { name: t('figures.begun'), value: new Set(programs.map(({ challenge }) => challenge)).size },
    { name: t('figures.runs'), value: programs.reduce((sum, { runs }) => sum + runs.length, 0) },
  ];
  return (
    <>
      <dl className="flex flex-wrap gap-x-12 gap-y-4 border-y border-line py-4">
        {figures.map(({ name, value }) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <Section id="programs" title={t('programs.title')}>
        <ProgramTable programs={programs} />
      </Section>
      <Section id="histograms" title={t('histogram.title')} lead={t('histogram.lead')}>
        <select
          aria-label={t('histogram.choose')}
          value={keyOf(program)}
          onChange={(event) => setChosen(event.target.value)}
          className="mb-6 h-8 max-w-full rounded border border-line-strong bg-surface px-2 text-sm touch:h-10"
        >
          {programs.map((each) => (
            <option key={keyOf(each)} value={keyOf(each)}>
              {t('histogram.option', { title: each.entry.title, language: c(each.language), count: each.runs.length })}
            </option>
          ))}
        </select>
        <Histograms
          program={program}
          limitMs={limitsMs[program.challenge] ?? 0}
          reference={references[program.challenge]?.[program.language]}
        />
      </Section>
    </>
  );
}
