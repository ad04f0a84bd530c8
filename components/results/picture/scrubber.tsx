'use client';

import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { formatSeconds } from '../format.ts';
import { BUCKETS_PER_SECOND } from './system.ts';

/** Half the speed of virtual time: 100 ms of the stage every 200 ms, so that figures can be read. */
const STEP_EVERY_MS = 200;

export interface ScrubberProps {
  /** 100 ms buckets of the window; 0: nothing to scrub. */
  readonly buckets: number;
  /** Null: the whole stage. */
  readonly bucket: number | null;
  readonly onChange: (bucket: number | null) => void;
  readonly onPlaying: (playing: boolean) => void;
}

/** Moves along virtual time. The first place of the slider is the whole stage, then come its moments. */
export function Scrubber({ buckets, bucket, onChange, onPlaying }: ScrubberProps) {
  const t = useTranslations('results.picture');
  const [playing, setPlaying] = useState(false);
  const disabled = buckets === 0;

  function play(next: boolean) {
    setPlaying(next);
    onPlaying(next);
  }

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      const next = (bucket ?? -1) + 1;
      if (next < buckets) onChange(next);
      else {
        setPlaying(false);
        onPlaying(false);
      }
    }, STEP_EVERY_MS);
    return () => clearTimeout(timer);
  }, [playing, bucket, buckets, onChange, onPlaying]);

  const secondsOf = (position: number) => formatSeconds(position / BUCKETS_PER_SECOND);
  const words = bucket === null ? t('whole') : t('moment', { at: secondsOf(bucket + 1), total: secondsOf(buckets) });
  return (
    <div className="flex h-8 min-w-0 flex-1 items-center gap-2 touch:h-10">
      <IconButton
        label={playing ? t('pause') : t('play')}
        disabled={disabled}
        className="-ml-2"
        onClick={() => {
          if (!playing && bucket !== null && bucket >= buckets - 1) onChange(0);
          play(!playing);
        }}
      >
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </IconButton>
      <input
        type="range"
        min={0}
        max={Math.max(1, buckets)}
        value={bucket === null ? 0 : bucket + 1}
        disabled={disabled}
        onChange={(event) => {
          play(false);
          const position = Number(event.target.value);
          onChange(position === 0 ? null : position - 1);
        }}
        aria-label={t('scrub')}
        aria-valuetext={words}
        className="slider min-w-0 flex-1"
        style={{ '--slider-share': `${(((bucket ?? -1) + 1) / Math.max(1, buckets)) * 100}%` } as CSSProperties}
      />
      <span className="w-24 shrink-0 text-right text-xs text-muted tabular-nums">{words}</span>
    </div>
  );
}
