import { Check } from 'lucide-react';

const RADIUS = 11;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

/** How many of its stages a challenge's best program held: a ring that closes at the goal. */
export function StageRing({ held, stages, next }: { readonly held: number; readonly stages: number; readonly next: boolean }) {
  const done = held === stages;
  return (
    <span
      aria-hidden
      className={`relative flex size-7 shrink-0 items-center justify-center rounded-full ${done ? 'bg-healthy text-surface' : 'bg-surface'}`}
    >
      {done ? (
        <Check size={16} strokeWidth={2.5} />
      ) : (
        <svg aria-hidden="true" viewBox="0 0 28 28" className="absolute inset-0 -rotate-90" fill="none" strokeWidth={2.5}>
          <circle cx={14} cy={14} r={RADIUS} className={next ? 'stroke-accent' : 'stroke-line'} />
          {held > 0 && (
            <circle
              cx={14}
              cy={14}
              r={RADIUS}
              className="stroke-healthy"
              strokeLinecap="round"
              strokeDasharray={`${(CIRCUMFERENCE * held) / stages} ${CIRCUMFERENCE}`}
            />
          )}
        </svg>
      )}
      {next && !done && <span className="size-2 rounded-full bg-accent" />}
    </span>
  );
}
