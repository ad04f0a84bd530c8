'use client';

import { useEffect } from 'react';
import { useMoment, useOfMoment } from './use-moment.ts';

/** A page that was hidden goes on where it was. */
const LONGEST_FRAME_MS = 100;

/** Moves the moment with every frame while it plays; whether it does. */
export function usePlaying(): boolean {
  const store = useMoment();
  const playing = useOfMoment((moment) => moment.playing);
  useEffect(() => {
    if (!playing) return;
    let before: number | null = null;
    let frame = requestAnimationFrame(function next(now) {
      store.advance(Math.min(LONGEST_FRAME_MS, now - (before ?? now)));
      before = now;
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, store]);
  return playing;
}
