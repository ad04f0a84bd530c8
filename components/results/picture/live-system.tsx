'use client';

import { Table2, Workflow } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatRps, formatShare } from '../format.ts';
import { SectionTitle } from '../section-title.tsx';
import { condenseSystem } from './condense.ts';
import flow from './flow.module.css';
import { layoutPicture } from './layout.ts';
import { NodeCard, useNodeName } from './node-card.tsx';
import { Scrubber } from './scrubber.tsx';
import { describeSystem, type System, type SystemSource } from './system.ts';
import { SystemTable } from './system-table.tsx';
import { useWidth } from './use-width.ts';

/** What the picture is laid out for, unseen, until its width is known. */
const TYPICAL_WIDTH = 480;

export interface LiveSystemProps {
  readonly source: SystemSource;
  /** Requests answered so far in the stage that runs now; null otherwise. */
  readonly answered: number | null;
  readonly running: boolean;
  readonly onBucket: (bucket: number | null) => void;
}

/** The running system as a picture that can be scrubbed along virtual time, or as a table. */
export function LiveSystem({ source, answered, running, onBucket }: LiveSystemProps) {
  const t = useTranslations('results.picture');
  const [asTable, setAsTable] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [ref, width] = useWidth<HTMLDivElement>();
  const system = describeSystem(source);
  const picture = condenseSystem(system);
  const layout = layoutPicture(picture, width ?? TYPICAL_WIDTH);
  const buckets = source.stage === null ? 0 : (source.resources?.[0]?.series.utilisation.length ?? 0);
  const summary = useSummary(system, source);
  const { simulated, count } = source.scale;

  return (
    <section aria-labelledby="results-system">
      <SectionTitle
        id="results-system"
        aside={
          <Button
            size="small"
            look="quiet"
            className="-mr-2"
            icon={asTable ? <Workflow size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? t('asPicture') : t('asTable')}
          </Button>
        }
      >
        {t('title')}
      </SectionTitle>
      <div ref={ref} className="pt-1">
        {!asTable && (
          <div
            role="img"
            aria-label={summary}
            className={`relative overflow-x-clip ${width === null ? 'invisible' : ''}`}
            style={{ height: layout.height }}
          >
            <div aria-hidden="true">
              <svg className="absolute inset-0 overflow-visible" width={layout.width} height={layout.height} fill="none">
                <title>{summary}</title>
                {layout.edges.map(({ edge, path, strokeWidth }) => (
                  <g key={`${edge.from} ${edge.to}`}>
                    <path
                      d={path}
                      stroke="var(--color-line-strong)"
                      strokeOpacity={0.45}
                      style={{ strokeWidth, transition: 'stroke-width 200ms' }}
                    />
                    {(running || playing) && (
                      <path d={path} className={flow.flow} stroke="var(--color-accent)" strokeWidth={Math.max(1.5, strokeWidth * 0.6)} />
                    )}
                  </g>
                ))}
              </svg>
              {layout.nodes.map((placed) => (
                <NodeCard key={placed.node.id} placed={placed} traffic={system.traffic} scale={source.scale} answered={answered} />
              ))}
            </div>
          </div>
        )}
        <SystemTable system={system} picture={picture} scale={source.scale} hidden={!asTable} />
      </div>
      <div className="mt-2">
        <Scrubber buckets={buckets} bucket={source.bucket} onChange={onBucket} onPlaying={setPlaying} />
      </div>
      <p className="mt-1 text-xs text-pretty text-muted">
        {simulated === count ? t('scaleFull', { count }) : t('scale', { simulated, count, ratio: count / simulated })}
        {asTable && ` ${t('flow')}`}
      </p>
    </section>
  );
}

/** The picture in a sentence. */
function useSummary(system: System, source: SystemSource): string {
  const t = useTranslations('results.picture');
  const locale = useLocale();
  const nameOf = useNodeName();
  const measured = system.nodes.filter((node) => node.figures !== null);
  const busiest = [...measured].sort((a, b) => (b.figures?.utilisation ?? 0) - (a.figures?.utilisation ?? 0))[0];
  const bottleneck = system.nodes.find((node) => node.bottleneck);
  return t('summary', {
    stage: source.offeredRps === null ? t('summaryIdle') : t('summaryStage', { rps: formatRps(source.offeredRps) }),
    busiest: busiest?.figures ? `${nameOf(busiest)} ${formatShare(busiest.figures.utilisation, locale)}` : t('summaryNone'),
    bottleneck: bottleneck ? t('summaryBottleneck', { name: nameOf(bottleneck) }) : t('summaryNoBottleneck'),
  });
}
