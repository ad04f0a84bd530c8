import { useLocale, useTranslations } from 'next-intl';
import { formatMs, formatShare } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { type ProfileRow, waitOf } from './profile-data.ts';

const STRIPES = 'repeating-linear-gradient(135deg, var(--color-saturated) 0 3px, var(--color-saturated-soft) 3px 5px)';

export interface ProfileTableProps {
  readonly rows: readonly ProfileRow[];
  readonly onGoToLine: GoToLine;
}

/** Each line or function with what stands there and its time as a bar. */
export function ProfileTable({ rows, onGoToLine }: ProfileTableProps) {
  const t = useTranslations('results.profile');
  const locale = useLocale();
  return (
    <table className="w-full table-fixed text-left text-xs tabular-nums">
      <thead className="text-muted">
        <tr>
          <th scope="col" className="border-b border-line py-1.5 font-medium">
            {t('line')}
          </th>
          <th scope="col" className="w-20 border-b border-line py-1.5 text-right font-medium">
            {t('cpu')}
          </th>
          <th scope="col" className="hidden w-20 border-b border-line py-1.5 text-right font-medium @md:table-cell">
            {t('blockedTime')}
          </th>
          <th scope="col" className="w-14 border-b border-line py-1.5 text-right font-medium">
            {t('share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="align-top">
            <th scope="row" className="border-b border-line py-1.5 pr-3 font-normal">
              <RowName row={row} onGoToLine={onGoToLine} />
            </th>
            <td className="border-b border-line py-1.5 text-right">{formatMs(row.cpuMs)}</td>
            <td
              className={`hidden border-b border-line py-1.5 text-right @md:table-cell ${row.blockedMs > 0 ? 'font-medium text-saturated' : 'text-muted'}`}
            >
              {row.blockedMs > 0 ? formatMs(row.blockedMs) : '–'}
            </td>
            <td className="border-b border-line py-1.5 text-right font-medium">{formatShare(row.share, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowName({ row, onGoToLine }: { readonly row: ProfileRow; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.profile');
  const name = row.function ?? t('top');
  const words = row.text === null ? t('more', { count: row.lines }) : row.text;
  return (
    <>
      <span className="flex min-w-0 items-baseline gap-2">
        <PlaceButton file={row.file} line={row.line} onGoToLine={onGoToLine} />
        <span className={`min-w-0 truncate ${row.text === null ? 'font-mono font-medium' : 'text-muted'}`}>{name}</span>
      </span>
      <span className={`mt-0.5 block truncate ${row.text === null ? 'text-muted' : 'font-mono'} ${row.blocks ? 'text-saturated' : ''}`}>
        {words}
      </span>
      <span aria-hidden="true" className="mt-1 flex h-1.5">
        <span
          className="h-full rounded-l-[2px]"
          style={{ width: `${row.cpu * 100}%`, background: row.blocks ? 'var(--color-saturated)' : 'var(--color-line-strong)' }}
        />
        <span className="h-full" style={{ width: `${row.blocked * 100}%`, background: STRIPES }} />
      </span>
      {row.waits.length > 0 && (
        <span className="mt-1 block truncate text-muted">
          {t('waits')}: {row.waits.map((wait) => t('wait', { resource: wait.resource, time: formatMs(waitOf(wait)) })).join(' · ')}
        </span>
      )}
    </>
  );
}
