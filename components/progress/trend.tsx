import { useTranslations } from 'next-intl';
import type { Run } from '../runs/run-record.ts';

const WIDTH = 88;
const HEIGHT = 24;
const PAD = 3;
const LAST = 20;

/** The scores of the last runs as a line, on the whole scale from 0 to 100. */
export function Trend({ runs }: { readonly runs: readonly Pick<Run, 'score' | 'id'>[] }) {
  const t = useTranslations('progress.programs');
  const shown = runs.slice(-LAST);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return null;
  const x = (index: number) => (shown.length === 1 ? WIDTH - PAD : PAD + (index * (WIDTH - 2 * PAD)) / (shown.length - 1));
  const y = (score: number) => HEIGHT - PAD - (score / 100) * (HEIGHT - 2 * PAD);
  return (
    <svg
      role="img"
      aria-label={t('trendSpoken', { count: shown.length, first: first.score, last: last.score })}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0"
    >
      <line x1={PAD} x2={WIDTH - PAD} y1={HEIGHT - PAD + 0.5} y2={HEIGHT - PAD + 0.5} className="stroke-line" />
      <polyline
        points={shown.map((run, index) => `${x(index)},${y(run.score)}`).join(' ')}
        fill="none"
        strokeWidth={1.5}
        strokeLinejoin="round"
        className="stroke-line-strong"
      />
      <circle cx={x(shown.length - 1)} cy={y(last.score)} r={2.5} className="fill-accent" />
    </svg>
  );
}
