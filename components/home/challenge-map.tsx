'use client';

import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { languageTag } from '../shell/locale.ts';
import type { Best } from '../workbench/draft-store.ts';
import type { CatalogueEntry, CatalogueTrack } from './catalogue-entry.ts';
import { heldStages, missingBefore, nextChallenge, reachedGoal } from './learning-path.ts';
import { StageRing } from './stage-ring.tsx';
import { useBests } from './use-best.ts';

const NONE: ReadonlyMap<string, Best> = new Map();

/** An item of a list in one line does not break inside. */
const unbroken = (item: string) => item.replaceAll(' ', '\u00a0');

/** The tracks as lines and the challenges as their stations, with what this browser's programs reached. */
export function ChallengeMap({ tracks }: { readonly tracks: readonly CatalogueTrack[] }) {
  const t = useTranslations('home');
  const all = useMemo(() => tracks.flatMap((track) => track.entries), [tracks]);
  const slugs = useMemo(() => all.map((entry) => entry.slug), [all]);
  const known = useBests(slugs);
  const bests = known ?? NONE;
  // Before the browser has been asked nothing is recommended: the mark would jump.
  const next = known && nextChallenge(tracks, bests);
  if (all.length === 0)
    return <p className="rounded border border-dashed border-line px-4 py-8 text-center text-muted">{t('catalogueEmpty')}</p>;
  return (
    <div className="gap-x-8 md:columns-2 lg:columns-3">
      {tracks.map((track) => (
        <section key={track.id} aria-labelledby={`track-${track.id}`} className="mb-10 break-inside-avoid">
          <div className="mb-2 flex items-baseline justify-between gap-4 border-b border-line pb-2">
            <h3 id={`track-${track.id}`} className="font-semibold">
              {track.title}
            </h3>
            <p className="text-xs text-muted tabular-nums">
              {t('trackReached', {
                reached: track.entries.filter((entry) => reachedGoal(entry, bests)).length,
                total: track.entries.length,
              })}
            </p>
          </div>
          <ol>
            {track.entries.map((entry, index) => (
              <Station
                key={entry.slug}
                entry={entry}
                held={heldStages(entry, bests)}
                survivedRps={bests.get(entry.slug)?.survivedRps}
                before={missingBefore(entry, all, bests).filter((other) => !track.entries.includes(other))}
                next={entry.slug === next}
                last={index === track.entries.length - 1}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

interface StationProps {
  readonly entry: CatalogueEntry;
  readonly held: number;
  /** Of the best program; undefined: none has been run. */
  readonly survivedRps: number | undefined;
  /** Of other tracks, to be done first: in its own one the line says it. */
  readonly before: readonly CatalogueEntry[];
  readonly next: boolean;
  /** The line of the track ends here. */
  readonly last: boolean;
}

function Station({ entry, held, survivedRps, before, next, last }: StationProps) {
  const t = useTranslations('home');
  const c = useTranslations('common');
  const number = new Intl.NumberFormat(languageTag(useLocale()));
  const stages = entry.ladderRps.length;
  const titles = new Intl.ListFormat(languageTag(useLocale())).format(before.map(({ title }) => title));
  const facts = [t(`level.${entry.level}`), c('minutes', { count: entry.minutes }), c('rps', { value: number.format(entry.goalRps) })];
  return (
    <li className="group relative flex gap-3 py-2">
      {!last && <span aria-hidden className="absolute top-9 -bottom-2 left-[13px] w-0.5 bg-line" />}
      <StageRing held={held} stages={stages} next={next} />
      <div className="min-w-0 pt-0.5">
        <h4 className="text-base leading-6 font-medium">
          <Link
            href={`/challenges/${entry.slug}`}
            className="after:absolute after:-inset-x-2 after:inset-y-0 after:rounded group-hover:text-accent focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
          >
            {entry.title}
          </Link>
          {next && (
            <span className="ml-2 rounded bg-accent-soft px-1.5 py-px align-[1px] text-xs font-medium text-accent">{t('next')}</span>
          )}
        </h4>
        <p className="text-sm text-muted tabular-nums">{facts.map(unbroken).join(' · ')}</p>
        {survivedRps !== undefined && (
          <p className={`text-sm tabular-nums ${held === stages ? 'text-healthy' : 'text-text'}`}>
            {t('stationBest', { rps: number.format(survivedRps), held, stages })}
          </p>
        )}
        {before.length > 0 && <p className="text-sm text-muted">{t('stationBefore', { titles })}</p>}
      </div>
    </li>
  );
}
