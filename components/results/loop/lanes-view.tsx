'use client';

import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useId, useRef } from 'react';
import { useWidth } from '../picture/use-width.ts';
import { AXIS_HEIGHT, drawLanes, heightOf, laneAt, laneHeight } from './draw-lanes.ts';
import { type At, type Lanes, stretchAt } from './lanes.ts';
import { MomentLine } from './moment-line.tsx';
import { useLook } from './use-palette.ts';
import { pan, reveal, type Viewport, within, zoom } from './viewport.ts';

const REACH_PX = 3;
/** A pointer that moved further has dragged. */
const DRAG_PX = 4;
const WHEEL_ZOOM = 1.0015;

export interface LanesViewProps {
  readonly lanes: Lanes;
  readonly view: Viewport;
  readonly onView: (view: Viewport) => void;
  readonly request: number | null;
  readonly focus: At | null;
  readonly label: string;
  readonly help: string;
  readonly laneLabel: (worker: number) => string;
  readonly formatTick: (us: number) => string;
  /** Under the pointer, or chosen by keyboard; null: nothing. */
  readonly onPoint: (at: At | null, how: 'pointer' | 'keyboard') => void;
  readonly onChoose: (at: At, how: 'mouse' | 'touch' | 'keyboard') => void;
  /** A click, on a stretch or between them; µs. */
  readonly onMoment: (us: number) => void;
  readonly onNextHold: () => void;
}

/** The canvas, and how it is moved: dragged, by wheel, by keyboard. */
export function LanesView(props: LanesViewProps) {
  const { lanes, view, onView, request, focus, label, help, laneLabel, formatTick, onPoint, onChoose, onMoment, onNextHold } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<{ readonly x: number; readonly view: Viewport; moved: boolean } | null>(null);
  const helpId = useId();
  const look = useLook(box);
  const height = heightOf(lanes);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === null || look === null) return;
    const frame = requestAnimationFrame(() => {
      const ratio = window.devicePixelRatio || 1;
      const [pixels, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (element.width !== pixels) element.width = pixels;
      if (element.height !== rows) element.height = rows;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawLanes(context, { lanes, view, width, request, focus, formatTick, ...look });
    });
    return () => cancelAnimationFrame(frame);
  }, [lanes, view, width, height, request, focus, formatTick, look]);

  const shareAt = useCallback(
    (clientX: number) => {
      const left = canvas.current?.getBoundingClientRect().left ?? 0;
      return width === null ? 0 : Math.min(1, Math.max(0, (clientX - left) / width));
    },
    [width],
  );

  // React's own wheel listeners cannot keep the page from scrolling.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      const sideways = event.shiftKey ? event.deltaY : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
      const focused = document.activeElement === box.current;
      if (sideways !== 0) onView(pan(view, sideways / (width ?? 400), lanes.totalUs));
      else if (event.ctrlKey || event.metaKey || focused)
        onView(zoom(view, WHEEL_ZOOM ** (event.deltaY * (event.deltaMode === 1 ? 30 : 1)), shareAt(event.clientX), lanes.totalUs));
      else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [view, onView, lanes, width, shareAt, box]);

  function find(event: PointerEvent): At | null {
    const top = canvas.current?.getBoundingClientRect().top ?? 0;
    const lane = laneAt(lanes, event.clientY - top);
    const length = view.toUs - view.fromUs;
    const us = view.fromUs + shareAt(event.clientX) * length;
    const index = stretchAt(lanes.lanes[lane]?.stretches ?? [], us, (REACH_PX * length) / (width ?? 400));
    return index < 0 ? null : { lane, index };
  }

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, view, moved: false };
    if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId);
  }

  function onPointerMove(event: PointerEvent) {
    const from = drag.current;
    if (from === null) {
      onPoint(find(event), 'pointer');
      return;
    }
    const distance = event.clientX - from.x;
    if (!from.moved && Math.abs(distance) < DRAG_PX) return;
    from.moved = true;
    onView(pan(from.view, -distance / (width ?? 400), lanes.totalUs));
  }

  function onPointerUp(event: PointerEvent) {
    const from = drag.current;
    drag.current = null;
    if (from === null || from.moved) return;
    const at = find(event);
    onPoint(at, 'pointer');
    onMoment(view.fromUs + shareAt(event.clientX) * (view.toUs - view.fromUs));
    if (at) onChoose(at, event.pointerType === 'mouse' ? 'mouse' : 'touch');
  }

  function step(by: number, lane = focus?.lane ?? 0): void {
    const stretches = lanes.lanes[lane]?.stretches ?? [];
    if (stretches.length === 0) return;
    const fromUs = focus ? (lanes.lanes[focus.lane]?.stretches[focus.index]?.fromUs ?? 0) : (view.fromUs + view.toUs) / 2;
    const start = focus?.lane === lane ? focus.index + by : stretchAt(stretches, fromUs, Number.POSITIVE_INFINITY);
    const index = Math.min(stretches.length - 1, Math.max(0, start));
    const stretch = stretches[index];
    if (!stretch) return;
    onView(reveal(view, stretch.fromUs, stretch.toUs, lanes.totalUs));
    onPoint({ lane, index }, 'keyboard');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const lane = focus?.lane ?? 0;
    const { totalUs } = lanes;
    const keys = new Map<string, () => void>([
      ['ArrowLeft', () => (event.shiftKey ? onView(pan(view, -0.25, totalUs)) : step(-1))],
      ['ArrowRight', () => (event.shiftKey ? onView(pan(view, 0.25, totalUs)) : step(1))],
      ['ArrowUp', () => step(0, Math.max(0, lane - 1))],
      ['ArrowDown', () => step(0, Math.min(lanes.lanes.length - 1, lane + 1))],
      ['+', () => onView(zoom(view, 0.5, 0.5, totalUs))],
      ['=', () => onView(zoom(view, 0.5, 0.5, totalUs))],
      ['-', () => onView(zoom(view, 2, 0.5, totalUs))],
      ['0', () => onView(within(0, totalUs, totalUs))],
      ['b', onNextHold],
      ['Enter', () => focus && onChoose(focus, 'keyboard')],
      ['Escape', () => onPoint(null, 'keyboard')],
    ]);
    const act = keys.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  return (
    <div className="relative">
      <p id={helpId} className="sr-only">
        {help}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a canvas that is moved by keyboard; its figures are in the table. */}
      <div
        ref={box}
        role="group"
        aria-label={label}
        aria-describedby={helpId}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative overflow-hidden rounded border border-line bg-surface focus-visible:outline-offset-0"
        style={{ height: height + 2 }}
      >
        <canvas
          ref={canvas}
          className="block cursor-crosshair touch-pan-y"
          style={{ width: width ?? '100%', height }}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => {
            drag.current = null;
          }}
          onPointerLeave={() => {
            if (drag.current === null) onPoint(null, 'pointer');
          }}
        />
        <MomentLine fromMs={lanes.fromMs} view={view} />
      </div>
      {lanes.lanes.map(({ worker }, index) => (
        <span
          key={worker}
          className="pointer-events-none absolute right-2 rounded-[3px] bg-surface px-1 text-xs text-muted"
          style={{ top: AXIS_HEIGHT + index * laneHeight(lanes) + 34 }}
        >
          {laneLabel(worker)}
        </span>
      ))}
    </div>
  );
}
