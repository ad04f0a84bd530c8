'use client';

import { ThemeProvider as NextThemes } from 'next-themes';
import type { ReactNode } from 'react';

export function ThemeProvider({ nonce, children }: { readonly nonce: string | undefined; readonly children: ReactNode }) {
  return (
    <NextThemes
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      storageKey="surge:theme"
      {...(nonce ? { nonce } : {})}
      // The script does its work in the server's page only; React warns about one that it would render itself.
      scriptProps={{ type: typeof window === 'undefined' ? 'text/javascript' : 'text/plain' }}
    >
      {children}
    </NextThemes>
  );
}
