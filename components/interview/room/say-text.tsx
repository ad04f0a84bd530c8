'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { SaidMessage } from '#interview/interview-record.ts';
import type { SayId } from '#interview/interviewer/scene.ts';
import { sayValues } from './say-values.ts';

/** Finds the words of a message, in the language of the moment. */
export function useSay(): (said: SaidMessage) => string {
  const t = useTranslations('interview.says');
  const locale = useLocale();
  return ({ id, params }) => {
    const known = id as SayId;
    // Figures depend on the message; its own test holds both languages to what it is given.
    return t.has(known) ? t(known, sayValues(params, locale) as never) : '';
  };
}
