'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { startTransition, useOptimistic } from 'react';
import { Segmented } from '../ui/segmented.tsx';
import { LOCALE_COOKIE, type Locale } from './locale.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The page is rendered anew in the other language; what is typed and what has run stays. */
export function LanguageSwitch() {
  const t = useTranslations('settings');
  const router = useRouter();
  const [locale, setLocale] = useOptimistic<Locale>(useLocale());

  function choose(next: Locale) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support.
    document.cookie = `${LOCALE_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    startTransition(() => {
      setLocale(next);
      router.refresh();
    });
  }

  return (
    <Segmented
      legend={t('language')}
      value={locale}
      onChange={choose}
      options={[
        { value: 'en', label: 'EN', name: t('english'), lang: 'en' },
        { value: 'zh', label: '中', name: t('chinese'), lang: 'zh-CN' },
      ]}
    />
  );
}
