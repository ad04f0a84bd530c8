'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { IconButton } from '../ui/icon-button.tsx';
import { useMounted } from '../ui/use-mounted.ts';

const ORDER = ['system', 'light', 'dark'] as const;
const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSwitch() {
  const t = useTranslations('settings');
  const { theme, setTheme } = useTheme();
  // The server does not know the choice: until the browser says, the icon is that of the default.
  const mounted = useMounted();
  const current = ORDER.find((name) => mounted && name === theme) ?? 'system';
  const Icon = ICONS[current];
  const next = ORDER[(ORDER.indexOf(current) + 1) % ORDER.length] ?? 'system';
  return (
    <IconButton label={t('themeNow', { theme: t(current) })} onClick={() => setTheme(next)}>
      <Icon size={16} aria-hidden />
    </IconButton>
  );
}
