'use client';

import { useTranslations } from 'next-intl';
import { finishedOf, remainingMs } from '#interview/interview-clock.ts';
import type { InterviewRecord } from '#interview/interview-record.ts';
import { useInterview } from '../browser-interviews.ts';
import { useNow } from '../use-now.ts';
import { ClockFace } from './clock-face.tsx';

/** A span that grew this lately still grows: the clock stands. */
const GROWS_MS = 1500;

function growingSpan({ givenBack }: InterviewRecord, nowMs: number) {
  return givenBack.find(({ reason, toWallMs }) => reason !== 'run-lost' && nowMs - toWallMs < GROWS_MS) ?? null;
}

export function InterviewClockView({ id }: { readonly id: string }) {
  const t = useTranslations('interview.clock');
  const record = useInterview(id);
  const now = useNow();
  if (!record) return null;
  const finished = finishedOf(record);
  const waiting = record.startedAtWallMs === null;
  const span = waiting || finished ? null : growingSpan(record, now);
  const caption = finished?.how === 'by-candidate' ? t('ended') : waiting ? t('waiting') : span ? t('givenBack') : null;
  return (
    <ClockFace
      label={t('label')}
      remainingMs={remainingMs(record, span?.toWallMs ?? now)}
      caption={caption}
      mute
      calm={waiting || finished?.how === 'by-candidate'}
    />
  );
}
