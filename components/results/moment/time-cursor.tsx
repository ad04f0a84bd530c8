'use client';

import { type PointerEvent, type ReactNode, useRef } from 'react';
import { useDrawnMoment, useMoment } from './use-moment.ts';

export interface TimeCursorProps {
  /** Seconds since the window began, at the left and the right edge. */
  readonly from: number;
  readonly to: number;
  /** Where the plot lies in its box, px. */
  readonly inset: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly children: ReactNode;
}

/** A line at the moment over a chart of virtual time. A click or a drag in the chart chooses another moment; the keyboard has the slider. */
export function TimeCursor({ from, to, inset, children }: TimeCursorProps) {
  const store = useMoment();
  const plot = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const held = useRef(false);

  useDrawnMoment(({ atMs }) => {
    if (!line.current) return;
    const share = atMs === null ? -1 : (atMs / 1000 - from) / (to - from);
    line.current.style.visibility = share < 0 || share > 1 ? 'hidden' : 'visible';
    line.current.style.transform = `translateX(${share * 100}%)`;
  });

  function choose({ clientX }: PointerEvent) {
    const box = plot.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    store.set((from + share * (to - from)) * 1000);
  }

  return (
    <div
      className="relative cursor-crosshair touch-pan-y"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        held.current = true;
        if (event.pointerType === 'mouse') choose(event);
      }}
      onPointerMove={(event) => held.current && choose(event)}
      onPointerUp={(event) => {
        if (held.current) choose(event);
        held.current = false;
      }}
      onPointerCancel={() => {
        held.current = false;
      }}
      onPointerLeave={() => {
        held.current = false;
      }}
    >
      {children}
      <div ref={plot} aria-hidden="true" className="pointer-events-none absolute overflow-hidden" style={inset}>
        <div ref={line} className="invisible h-full w-full border-l-[1.5px] border-accent" />
      </div>
    </div>
  );
}
