'use client';

import { Keyboard, Play, Settings2, Square } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Wordmark } from '../shell/wordmark.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { RuntimeStatus } from './runtime-status.tsx';
import { useKeyNames } from './use-keys.ts';
import type { RunControls } from './use-run.ts';

export interface WorkbenchHeaderProps {
  readonly title: string;
  readonly run: RunControls;
  readonly isUnderWay: boolean;
  readonly onRun: () => void;
  readonly onShowKeys: () => void;
}

export function WorkbenchHeader({ title, run, isUnderWay, onRun, onShowKeys }: WorkbenchHeaderProps) {
  const t = useTranslations('workbench');
  const c = useTranslations('common');
  const keys = useKeyNames();
  const isWaiting = run.state.phase === 'loading';
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-b border-line bg-bg px-3 lg:px-4">
      <Wordmark compact />
      <span aria-hidden className="h-4 w-px shrink-0 bg-line max-lg:hidden" />
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-sm font-medium">
          {title}
          <span className="ml-2 font-normal text-muted max-sm:hidden">{c('python')}</span>
        </h1>
      </div>
      <div className="max-md:hidden">
        <RuntimeStatus status={run.status} onRetry={run.retry} />
      </div>
      <div className="flex items-center gap-2">
        <Button
          look="primary"
          onClick={onRun}
          disabled={isUnderWay}
          title={isWaiting ? t('runQueued') : t('runTitle', { keys: keys.run })}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          icon={<Play size={14} aria-hidden fill="currentColor" strokeWidth={0} />}
          className={`min-w-20 ${isUnderWay ? 'max-lg:hidden' : ''}`}
        >
          {t('run')}
          <kbd className="ml-1 font-sans text-xs opacity-80 max-lg:hidden">{keys.run}</kbd>
        </Button>
        <Button
          onClick={run.stop}
          disabled={!isUnderWay}
          title={t('stopTitle', { keys: keys.stop })}
          icon={<Square size={12} aria-hidden fill="currentColor" strokeWidth={0} />}
          className={`min-w-20 ${isUnderWay ? '' : 'max-lg:hidden'}`}
        >
          {t('stop')}
        </Button>
      </div>
      <span aria-hidden className="h-4 w-px shrink-0 bg-line max-lg:hidden" />
      <div className="flex items-center gap-1 max-lg:hidden">
        <LanguageSwitch />
        <ThemeSwitch />
        <IconButton label={t('keys.open')} onClick={onShowKeys}>
          <Keyboard size={16} aria-hidden />
        </IconButton>
      </div>
      <SettingsMenu run={run} />
    </header>
  );
}

/** On small screens the settings move into a menu of their own. */
function SettingsMenu({ run }: { readonly run: RunControls }) {
  const t = useTranslations('workbench');
  const s = useTranslations('settings');
  const id = useId();
  return (
    <div className="lg:hidden">
      <IconButton label={t('settings')} popoverTarget={id}>
        <Settings2 size={16} aria-hidden />
      </IconButton>
      <div
        id={id}
        popover="auto"
        className="inset-auto top-12 right-2 m-0 w-64 space-y-3 rounded bg-raised p-4 text-sm text-text shadow-float"
      >
        <div className="flex items-center justify-between">
          <span>{s('language')}</span>
          <LanguageSwitch />
        </div>
        <div className="flex items-center justify-between">
          <span>{s('theme')}</span>
          <ThemeSwitch />
        </div>
        <div className="flex items-center justify-between border-t border-line pt-3 md:hidden">
          <RuntimeStatus status={run.status} onRetry={run.retry} />
        </div>
      </div>
    </div>
  );
}
