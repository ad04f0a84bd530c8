// What is seen of a stretch of time, and how it moves: always inside of the whole, never shorter than can be told apart.
export interface Viewport {
  readonly fromUs: number;
  readonly toUs: number;
}

export const SHORTEST_US = 20;

export function within(fromUs: number, lengthUs: number, totalUs: number): Viewport {
  const length = Math.min(totalUs, Math.max(Math.min(SHORTEST_US, totalUs), lengthUs));
  const from = Math.min(totalUs - length, Math.max(0, fromUs));
  return { fromUs: from, toUs: from + length };
}

/** By a share of what is seen; positive: later. */
export function pan({ fromUs, toUs }: Viewport, share: number, totalUs: number): Viewport {
  const length = toUs - fromUs;
  return within(fromUs + share * length, length, totalUs);
}

/** factor < 1: closer. The moment at `share` of the width stays where it is. */
export function zoom({ fromUs, toUs }: Viewport, factor: number, share: number, totalUs: number): Viewport {
  const length = toUs - fromUs;
  const next = within(0, length * factor, totalUs);
  const nextLength = next.toUs - next.fromUs;
  return within(fromUs + share * (length - nextLength), nextLength, totalUs);
}

/** So that a stretch can be seen: moved no further than needed. */
export function reveal(view: Viewport, fromUs: number, toUs: number, totalUs: number): Viewport {
  const length = view.toUs - view.fromUs;
  const own = toUs - fromUs;
  if (own > length) return within(fromUs - own * 0.1, own * 1.2, totalUs);
  const margin = Math.min(length * 0.1, (length - own) / 2);
  if (fromUs < view.fromUs + margin) return within(fromUs - margin, length, totalUs);
  if (toUs > view.toUs - margin) return within(toUs + margin - length, length, totalUs);
  return view;
}

/** Around a moment that came so late: what led there on the left, what follows on the right. */
export function around(atUs: number, lagUs: number, totalUs: number): Viewport {
  const length = Math.max(lagUs * 3, Math.min(totalUs, 10_000));
  return within(atUs - length * 0.6, length, totalUs);
}

const ROUND = [1, 2, 5, 10];

/** Round moments to write on the axis, at least so many µs apart. */
export function ticks({ fromUs, toUs }: Viewport, offsetUs: number, apartUs: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(apartUs, 1e-9)));
  const step = power * (ROUND.find((factor) => factor * power >= apartUs) ?? 10);
  const first = Math.ceil((fromUs + offsetUs) / step);
  const last = Math.floor((toUs + offsetUs) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step - offsetUs);
}
