import { useTranslations } from 'next-intl';
import { formatMs } from '../format.ts';
import { type GoToLine, PlaceButton } from '../place-button.tsx';
import { type Lanes, longestOf, turnAt } from './lanes.ts';

const SHOWN = 40;
/** Where there is room for it. */
const WIDE = 'hidden @md:table-cell';

/** The lanes as figures: their longest stretches in the order of time. */
export function LoopTable({ lanes, onGoToLine }: { readonly lanes: Lanes; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.loop.table');
  const loop = useTranslations('results.loop');
  const head = ['at', 'worker', 'request', 'took', 'line', 'held', 'ready'] as const;
  return (
    <div className="max-h-80 overflow-auto">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="pb-2 text-left text-muted">{t('caption', { count: SHOWN })}</caption>
        <thead className="text-muted">
          <tr>
            {head.map((name) => (
              <th
                key={name}
                scope="col"
                className={`border-b border-line py-1.5 pr-3 font-medium whitespace-nowrap ${name === 'request' || name === 'ready' ? WIDE : ''}`}
              >
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {longestOf(lanes.lanes, SHOWN).map(({ lane, index, stretch }) => (
            <tr key={`${lane} ${index}`} className="[&>td]:border-b [&>td]:border-line [&>td]:py-1.5 [&>td]:pr-3 [&>td]:whitespace-nowrap">
              <td>{`${(lanes.fromMs + stretch.fromUs / 1000).toFixed(2)}\u00a0ms`}</td>
              <td>{(lanes.lanes[lane]?.worker ?? 0) + 1}</td>
              <td className={WIDE}>{stretch.request > 0 ? stretch.request : loop('background')}</td>
              <td>{formatMs((stretch.toUs - stretch.fromUs) / 1000)}</td>
              <td>
                {stretch.place?.file && stretch.place.line !== null ? (
                  <PlaceButton file={stretch.place.file} line={stretch.place.line} onGoToLine={onGoToLine} />
                ) : (
                  '–'
                )}
              </td>
              <td className={stretch.hold ? 'text-saturated' : 'text-muted'}>{stretch.hold?.what ?? '–'}</td>
              <td className={WIDE}>{turnAt(lanes.lanes[lane]?.turns ?? [], stretch.fromUs)?.ready ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
