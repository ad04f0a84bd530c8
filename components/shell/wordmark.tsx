import Link from 'next/link';
import { useTranslations } from 'next-intl';

/** Four rungs, the last one at the limit. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="shrink-0">
      <rect x="1" y="13" width="3.5" height="6" rx="1" className="fill-text opacity-35" />
      <rect x="6" y="10" width="3.5" height="9" rx="1" className="fill-text opacity-60" />
      <rect x="11" y="6" width="3.5" height="13" rx="1" className="fill-text" />
      <rect x="16" y="1" width="3.5" height="18" rx="1" className="fill-accent" />
    </svg>
  );
}

export function Wordmark({ compact = false }: { readonly compact?: boolean }) {
  const t = useTranslations('common');
  return (
    <Link
      href="/"
      aria-label={t('homeLink')}
      className="flex items-center gap-2 rounded py-1 text-base font-semibold tracking-tight touch:min-h-10 touch:min-w-10"
    >
      <Mark />
      <span className={compact ? 'max-lg:hidden' : ''}>{t('product')}</span>
    </Link>
  );
}
