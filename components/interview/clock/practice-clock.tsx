'use client';

import { Pause, Play, Timer, X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useMemo, useSyncExternalStore } from 'react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { browserStorage } from '../../workbench/draft-store.ts';
import { useNow } from '../use-now.ts';
import { ClockFace } from './clock-face.tsx';
import { beginPractice, PracticeTime, pausePractice, practiceRemainingMs, resumePractice } from './practice-time.ts';

const MINUTE_MS = 60_000;
const listeners = new Set<() => void>();
const unkept = new Map<string, string>();

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    listeners.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}

function usePracticeTime(challenge: string): readonly [PracticeTime | null, (time: PracticeTime | null) => void] {
  const key = `surge:practice-clock:${challenge}`;
  const text = useSyncExternalStore<string | null>(
    subscribe,
    () => unkept.get(key) ?? browserStorage().getItem(key),
    () => null,
  );
  const time = useMemo(() => {
    try {
      return PracticeTime.nullable().safeParse(JSON.parse(text ?? 'null')).data ?? null;
    } catch {
      return null;
    }
  }, [text]);
  const set = (next: PracticeTime | null) => {
    const value = JSON.stringify(next);
    try {
      browserStorage().setItem(key, value);
      unkept.delete(key);
    } catch {
      unkept.set(key, value);
    }
    for (const listener of listeners) listener();
  };
  return [time, set];
}

export interface PracticeClockProps {
  readonly challenge: string;
  readonly minutes: number;
}

/** Practice has no clock unless it is asked for. */
export function PracticeClock({ challenge, minutes }: PracticeClockProps) {
  const [time, setTime] = usePracticeTime(challenge);
  if (time) return <RunningClock time={time} onChange={setTime} />;
  return <ClockMenu challenge={challenge} minutes={minutes} onStart={() => setTime(beginPractice(minutes * MINUTE_MS, Date.now()))} />;
}

interface RunningClockProps {
  readonly time: PracticeTime;
  readonly onChange: (time: PracticeTime | null) => void;
}

function RunningClock({ time, onChange }: RunningClockProps) {
  const t = useTranslations('interview.clock');
  const now = useNow();
  const paused = time.runningSinceWallMs === null;
  const left = practiceRemainingMs(time, now);
  return (
    <ClockFace label={t('practiceLabel')} remainingMs={left} caption={paused && left > 0 ? t('paused') : null}>
      <IconButton
        size="small"
        label={paused ? t('resume') : t('pause')}
        disabled={left <= 0}
        onClick={() => onChange(paused ? resumePractice(time, Date.now()) : pausePractice(time, Date.now()))}
      >
        {paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
      </IconButton>
      <IconButton size="small" label={t('remove')} onClick={() => onChange(null)} className="max-md:hidden">
        <X size={14} aria-hidden />
      </IconButton>
    </ClockFace>
  );
}

function ClockMenu({ challenge, minutes, onStart }: PracticeClockProps & { readonly onStart: () => void }) {
  const t = useTranslations('interview.practice');
  const id = useId();
  return (
    <div>
      <IconButton label={t('open')} popoverTarget={id}>
        <Timer size={16} aria-hidden />
      </IconButton>
      <div
        id={id}
        popover="auto"
        className="inset-auto top-12 right-2 m-0 w-72 rounded bg-raised p-4 text-sm text-text shadow-float lg:right-80"
      >
        <h2 className="font-semibold">{t('title')}</h2>
        <p className="mt-1 text-muted text-pretty">{t('text', { minutes })}</p>
        <Button className="mt-3 w-full" onClick={onStart}>
          {t('start')}
        </Button>
        <p className="mt-4 border-t border-line pt-4 text-muted text-pretty">{t('interviewText')}</p>
        <Link href={`/interview/${challenge}`} className={`mt-3 w-full ${buttonClass('plain', 'medium')}`}>
          {t('interview')}
        </Link>
      </div>
    </div>
  );
}
