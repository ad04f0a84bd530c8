'use client';

import { useBucket } from './use-moment.ts';

/** A line's value at the moment, beside its name. Its room is kept, so that nothing moves. */
export function ValueAt({ valueAt }: { readonly valueAt: (bucket: number) => string }) {
  const bucket = useBucket();
  return <span className="min-w-16 font-medium text-text tabular-nums">{bucket === null ? '' : valueAt(bucket)}</span>;
}
