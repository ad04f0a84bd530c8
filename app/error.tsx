'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';

export default function PageError({ reset }: { readonly reset: () => void }) {
  const t = useTranslations('errors');
  return (
    <main id="main" className="mx-auto max-w-6xl px-4 py-20 sm:px-6">
      <h1 className="text-xl font-semibold tracking-tight">{t('crashTitle')}</h1>
      <p className="mt-2 mb-6 text-muted">{t('crash')}</p>
      <Button onClick={reset}>{t('reload')}</Button>
    </main>
  );
}
