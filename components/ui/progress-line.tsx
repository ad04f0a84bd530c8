export interface ProgressLineProps {
  readonly label: string;
  /** 0 to 1, or null while its length is unknown. */
  readonly fraction: number | null;
}

export function ProgressLine({ label, fraction }: ProgressLineProps) {
  const percent = fraction === null ? undefined : Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className={`h-full rounded-full bg-accent transition-[width] duration-200 ease-instrument ${fraction === null ? 'animate-pulse' : ''}`}
        style={{ width: `${percent ?? 100}%` }}
      />
    </div>
  );
}
