import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import type { ProgramLanguage } from '../language/program-language.ts';
import { languageTag } from '../shell/locale.ts';
import { BestResult } from './best-result.tsx';

/** A line of the catalogue, in the reader's language. */
export interface CatalogueEntry {
  readonly slug: string;
  readonly title: string;
  readonly level: 'easy' | 'medium' | 'hard';
  readonly topics: readonly string[];
  readonly minutes: number;
  readonly languages: readonly ProgramLanguage[];
  readonly goalRps: number;
  readonly ladderRps: readonly number[];
}

const TOPICS = ['database', 'external-api', 'contention', 'event-loop', 'caching', 'concurrency-limits'] as const;

/** An item of a list in one line does not break inside. */
const unbroken = (item: string) => item.replaceAll(' ', '\u00a0');

export function CatalogueList({ entries }: { readonly entries: readonly CatalogueEntry[] }) {
  const t = useTranslations('home');
  const c = useTranslations('common');
  const number = new Intl.NumberFormat(languageTag(useLocale()));
  const topicName = (id: string) => {
    const topic = TOPICS.find((known) => known === id);
    return topic ? t(`topic.${topic}`) : id;
  };
  if (entries.length === 0)
    return <p className="rounded border border-dashed border-line px-4 py-8 text-center text-muted">{t('catalogueEmpty')}</p>;
  return (
    <ul className="divide-y divide-line rounded border border-line bg-surface">
      {entries.map((entry) => (
        <li
          key={entry.slug}
          className="relative grid gap-x-8 gap-y-3 px-5 py-4 transition-colors duration-150 hover:bg-raised sm:grid-cols-[1fr_auto] lg:grid-cols-[1fr_20rem]"
        >
          <div className="min-w-0">
            <h3 className="font-semibold">
              <Link
                href={`/challenges/${entry.slug}`}
                className="after:absolute after:inset-0 after:rounded focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {entry.title}
              </Link>
            </h3>
            <p className="mt-1 text-sm text-muted">
              {[
                t(`level.${entry.level}`),
                ...entry.topics.map(topicName),
                ...entry.languages.map((language) => c(language)),
                c('minutes', { count: entry.minutes }),
              ]
                .map(unbroken)
                .join(' · ')}
            </p>
          </div>
          <dl className="grid grid-cols-2 gap-x-6 text-sm tabular-nums">
            <div>
              <dt className="text-xs text-muted">{t('goal')}</dt>
              <dd className="mt-0.5 font-medium">{c('rps', { value: number.format(entry.goalRps) })}</dd>
            </div>
            <div>
              <dt className="text-xs text-muted">{t('best')}</dt>
              <dd className="mt-0.5 font-medium">
                <BestResult challenge={entry.slug} goalRps={entry.goalRps} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
