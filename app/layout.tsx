import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { languageTag } from '#components/shell/locale.ts';
import { ThemeProvider } from '#components/shell/theme-provider.tsx';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: `${t('product')} · ${t('tagline')}`, template: `%s · ${t('product')}` },
    description: t('tagline'),
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0f14' },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [locale, t, e, headerList] = await Promise.all([getLocale(), getTranslations('common'), getTranslations('errors'), headers()]);
  return (
    <html lang={languageTag(locale)} suppressHydrationWarning>
      <body>
        <a
          href="#main"
          className="sr-only z-50 rounded bg-accent px-3 py-2 text-sm font-medium text-accent-text focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2"
        >
          {t('skipToContent')}
        </a>
        <noscript>
          <p className="border-b border-line bg-saturated-soft px-4 py-2 text-sm">{e('noScript')}</p>
        </noscript>
        <ThemeProvider nonce={headerList.get('x-nonce') ?? undefined}>
          <NextIntlClientProvider>{children}</NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
