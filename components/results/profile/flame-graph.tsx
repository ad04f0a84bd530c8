'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import type { CallReport } from '#judge/call-report.ts';
import { formatRps } from '../format.ts';
import { useWidth } from '../picture/use-width.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { type Flame, flamesOf, placeFlames, stepFrom } from './flame-data.ts';
import { FlameLegend } from './flame-legend.tsx';
import { TONES } from './flame-tones.ts';
import { useFlameWords } from './use-flame-words.ts';

const ROW_PX = 24;
const TOUCH_ROW_PX = 40;
/** A name is worth writing from here on. */
const NAMED_PX = 28;

export interface FlameGraphProps {
  readonly calls: CallReport;
  readonly rps: number;
  /** What the simulated workers' cores had in the window. */
  readonly coreUs: number;
  readonly language: 'python' | 'typescript';
  readonly onGoToLine: GoToLine;
}

/** Who called whom, as wide as it kept the loops; the callers above. */
export function FlameGraph({ calls, rps, coreUs, language, onGoToLine }: FlameGraphProps) {
  const t = useTranslations('results.profile.flame');
  const flames = useMemo(() => flamesOf(calls), [calls]);
  const [box, width] = useWidth<HTMLDivElement>();
  const [into, setInto] = useState(0);
  const [at, setAt] = useState(0);
  const [pointed, setPointed] = useState<number | null>(null);
  const items = useRef(new Map<number, HTMLDivElement>());
  const rowPx = useMediaQuery('(width < 48rem), (pointer: coarse)') ? TOUCH_ROW_PX : ROW_PX;
  const help = useId();
  const title = t('title', { rps: formatRps(rps) });
  const first = flames[0];
  const { nameOf, figuresOf, said } = useFlameWords(first?.us ?? 0, coreUs);
  const root = flames[into] ?? first;
  const placed = useMemo(() => (root ? placeFlames(flames, root, width ?? 400) : []), [flames, root, width]);
  if (!first || !root || first.us === 0) return null;
  const shown = flames[pointed ?? at] ?? root;
  const rows = 1 + Math.max(...placed.map(({ flame }) => flame.depth));
  const reachable = placed.some(({ flame }) => flame.index === at) ? at : root.index;

  function choose(flame: Flame) {
    setAt(flame.index);
    if (flame.index !== into && flame.below.length > 0) setInto(flame.index);
    else if (flame.file !== null) onGoToLine(flame.file, flame.line);
  }

  function onKeyDown(event: KeyboardEvent, flame: Flame) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') choose(flame);
    else if (event.key === 'Escape' && into !== 0) {
      setInto(0);
      setAt(0);
      items.current.get(0)?.focus();
    } else {
      const next = stepFrom(placed, flame, event.key);
      if (!next) return;
      setAt(next.index);
      items.current.get(next.index)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section>
      <SectionTitle
        aside={
          into !== 0 && (
            <Button size="small" onClick={() => setInto(0)}>
              {t('back')}
            </Button>
          )
        }
      >
        {title}
      </SectionTitle>
      <div ref={box}>
        <div
          role="tree"
          aria-label={title}
          aria-describedby={help}
          className="relative"
          style={{ height: rows * rowPx }}
          onPointerLeave={() => setPointed(null)}
        >
          {placed.map(({ flame, left, width: part, passed }) => (
            <div
              key={flame.index}
              ref={(element) => {
                if (element) items.current.set(flame.index, element);
                else items.current.delete(flame.index);
              }}
              role="treeitem"
              aria-level={flame.depth + 1}
              aria-selected={flame.index === into}
              aria-label={said(flame)}
              tabIndex={flame.index === reachable ? 0 : -1}
              onClick={() => choose(flame)}
              onKeyDown={(event) => onKeyDown(event, flame)}
              onFocus={() => setAt(flame.index)}
              onPointerEnter={() => setPointed(flame.index)}
              className={`absolute cursor-pointer overflow-hidden rounded-[3px] px-1 text-xs whitespace-nowrap text-ellipsis select-none focus-visible:z-10 focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent hover:brightness-95 dark:hover:brightness-125 ${flame.kind === 'line' || flame.kind === 'built-in' ? 'font-mono' : ''} ${passed ? 'text-muted opacity-70' : ''}`}
              style={{
                ...TONES[flame.kind],
                top: flame.depth * rowPx,
                height: rowPx - 2,
                lineHeight: `${rowPx - 2}px`,
                left: `${left * 100}%`,
                width: `max(1px, calc(${part * 100}% - 1px))`,
                padding: part * (width ?? 400) < NAMED_PX ? 0 : undefined,
              }}
            >
              {part * (width ?? 400) < NAMED_PX ? '' : nameOf(flame)}
            </div>
          ))}
        </div>
      </div>
      <p className="mt-2 flex min-h-10 flex-wrap content-start items-baseline gap-x-2 text-sm tabular-nums">
        {shown.file !== null && <PlaceButton file={shown.file} line={shown.line} onGoToLine={onGoToLine} />}
        <span className={`max-w-full min-w-0 truncate font-medium ${shown.kind === 'blocked' ? 'text-saturated' : ''}`}>
          {nameOf(shown)}
        </span>
        <span className="text-muted">{figuresOf(shown)}</span>
      </p>
      <FlameLegend kinds={new Set(flames.map(({ kind }) => kind))} />
      <p id={help} className="mt-2 text-xs text-pretty text-muted">
        {t('help')} {t(`exact.${language}`)}
      </p>
    </section>
  );
}
