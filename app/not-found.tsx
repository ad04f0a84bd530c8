import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { SiteHeader } from '#components/shell/site-header.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
    <>
      <SiteHeader />
      <main id="main" className="mx-auto max-w-6xl px-4 py-20 sm:px-6">
        <h1 className="text-xl font-semibold tracking-tight">{t('notFoundTitle')}</h1>
        <p className="mt-2 mb-6 text-muted">{t('notFound')}</p>
        <Link href="/" className={buttonClass('plain', 'medium')}>
          {t('toHome')}
        </Link>
      </main>
    </>
  );
}
