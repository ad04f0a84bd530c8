'use client';

import { createContext, useContext, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { bucketOf, type Moment, MomentStore } from './moment-store.ts';

/** Shared by all that a result shows. Apart from a results panel there is no moment but the whole stage. */
export const MomentContext = createContext(new MomentStore());

export function useMoment(): MomentStore {
  return useContext(MomentContext);
}

/** What follows from the moment; renders only when that changes. */
export function useOfMoment<Value extends string | number | boolean | null>(read: (moment: Moment) => Value): Value {
  const store = useMoment();
  return useSyncExternalStore(
    store.subscribe,
    () => read(store.moment),
    () => read(store.moment),
  );
}

/** The 100 ms that are looked at; null: the whole stage. */
export function useBucket(): number | null {
  return useOfMoment(bucketOf);
}

/** Draws the moment, now and whenever it moves, without rendering. */
export function useDrawnMoment(draw: (moment: Moment) => void): void {
  const store = useMoment();
  const latest = useRef(draw);
  useLayoutEffect(() => {
    latest.current = draw;
    draw(store.moment);
  });
  useLayoutEffect(() => store.subscribe(() => latest.current(store.moment)), [store]);
}
