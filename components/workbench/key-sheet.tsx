'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '../ui/dialog.tsx';
import { useKeyNames } from './use-keys.ts';

const GROUPS = [
  { title: 'groupRun', keys: ['run', 'stop', 'sheet'] },
  { title: 'groupMove', keys: ['brief', 'code', 'results', 'wide', 'leave'] },
  { title: 'groupEdit', keys: ['find', 'comment', 'palette'] },
] as const;

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useTranslations('workbench.keys');
  const names = useKeyNames();
  return (
    <Dialog open={open} title={t('title')} onClose={onClose}>
      <div className="space-y-6">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-2 text-xs font-medium text-muted">{t(group.title)}</h3>
            <dl className="divide-y divide-line border-y border-line text-sm">
              {group.keys.map((key) => (
                <div key={key} className="flex items-center justify-between gap-4 py-2">
                  <dt>{t(key)}</dt>
                  <dd>
                    <kbd className="rounded border border-line bg-sunken px-2 py-0.5 font-mono text-xs whitespace-nowrap">{names[key]}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
