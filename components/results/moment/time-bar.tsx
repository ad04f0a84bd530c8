'use client';

import { Flag, Pause, Play, StepForward, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import { formatInstant } from '../format.ts';
import type { Breach } from './breaches.ts';
import { BUCKET_MS, type Moment } from './moment-store.ts';
import { SpeedChoice } from './speed-choice.tsx';
import { useBreachText } from './use-breach-text.ts';
import { useDrawnMoment, useMoment, useOfMoment } from './use-moment.ts';
import { usePlaying } from './use-playing.ts';

const FINE_MS = 10;
const PAGE_MS = 500;

export interface TimeBarProps {
  /** When the stage began to break its promise; null: it cannot be seen, or it did not. */
  readonly breach: Breach | null;
  /** What another recording covers of the stage, ms; null: none is looked at. */
  readonly recorded: { readonly fromMs: number; readonly toMs: number } | null;
  readonly slider: RefObject<HTMLInputElement | null>;
  /** Figures of the moment. */
  readonly children: ReactNode;
}

/** Moves everything that shows the stage along its virtual time, by hand or by itself. */
export function TimeBar({ breach, recorded, slider, children }: TimeBarProps) {
  const t = useTranslations('results.moment');
  const store = useMoment();
  const totalMs = useOfMoment((moment) => moment.totalMs);
  const breachText = useBreachText();
  const fails = breach ? breachText(breach) : t('noBreach');
  return (
    <div>
      <div className="flex h-8 min-w-0 items-center gap-2 touch:h-10">
        <PlayButton />
        <IconButton label={fails} disabled={breach === null} className="-ml-2" onClick={() => breach && store.set(breach.atMs)}>
          <Flag size={16} aria-hidden className={breach ? 'text-saturated' : ''} />
        </IconButton>
        <span className="relative flex min-w-0 flex-1 items-center">
          <Slider slider={slider} />
          {recorded && <Mark fromMs={recorded.fromMs} toMs={recorded.toMs} totalMs={totalMs} />}
          {breach && <Mark fromMs={breach.atMs} toMs={null} totalMs={totalMs} />}
        </span>
        <Clock />
      </div>
      <div className="flex items-start gap-2">
        <div className="min-h-12 min-w-0 flex-1 @md:min-h-8">{children}</div>
        <SpeedChoice />
      </div>
    </div>
  );
}

/** Who asked for less motion goes on step by step. */
function PlayButton() {
  const t = useTranslations('results.moment');
  const store = useMoment();
  const still = useMediaQuery('(prefers-reduced-motion: reduce)') === true;
  const disabled = useOfMoment((moment) => moment.totalMs === 0);
  const playing = usePlaying();
  if (still)
    return (
      <IconButton label={t('next')} disabled={disabled} className="-ml-2" onClick={() => store.step(BUCKET_MS)}>
        <StepForward size={16} aria-hidden />
      </IconButton>
    );
  return (
    <IconButton
      label={playing ? t('pause') : t('play')}
      disabled={disabled}
      className="-ml-2"
      onClick={() => (playing ? store.pause() : store.play())}
    >
      {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
    </IconButton>
  );
}

function Slider({ slider }: { readonly slider: RefObject<HTMLInputElement | null> }) {
  const t = useTranslations('results.moment');
  const store = useMoment();
  const totalMs = useOfMoment((moment) => moment.totalMs);

  useDrawnMoment(({ atMs }) => {
    const input = slider.current;
    if (!input) return;
    input.value = String(Math.round(atMs ?? 0));
    input.style.setProperty('--slider-share', `${totalMs > 0 ? ((atMs ?? 0) / totalMs) * 100 : 0}%`);
    input.setAttribute('aria-valuetext', atMs === null ? t('whole') : t('at', { at: formatInstant(atMs), total: formatInstant(totalMs) }));
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? FINE_MS : BUCKET_MS;
    const act = new Map<string, () => void>([
      ['ArrowLeft', () => store.step(-step)],
      ['ArrowDown', () => store.step(-step)],
      ['ArrowRight', () => store.step(step)],
      ['ArrowUp', () => store.step(step)],
      ['PageDown', () => store.step(-PAGE_MS)],
      ['PageUp', () => store.step(PAGE_MS)],
      ['Home', () => store.set(0)],
      ['End', () => store.set(totalMs)],
      ['Escape', () => store.set(null)],
      [' ', () => (store.moment.playing ? store.pause() : store.play())],
    ]).get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  return (
    <input
      ref={slider}
      type="range"
      min={0}
      max={Math.max(1, totalMs)}
      defaultValue={0}
      disabled={totalMs === 0}
      onChange={(event) => store.set(Number(event.target.value))}
      onKeyDown={onKeyDown}
      aria-label={t('scrub')}
      className="slider w-full min-w-0 rounded"
    />
  );
}

const THUMB_PX = 14;

/** On the slider, where its thumb would stand: a moment above the track, or a stretch of time below it. */
function Mark({ fromMs, toMs, totalMs }: { readonly fromMs: number; readonly toMs: number | null; readonly totalMs: number }) {
  if (totalMs === 0) return null;
  const at = (ms: number) => `calc(${THUMB_PX / 2}px + ${Math.min(1, Math.max(0, ms / totalMs))} * (100% - ${THUMB_PX}px))`;
  const style: CSSProperties =
    toMs === null ? { left: at(fromMs), marginLeft: -4 } : { left: at(fromMs), right: `calc(100% - ${at(toMs)})`, minWidth: 2 };
  return toMs === null ? (
    <svg aria-hidden="true" width={8} height={6} className="pointer-events-none absolute top-1/2 -mt-3 fill-saturated" style={style}>
      <path d="M0 0H8L4 6Z" />
    </svg>
  ) : (
    <span aria-hidden="true" className="pointer-events-none absolute top-1/2 mt-1.5 h-[3px] rounded-full bg-line-strong" style={style} />
  );
}

/** The moment in words, and the way back to the whole stage. */
function Clock() {
  const t = useTranslations('results.moment');
  const store = useMoment();
  const whole = useOfMoment(({ atMs }) => atMs === null);
  const words = useRef<HTMLSpanElement>(null);
  useDrawnMoment(({ atMs }: Moment) => {
    if (words.current) words.current.textContent = atMs === null ? t('whole') : formatInstant(atMs);
  });
  return (
    <span className="flex w-24 shrink-0 items-center justify-end gap-1 text-xs text-muted tabular-nums">
      <span ref={words} />
      {!whole && (
        <IconButton size="small" label={t('showWhole')} className="-mr-1.5" onClick={() => store.set(null)}>
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </span>
  );
}
