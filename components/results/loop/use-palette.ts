'use client';

import { useTheme } from 'next-themes';
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Palette } from './draw-lanes.ts';

export interface Look {
  readonly palette: Palette;
  readonly font: string;
}

/** The design's colours as a canvas takes them, read anew when the theme changes. */
export function useLook(element: RefObject<HTMLElement | null>): Look | null {
  const { resolvedTheme } = useTheme();
  const [look, setLook] = useState<Look | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what changes the colours.
  useLayoutEffect(() => {
    if (!element.current) return;
    // The theme's attribute is set in an effect of a parent, after this one.
    const frame = requestAnimationFrame(() => element.current && setLook(readLook(element.current)));
    return () => cancelAnimationFrame(frame);
  }, [element, resolvedTheme]);
  return look;
}

function readLook(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  const [text, surface] = [colour('text'), colour('surface')];
  return {
    font: style.fontFamily,
    palette: {
      text,
      surface,
      muted: colour('muted'),
      line: colour('line'),
      accent: colour('accent'),
      accentText: colour('accent-text'),
      saturated: colour('saturated'),
      saturatedSoft: colour('saturated-soft'),
      busy: colour('busy'),
      idle: colour('idle-soft'),
      idleSoft: colour('line'),
      threads: `color-mix(in oklab, ${colour('idle')} 55%, ${surface})`,
      // Two tones without a hue, one after the other: a request ends where the tone changes.
      even: `color-mix(in oklab, ${text} 22%, ${surface})`,
      odd: `color-mix(in oklab, ${text} 36%, ${surface})`,
    },
  };
}
