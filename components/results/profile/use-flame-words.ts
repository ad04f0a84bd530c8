import { useLocale, useTranslations } from 'next-intl';
import { formatMs, formatPlace, formatShare } from '../format.ts';
import type { Flame } from './flame-data.ts';

const LIBRARY = [
  'database-connect',
  'database-call',
  'http-connect',
  'http-call',
  'http-client',
  'thread-hop',
  'cache-connect',
  'cache-call',
] as const;

export interface FlameWords {
  nameOf(flame: Flame): string;
  /** "35 ms, 23 % of it all, 12 % of one core". */
  figuresOf(flame: Flame): string;
  /** All of it, for who does not see it. */
  said(flame: Flame): string;
}

/** wholeUs: of the first frame. coreUs: what the cores of the simulated workers had in the window. */
export function useFlameWords(wholeUs: number, coreUs: number): FlameWords {
  const t = useTranslations('results.profile.flame');
  const locale = useLocale();
  const nameOf = ({ kind, name }: Flame): string => {
    if (kind === 'all' || kind === 'accept' || kind === 'elsewhere') return t(kind);
    if (kind === 'blocked') return t('blocks', { what: name ?? '' });
    if (kind !== 'library') return name ?? t('top');
    const known = LIBRARY.find((each) => each === name);
    return known ? t(`library.${known}`) : (name ?? '');
  };
  const figuresOf = ({ us, blockedUs }: Flame): string => {
    const figures = t('figures', {
      time: formatMs(us / 1000),
      share: formatShare(wholeUs > 0 ? us / wholeUs : 0, locale),
      core: formatShare(coreUs > 0 ? us / coreUs : 0, locale),
    });
    return blockedUs > 0 ? `${figures} ${t('blockedPart', { time: formatMs(blockedUs / 1000) })}` : figures;
  };
  const said = (flame: Flame): string => {
    const place = flame.file === null ? [] : [formatPlace(flame.file, flame.line)];
    return [nameOf(flame), ...place, figuresOf(flame)].join(', ');
  };
  return { nameOf, figuresOf, said };
}
