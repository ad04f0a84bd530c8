'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatClock, warningAt } from '#interview/interview-clock.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useKeptFlag } from '../use-kept-flag.ts';

export interface ClockFaceProps {
  readonly label: string;
  readonly remainingMs: number;
  /** Under the figures; where there is none, how much is left says it. */
  readonly caption?: string | null;
  /** No warnings: it has not started, or it is over for another reason. */
  readonly calm?: boolean;
  /** Warnings are read out by somebody else. */
  readonly mute?: boolean;
  readonly children?: ReactNode;
}

/** Always of the same size, whatever it shows. The warnings bring hidden figures back. */
export function ClockFace({ label, remainingMs, caption = null, calm = false, mute = false, children }: ClockFaceProps) {
  const t = useTranslations('interview.clock');
  const [quiet, setQuiet] = useKeptFlag('surge:quiet-clock');
  const warning = calm ? null : warningAt(remainingMs);
  const hidden = quiet && warning === null;
  const tone = warning === null ? 'text-text' : warning === 5 ? 'text-busy' : 'text-saturated';
  const words = warning === null ? t('left') : remainingMs <= 0 ? t('over') : warning === 5 ? t('lastFive') : t('lastOne');
  return (
    <div data-wide={children ? '' : undefined} className="flex shrink-0 items-center gap-1">
      <div
        role="timer"
        aria-label={label}
        className={`flex w-22 flex-col items-center rounded py-0.5 md:w-28 ${warning === null ? '' : warning === 5 ? 'bg-busy-soft' : 'bg-saturated-soft'}`}
      >
        <span className={`text-base leading-5 font-semibold tabular-nums ${tone}`}>
          {hidden ? <span aria-hidden>––:––</span> : formatClock(remainingMs)}
        </span>
        <span className={`text-xs leading-4 whitespace-nowrap ${warning === null ? 'text-muted' : tone}`}>
          {caption ?? (hidden ? t('hidden') : words)}
        </span>
      </div>
      {children}
      <IconButton
        label={quiet ? t('show') : t('hide')}
        aria-pressed={quiet}
        disabled={warning !== null}
        onClick={() => setQuiet(!quiet)}
        size="small"
        className="max-md:hidden"
      >
        {quiet ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
      </IconButton>
      {!mute && <WarningSpoken warning={warning} over={!calm && remainingMs <= 0} />}
    </div>
  );
}

/** Says a warning once, when it comes while the page is open. */
function WarningSpoken({ warning, over }: { readonly warning: 5 | 1 | null; readonly over: boolean }) {
  const t = useTranslations('interview.clock');
  const before = useRef({ warning, over });
  const [text, setText] = useState('');
  useEffect(() => {
    const changed = before.current.warning !== warning || before.current.over !== over;
    before.current = { warning, over };
    if (changed) setText(over ? t('saidOver') : warning === 5 ? t('saidFive') : warning === 1 ? t('saidOne') : '');
  }, [warning, over, t]);
  return (
    <span role="status" className="sr-only">
      {text}
    </span>
  );
}
