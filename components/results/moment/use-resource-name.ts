'use client';

import { useTranslations } from 'next-intl';

/** What a recorded resource is called, as in the picture: those of the program have their own names. */
export function useResourceName(): (resource: { readonly name: string; readonly kind: string }) => string {
  const t = useTranslations('results.picture');
  return ({ name, kind }) => {
    if (kind === 'loop' || kind === 'database' || kind === 'cache' || kind === 'connections') return t(kind);
    return name;
  };
}
