'use client';

import { Table2, Workflow } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatRps, formatShare } from '../format.ts';
import { useBucket } from '../moment/use-moment.ts';
import { SectionTitle } from '../section-title.tsx';
import { condenseSystem } from './condense.ts';
import { Flows } from './flows.tsx';
import { layoutPicture } from './layout.ts';
import { NodeCard, useNodeName } from './node-card.tsx';
import { describeSystem, type System, type SystemSource } from './system.ts';
import { SystemTable, type SystemTableProps } from './system-table.tsx';
import { useRested } from './use-rested.ts';
import { useWidth } from './use-width.ts';

/** What the picture is laid out for, unseen, until its width is known. */
const TYPICAL_WIDTH = 480;
const REST_MS = 300;

export interface LiveSystemProps {
  readonly source: SystemSource;
  /** Requests answered so far in the stage that runs now; null otherwise. */
  readonly answered: number | null;
  readonly running: boolean;
}

/** The running system at the chosen moment, as a picture or as a table. */
export function LiveSystem({ source, answered, running }: LiveSystemProps) {
  const t = useTranslations('results.picture');
  const [asTable, setAsTable] = useState(false);
  // Drawing the system takes longer than moving the slider: it may come a frame later, and must not hold it up.
  const bucket = useDeferredValue(useBucket());
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
      <SystemAt source={source} bucket={bucket} answered={answered} running={running} asTable={asTable} />
      <p className="mt-2 text-xs text-pretty text-muted">
        {simulated === count ? t('scaleFull', { count }) : t('scale', { simulated, count, ratio: count / simulated })}
        {asTable && ` ${t('flow')}`}
      </p>
    </section>
  );
}

interface SystemAtProps extends LiveSystemProps {
  readonly bucket: number | null;
  readonly asTable: boolean;
}

const SystemAt = memo(function SystemAt({ source: whole, bucket, answered, running, asTable }: SystemAtProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const facts = useMemo(() => {
    const system = describeSystem({ ...whole, bucket });
    return { system, picture: condenseSystem(system) };
  }, [whole, bucket]);
  const { system, picture } = facts;
  const layout = layoutPicture(picture, width ?? TYPICAL_WIDTH);
  const summary = useSummary(system, whole);
  return (
    <div ref={ref} className="pt-1">
      {!asTable && (
        <div
          role="img"
          aria-label={summary}
          className={`relative overflow-x-clip ${width === null ? 'invisible' : ''}`}
          style={{ height: layout.height }}
        >
          <div aria-hidden="true">
            <Flows layout={layout} summary={summary} stage={whole.stage} running={running} />
            {layout.nodes.map((placed) => (
              <NodeCard key={placed.node.id} placed={placed} traffic={system.traffic} scale={whole.scale} answered={answered} />
            ))}
          </div>
        </div>
      )}
      {asTable || bucket === null ? (
        <SystemTable {...facts} scale={whole.scale} hidden={!asTable} />
      ) : (
        <UnseenTable facts={facts} scale={whole.scale} />
      )}
    </div>
  );
});

interface UnseenTableProps {
  readonly facts: Pick<SystemTableProps, 'system' | 'picture'>;
  readonly scale: SystemTableProps['scale'];
}

/** For who listens: it follows when the moment rests, since nobody can hear sixty tables a second. */
function UnseenTable({ facts, scale }: UnseenTableProps) {
  const { system, picture } = useRested(facts, REST_MS);
  return <SystemTable system={system} picture={picture} scale={scale} hidden />;
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
