'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { formatRps } from '../results/format.ts';
import { buttonClass } from '../ui/button.tsx';
import { useInterview, useInterviewId } from './browser-interviews.ts';
import { pricePaid } from './hint-price.ts';
import { countingRun, finishedOf } from './interview-clock.ts';
import { eventsOf, type InterviewRecord } from './interview-record.ts';

const isFinished = (record: InterviewRecord) => finishedOf(record) !== null;

/** The result of a finished interview in a few lines. */
export function ReportOutline({
  challenge,
  title,
  id,
}: {
  readonly challenge: string;
  readonly title: string;
  readonly id: string | null;
}) {
  const t = useTranslations('interview.report');
  const newest = useInterviewId(challenge, isFinished);
  const record = useInterview(id ?? newest ?? null);
  if (newest === undefined) return null;
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-10 sm:px-6 sm:py-16">
      <p className="text-sm font-medium text-accent">{t('title')}</p>
      <h1 className="mt-2 text-xl font-semibold tracking-tight text-balance sm:text-2xl">{title}</h1>
      {record ? <Outline record={record} /> : <p className="mt-6">{t('none')}</p>}
      <Link href={`/interview/${challenge}`} className={`mt-8 ${buttonClass('plain', 'medium')}`}>
        {t('toDoor')}
      </Link>
    </main>
  );
}

function Outline({ record }: { readonly record: InterviewRecord }) {
  const t = useTranslations('interview.report');
  const counts = countingRun(record);
  const survived = counts?.outcome === 'report' ? counts.result.survivedRps : 0;
  const answers = eventsOf(record, 'question-answered');
  return (
    <div className="mt-6 space-y-2 tabular-nums">
      <p className="text-lg font-semibold">{t('survived', { survivedRps: formatRps(survived), goalRps: formatRps(record.goalRps) })}</p>
      <p>{t('runs', { count: eventsOf(record, 'run-started').length })}</p>
      <p>{t('questions', { right: answers.filter(({ right }) => right).length, answered: answers.length })}</p>
      <p>{t('hints', { points: pricePaid(record) })}</p>
    </div>
  );
}
