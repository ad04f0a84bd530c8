'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** The browser's own modal: focus stays inside, Escape closes, focus goes back to where it came from. */
export function Dialog({ open, title, children, onClose }: DialogProps) {
  const t = useTranslations('common');
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open === open) return;
    if (!open) return dialog.close();
    dialog.showModal();
    // The field that the dialog was opened for; else its title, which is then read out.
    (dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog.querySelector('h2'))?.focus();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it with Escape; the click is the one on the backdrop.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
      className="w-[min(36rem,calc(100vw-2rem))] max-h-[min(44rem,calc(100dvh-2rem))] rounded bg-raised shadow-float backdrop:bg-[rgb(11_15_20/0.45)]"
    >
      {open && (
        <div className="flex max-h-[inherit] flex-col">
          <div className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-5">
            <h2 id={titleId} tabIndex={-1} className="text-base font-semibold outline-none">
              {title}
            </h2>
            <IconButton label={t('close')} onClick={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </div>
          <section className="overflow-y-auto p-5" tabIndex={0} aria-labelledby={titleId}>
            {children}
          </section>
        </div>
      )}
    </dialog>
  );
}
