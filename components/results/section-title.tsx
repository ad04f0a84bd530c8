import type { ReactNode } from 'react';

/** Heading of a part of the results, with what belongs beside it on the right. */
export function SectionTitle({ id, children, aside }: { readonly id?: string; readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <div className="mb-2 flex min-h-7 flex-wrap touch:min-h-10 items-center justify-between gap-x-3 gap-y-1">
      <h3 id={id} className="text-sm font-semibold">
        {children}
      </h3>
      {aside}
    </div>
  );
}
