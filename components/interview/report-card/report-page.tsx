'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { finishedOf } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import { buttonClass } from '../../ui/button.tsx';
import { useInterview, useInterviewId } from '../browser-interviews.ts';
import { type CardChallenge, ReportCard } from './report-card.tsx';

const isFinished = (record: InterviewRecord) => finishedOf(record) !== null;

export interface ReportPageProps {
  readonly challenge: CardChallenge;
  /** Which interview; null: the last one that was finished. */
  readonly id: string | null;
}

/** The report card of an interview in this browser, or where to take one. */
export function ReportPage({ challenge, id }: ReportPageProps) {
  const newest = useInterviewId(challenge.slug, isFinished);
  const record = useInterview(id ?? newest ?? null);
  if (newest === undefined) return <main id="main" className="min-h-dvh" />;
  return (
    <main id="main">
      {record?.challenge === challenge.slug ? <ReportCard record={record} challenge={challenge} /> : <NoCard challenge={challenge} />}
    </main>
  );
}

function NoCard({ challenge }: Pick<ReportPageProps, 'challenge'>) {
  const t = useTranslations('card');
  return (
    <div className="mx-auto max-w-2xl px-4 py-16 sm:px-6">
      <p className="text-sm font-medium text-accent">{t('title')}</p>
      <h1 className="mt-1 text-xl font-semibold tracking-tight text-balance sm:text-2xl">{challenge.title}</h1>
      <p className="mt-6">{t('none')}</p>
      <Link href={`/interview/${challenge.slug}`} className={`mt-8 ${buttonClass('plain', 'medium')}`}>
        {t('toDoor')}
      </Link>
    </div>
  );
}
