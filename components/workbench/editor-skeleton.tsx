import { useTranslations } from 'next-intl';

const LINES = [42, 58, 0, 36, 64, 50, 0, 30, 72, 66, 54, 44];

/** The shape of code while the editor loads, in the place where it will be. */
export function EditorSkeleton() {
  const t = useTranslations('editor');
  return (
    <div role="status" aria-label={t('loading')} className="h-full bg-surface pt-3 pl-16">
      {LINES.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move.
        <div key={index} className="flex h-5 items-center">
          <div className="h-2 animate-pulse rounded bg-idle-soft" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
