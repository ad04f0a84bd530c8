'use client';

import { Download, Printer } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import type { Question } from '#catalogue/texts.ts';
import { type Card, describeCard } from '#interview/card.ts';
import { formatClock } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import { formatRps } from '../../results/format.ts';
import { CodeDiffView } from '../../runs/code-diff-view.tsx';
import { languageTag } from '../../shell/locale.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { listStrengths, listTraining } from './advice.ts';
import { StrengthsSection, TrainingSection } from './advice-section.tsx';
import { FindingsSection } from './findings-section.tsx';
import { ProgressChart } from './progress-chart.tsx';
import { QuestionsSection } from './questions-section.tsx';
import { RunsSection } from './runs-section.tsx';
import { makeSelfContained } from './self-contained.ts';

export interface CardChallenge {
  readonly slug: string;
  readonly title: string;
  readonly questions: readonly Question[];
  readonly ladderRps: readonly number[];
  /** Titles of all challenges by slug. */
  readonly titles: Readonly<Record<string, string>>;
}

export interface ReportCardProps {
  readonly record: InterviewRecord;
  readonly challenge: CardChallenge;
}

const NO_FILES = {};

/** Everything an interview showed, on one page that can be printed and kept. */
export function ReportCard({ record, challenge }: ReportCardProps) {
  const t = useTranslations('card');
  const article = useRef<HTMLElement>(null);
  const card = useMemo(() => describeCard(record, challenge.ladderRps), [record, challenge.ladderRps]);
  const strengths = useMemo(() => listStrengths(card), [card]);
  const training = useMemo(() => listTraining(card, challenge.slug), [card, challenge.slug]);
  const start = record.starters[record.language];
  const last = record.saved[record.language]?.program ?? start;
  useOpenInPrint(article);
  const save = () => {
    if (!article.current) return;
    saveFile(
      `surge-${challenge.slug}-${record.id}.html`,
      makeSelfContained(article.current, `${t('title')}: ${challenge.title}`),
      'text/html',
    );
  };
  return (
    <article ref={article} className="mx-auto max-w-4xl px-4 py-8 sm:px-6 sm:py-12 print:max-w-none print:p-0">
      <Top record={record} challenge={challenge} card={card} onSave={save} />
      <Part title={t('chart.title')}>
        <ProgressChart card={card} />
      </Part>
      <div className="grid gap-x-10 sm:grid-cols-2">
        <Part title={t('strengths.title')}>
          <StrengthsSection strengths={strengths} />
        </Part>
        <Part title={t('training.title')}>
          <TrainingSection training={training} titles={challenge.titles} />
        </Part>
      </div>
      <Part title={t('found.title')}>
        <FindingsSection card={card} />
      </Part>
      <Part title={t('runs.title')}>
        <RunsSection runs={card.runs} programs={record.programs} />
      </Part>
      <Part title={t('questions.title')}>
        <QuestionsSection asked={card.questions} questions={challenge.questions} />
      </Part>
      <Part title={t('hints.title')}>
        {card.hints.length === 0 ? (
          <p className="text-sm text-muted">{t('hints.none')}</p>
        ) : (
          <ul className="space-y-1 text-sm tabular-nums">
            {card.hints.map(({ number, price, atMs }) => (
              <li key={number}>{t('hints.one', { number, price, time: formatClock(atMs) })}</li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={t('code.title')}>
        <CodeDiffView
          before={start === undefined ? NO_FILES : (record.programs[start]?.files ?? NO_FILES)}
          after={last === undefined ? NO_FILES : (record.programs[last]?.files ?? NO_FILES)}
        />
      </Part>
    </article>
  );
}

/** What is folded away on the screen is on the paper. */
function useOpenInPrint(article: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let folded: HTMLDetailsElement[] = [];
    const open = () => {
      folded = [...(article.current?.querySelectorAll<HTMLDetailsElement>('details:not([open])') ?? [])];
      for (const details of folded) details.open = true;
    };
    const fold = () => {
      for (const details of folded) details.open = false;
    };
    window.addEventListener('beforeprint', open);
    window.addEventListener('afterprint', fold);
    return () => {
      window.removeEventListener('beforeprint', open);
      window.removeEventListener('afterprint', fold);
    };
  }, [article]);
}

function Top({ record, challenge, card, onSave }: ReportCardProps & { readonly card: Card; readonly onSave: () => void }) {
  const t = useTranslations('card');
  const c = useTranslations('common');
  const date = new Intl.DateTimeFormat(languageTag(useLocale()), { dateStyle: 'long', timeStyle: 'short' });
  const answered = card.questions.filter(({ choice }) => choice !== null);
  const facts = [
    [t('top.score'), t('top.scoreOf', { score: card.score }), card.hintPoints > 0 ? t('top.scoreLess', { points: card.hintPoints }) : null],
    [t('top.time'), t('top.timeOf', { used: formatClock(card.usedMs), limit: formatClock(card.limitMs) }), endedWord(card, t)],
    [t('top.runs'), String(card.runs.length), null],
    [t('top.answers'), t('top.answersOf', { right: answered.filter(({ right }) => right).length, asked: card.questions.length }), null],
  ] as const;
  return (
    <header>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <p className="text-sm font-medium text-accent">{t('title')}</p>
          <h1 className="mt-1 text-xl font-semibold tracking-tight text-balance sm:text-2xl">{challenge.title}</h1>
          <p className="mt-1 text-sm text-muted">
            {[date.format(record.startedAtWallMs ?? record.openedAtWallMs), c(record.language)].join(' · ')}
          </p>
        </div>
        <div data-page-only className="flex gap-2 print:hidden">
          <Button icon={<Printer size={14} aria-hidden />} onClick={() => window.print()}>
            {t('print')}
          </Button>
          <Button icon={<Download size={14} aria-hidden />} onClick={onSave}>
            {t('save')}
          </Button>
        </div>
      </div>
      <p className="mt-8 text-3xl font-semibold tracking-tight tabular-nums">
        {formatRps(card.survivedRps)}
        <span className="ml-3 text-lg font-normal tracking-normal text-muted">
          {t('top.survivedOf', { goalRps: formatRps(card.goalRps) })}
        </span>
      </p>
      {card.unmeasured && <p className="mt-2 text-sm text-busy text-pretty">{t('top.unmeasured')}</p>}
      <dl className="mt-6 grid grid-cols-2 gap-x-6 gap-y-4 border-y border-line py-4 sm:grid-cols-4">
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="mt-0.5 text-lg font-semibold tabular-nums">{value}</dd>
            {more && <dd className="text-xs text-muted">{more}</dd>}
          </div>
        ))}
      </dl>
    </header>
  );
}

function endedWord(card: Card, t: (key: 'top.timeUp' | 'top.byCandidate') => string): string | null {
  if (card.endedBy === null) return null;
  return card.endedBy === 'time-up' ? t('top.timeUp') : t('top.byCandidate');
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="mb-3 text-base font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
