'use client';

import { Keyboard, Play, Settings2, Square } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import type { ProgramLanguage } from '../language/program-language.ts';
import { LanguageSwitch } from '../shell/language-switch.tsx';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Wordmark } from '../shell/wordmark.tsx';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { RuntimeStatus } from './runtime-status.tsx';
import { useKeyNames } from './use-keys.ts';
import type { RunControls } from './use-run.ts';

export interface WorkbenchHeaderProps {
  readonly title: string;
  readonly language: ProgramLanguage;
  /** Languages that the challenge has. */
  readonly offered: readonly ProgramLanguage[];
  readonly onLanguage: (language: ProgramLanguage) => void;
  readonly run: RunControls;
  readonly isUnderWay: boolean;
  /** Nothing can be run any more. */
  readonly closed?: boolean;
  readonly clock?: ReactNode;
  readonly onRun: () => void;
  readonly onShowKeys: () => void;
}

export function WorkbenchHeader(props: WorkbenchHeaderProps) {
  const { title, language, offered, run, isUnderWay, closed = false, clock, onRun, onShowKeys } = props;
  const t = useTranslations('workbench');
  const c = useTranslations('common');
  const keys = useKeyNames();
  const isWaiting = run.state.phase === 'loading';
  return (
    <header className="group flex h-13 shrink-0 items-center gap-1.5 border-b border-line bg-bg px-3 md:gap-3 lg:px-4">
      {/* A clock with buttons takes its place on a phone. */}
      <div className="max-md:group-has-[[data-wide]]:hidden">
        <Wordmark compact />
      </div>
      <span aria-hidden className="h-4 w-px shrink-0 bg-line max-lg:hidden" />
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <h1 className={`truncate text-sm font-medium ${clock ? 'max-md:sr-only' : ''}`}>
          {title}
          {offered.length < 2 && <span className="ml-2 font-normal text-muted max-sm:hidden">{c(language)}</span>}
        </h1>
        {offered.length > 1 && <ProgramLanguageSwitch {...props} />}
      </div>
      {clock}
      <div className="max-md:hidden">
        <RuntimeStatus status={run.status} language={language} onRetry={run.retry} />
      </div>
      <div className="flex items-center gap-2">
        <Button
          look="primary"
          onClick={onRun}
          disabled={isUnderWay || closed}
          title={isWaiting ? t('runQueued', { language: c(language) }) : t('runTitle', { keys: keys.run })}
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
      <SettingsMenu run={run} language={language} />
    </header>
  );
}

const SHORT_NAMES: Readonly<Record<ProgramLanguage, string>> = { python: 'Py', typescript: 'TS' };

function ProgramLanguageSwitch({ language, offered, onLanguage }: WorkbenchHeaderProps) {
  const t = useTranslations('workbench');
  const c = useTranslations('common');
  const label = (each: ProgramLanguage) => (
    <>
      <span className="max-lg:hidden">{c(each)}</span>
      <span className="lg:hidden">{SHORT_NAMES[each]}</span>
    </>
  );
  const options = offered.map((each) => ({ value: each, label: label(each), name: c(each) }));
  return <Segmented legend={t('programLanguage')} value={language} onChange={onLanguage} options={options} />;
}

/** On small screens the settings move into a menu of their own. */
function SettingsMenu({ run, language }: Pick<WorkbenchHeaderProps, 'run' | 'language'>) {
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
          <RuntimeStatus status={run.status} language={language} onRetry={run.retry} />
        </div>
      </div>
    </div>
  );
}
