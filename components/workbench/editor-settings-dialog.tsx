'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { changeSettings, useEditorSettings } from './editor-settings.ts';

export function EditorSettingsDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useTranslations('editor.settings');
  const settings = useEditorSettings();
  return (
    <Dialog open={open} title={t('title')} onClose={onClose}>
      <div className="divide-y divide-line">
        <Switch
          label={t('vim')}
          on={settings.keys === 'vim'}
          onChange={(on) => changeSettings({ keys: on ? 'vim' : 'standard' })}
          about={t.rich('vimAbout', { key: (chunks) => <kbd className="font-mono">{chunks}</kbd> })}
        />
        <Switch
          label={t('screenReader')}
          on={settings.screenReader}
          onChange={(screenReader) => changeSettings({ screenReader })}
          about={t('screenReaderAbout')}
        />
      </div>
    </Dialog>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly about: ReactNode;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

function Switch({ label, about, on, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6 py-4 first:pt-0 last:pb-0">
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-about`} className="mt-1 text-sm text-muted">
          {about}
        </p>
      </div>
      <span className="relative mt-0.5 inline-flex h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunken p-[3px] transition-colors duration-150 has-checked:border-accent has-checked:bg-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={on}
          aria-checked={on}
          aria-describedby={`${id}-about`}
          onChange={(event) => onChange(event.target.checked)}
          className="peer absolute inset-0 cursor-pointer opacity-0"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none size-4 rounded-full bg-line-strong transition-transform duration-150 peer-checked:translate-x-4 peer-checked:bg-accent-text"
        />
      </span>
    </div>
  );
}
