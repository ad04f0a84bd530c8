import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '../ui/button.tsx';
import type { CatalogueEntry, CatalogueTrack } from './catalogue-entry.ts';
import { ChallengeMap } from './challenge-map.tsx';
import { MiniLadder } from './mini-ladder.tsx';

export interface HomeProps {
  readonly tracks: readonly CatalogueTrack[];
  /** The challenge that Start opens. */
  readonly first: CatalogueEntry | undefined;
}

export function Home({ tracks, first }: HomeProps) {
  const t = useTranslations('home');
  return (
    <main id="main" className="mx-auto max-w-6xl px-4 sm:px-6">
      <section className="grid items-center gap-10 py-12 lg:grid-cols-[1fr_30rem] lg:gap-12 lg:py-20">
        <div>
          <h1 className="max-w-[19ch] text-2xl font-semibold tracking-tight text-balance break-keep whitespace-pre-line sm:text-3xl">
            {t('title')}
          </h1>
          <p className="mt-5 max-w-prose text-lg text-muted text-pretty">{t('lead')}</p>
          {first && (
            <div className="mt-8 flex flex-wrap items-center gap-x-5 gap-y-3">
              <Link href={`/interview/${first.slug}`} className={buttonClass('primary', 'large')}>
                {t('start')}
                <ArrowRight size={16} aria-hidden />
              </Link>
              <p className="text-sm text-muted">{t('startHint')}</p>
            </div>
          )}
        </div>
        {first && <MiniLadder challenge={first.slug} ladderRps={first.ladderRps} />}
      </section>
      <section aria-labelledby="catalogue" className="pb-16">
        <h2 id="catalogue" className="text-lg font-semibold tracking-tight">
          {t('catalogueTitle')}
        </h2>
        <p className="mt-1 mb-8 max-w-prose text-muted text-pretty">{t('catalogueLead')}</p>
        <ChallengeMap tracks={tracks} />
      </section>
      <section aria-labelledby="facts" className="border-t border-line py-12">
        <h2 id="facts" className="sr-only">
          {t('factsTitle')}
        </h2>
        <dl className="grid gap-8 sm:grid-cols-3">
          {(['Code', 'Time', 'Why'] as const).map((fact) => (
            <div key={fact}>
              <dt className="font-semibold">{t(`fact${fact}Title`)}</dt>
              <dd className="mt-2 text-sm text-muted text-pretty">{t(`fact${fact}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <footer className="border-t border-line py-6 text-sm text-muted">{t('footer')}</footer>
    </main>
  );
}
