import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LanguageSwitch } from './language-switch.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Wordmark } from './wordmark.tsx';

export function SiteHeader() {
  const t = useTranslations('common');
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex h-14 max-w-6xl items-center justify-between px-4 sm:px-6">
        <Wordmark />
        <div className="flex items-center gap-1">
          <Link
            href="/progress"
            className="mr-2 inline-flex h-8 items-center rounded px-2 text-sm font-medium text-muted transition-colors duration-150 hover:text-text touch:h-10"
          >
            {t('progress')}
          </Link>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
