import { LEVEL_COLOUR, type LoadLevel, levelOf } from '../load-level.ts';

/** Stripes get denser with the load: the level can be told without its colour. */
function patternOf(level: LoadLevel): string | undefined {
  if (level !== 'busy' && level !== 'saturated') return undefined;
  const [solid, period] = level === 'busy' ? [5, 7] : [2, 4];
  const gap = 'color-mix(in oklab, var(--color-raised) 45%, transparent)';
  return `repeating-linear-gradient(135deg, transparent 0 ${solid}px, ${gap} ${solid}px ${period}px)`;
}

/** How busy something is, 0 to 1; an empty track while it is not known. */
export function LoadBar({ utilisation, thin = false }: { readonly utilisation: number | null; readonly thin?: boolean }) {
  const level = levelOf(utilisation ?? 0);
  return (
    <span className={`block w-full overflow-hidden rounded-full bg-line ${thin ? 'h-1' : 'h-1.5'}`}>
      <span
        className="block h-full rounded-full transition-[transform,background-color] duration-200 ease-instrument"
        style={{
          // Moved, not resized: that needs no layout in each frame of the transition.
          transform: `translateX(${(Math.min(1, utilisation ?? 0) - 1) * 100}%)`,
          backgroundColor: LEVEL_COLOUR[level].strong,
          backgroundImage: patternOf(level),
        }}
      />
    </span>
  );
}
