import { CornerDownRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { formatPlace } from './format.ts';

export type GoToLine = (file: string, line: number) => void;

export interface PlaceButtonProps {
  readonly file: string;
  readonly line: number;
  readonly onGoToLine: GoToLine;
  /** "Go to main.py:31" instead of "main.py:31". */
  readonly spelled?: boolean;
}

/** A place in the user's code that can be followed into the editor. */
export function PlaceButton({ file, line, onGoToLine, spelled = false }: PlaceButtonProps) {
  const t = useTranslations('results.diagnosis');
  const place = formatPlace(file, line);
  const spoken = t('goToLine', { place });
  if (spelled) {
    return (
      <button
        type="button"
        onClick={() => onGoToLine(file, line)}
        className="inline-flex h-7 touch:h-10 shrink-0 items-center gap-1.5 rounded border border-line bg-raised px-2 text-sm font-medium text-accent transition-colors duration-150 hover:border-line-strong"
      >
        <CornerDownRight size={14} aria-hidden />
        {spoken}
      </button>
    );
  }
  return (
    <button
      type="button"
      onClick={() => onGoToLine(file, line)}
      aria-label={spoken}
      title={spoken}
      className="touch-line rounded-[3px] font-mono text-xs text-accent underline decoration-transparent underline-offset-2 transition-colors duration-150 hover:decoration-current"
    >
      {place}
    </button>
  );
}
