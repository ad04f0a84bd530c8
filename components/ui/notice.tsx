import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';

export interface NoticeProps {
  readonly tone: 'info' | 'trouble';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A line about the state of things, above what it is about. Trouble is spoken at once, the rest when there is a pause. */
export function Notice({ tone, children, actions }: NoticeProps) {
  const Icon = tone === 'trouble' ? CircleAlert : Info;
  const colours = tone === 'trouble' ? 'bg-saturated-soft' : 'bg-accent-soft';
  return (
    <div
      role={tone === 'trouble' ? 'alert' : 'status'}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2 text-sm ${colours}`}
    >
      <Icon size={16} aria-hidden className={`shrink-0 ${tone === 'trouble' ? 'text-saturated' : 'text-accent'}`} />
      <p className="min-w-0 flex-1 basis-48 text-text">{children}</p>
      {actions && <div className="flex items-center gap-2">{actions}</div>}
    </div>
  );
}
