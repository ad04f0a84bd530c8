'use client';

import { useRef } from 'react';
import { useDrawnMoment } from '../moment/use-moment.ts';
import type { Viewport } from './viewport.ts';

/** The chosen moment over the lanes, moved without drawing them again. */
export function MomentLine({ fromMs, view }: { readonly fromMs: number; readonly view: Viewport }) {
  const line = useRef<HTMLDivElement>(null);
  useDrawnMoment(({ atMs }) => {
    if (!line.current) return;
    const share = atMs === null ? -1 : ((atMs - fromMs) * 1000 - view.fromUs) / (view.toUs - view.fromUs);
    line.current.style.visibility = share < 0 || share > 1 ? 'hidden' : 'visible';
    line.current.style.transform = `translateX(${share * 100}%)`;
  });
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      <div ref={line} className="invisible h-full w-full border-l-[1.5px] border-accent" />
    </div>
  );
}
