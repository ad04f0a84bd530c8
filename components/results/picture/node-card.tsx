import {
  CircleCheck,
  CircleMinus,
  Cloud,
  Cpu,
  Database,
  Flame,
  Gauge,
  Layers,
  LayoutGrid,
  ListOrdered,
  Lock,
  type LucideIcon,
  Network,
  Plug,
  Rows3,
  TriangleAlert,
  Users,
  Waypoints,
  Zap,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { formatMs, formatQuantity, formatRate, formatRps, formatShare } from '../format.ts';
import { LEVEL_TEXT, type LoadLevel } from '../load-level.ts';
import type { PlacedNode } from './layout.ts';
import { LoadBar } from './load-bar.tsx';
import type { NodeKind, SystemNode, Traffic } from './system.ts';

const KIND_ICONS: Readonly<Record<NodeKind, LucideIcon>> = {
  clients: Users,
  balancer: Network,
  loop: Cpu,
  threads: Rows3,
  processes: Cpu,
  pool: Layers,
  lock: Lock,
  semaphore: Waypoints,
  queue: ListOrdered,
  others: LayoutGrid,
  database: Database,
  cache: Zap,
  service: Cloud,
};
const LEVEL_ICONS: Readonly<Record<LoadLevel, LucideIcon>> = { idle: CircleMinus, healthy: CircleCheck, busy: Gauge, saturated: Flame };

/** Narrower cards leave the room to the name. */
const ICON_FROM = 120;

export interface NodeCardProps {
  readonly placed: PlacedNode;
  readonly traffic: Traffic;
  readonly scale: { readonly simulated: number; readonly count: number };
  /** Requests answered so far, while the stage runs. */
  readonly answered: number | null;
}

/** One part of the system. Seen only: the same facts are in the table for those who listen. */
export function NodeCard({ placed, traffic, scale, answered }: NodeCardProps) {
  const t = useTranslations('results.picture');
  const { node, x, y, width, height } = placed;
  const end = node.role === 'clients' || node.role === 'balancer';
  const Icon = KIND_ICONS[node.kind];
  const name = useNodeName()(node);
  return (
    <div
      className={`absolute rounded border py-1 text-xs tabular-nums transition-[border-color,box-shadow] duration-200 ${width >= ICON_FROM ? 'px-2' : 'px-1.5'} ${node.bottleneck ? 'border-saturated bg-raised shadow-[0_0_0_3px_var(--color-saturated-soft)]' : 'border-line bg-raised'}`}
      style={{ left: x, top: y, width, height }}
    >
      {node.bottleneck && (
        <span className="absolute -top-2.5 right-1.5 rounded-[3px] bg-saturated px-1 leading-4 font-medium text-bg">{t('bottleneck')}</span>
      )}
      <p className="flex items-center gap-1.5 font-medium" title={name}>
        {width >= ICON_FROM && <Icon size={12} aria-hidden className="shrink-0 text-muted" />}
        <span className="truncate">{name}</span>
      </p>
      {end ? (
        <EndLines node={node} traffic={traffic} answered={answered} roomy={width >= ICON_FROM} />
      ) : (
        <LoadLines node={node} scale={scale} roomy={width >= ICON_FROM} />
      )}
    </div>
  );
}

/** What the node is called; resources of the program have the names that the program gives them. */
export function useNodeName(): (node: SystemNode) => string {
  const t = useTranslations('results.picture');
  return (node) => {
    if (node.kind === 'clients' || node.kind === 'balancer' || node.kind === 'loop' || node.kind === 'database' || node.kind === 'cache')
      return t(node.kind);
    if (node.kind === 'others') return t('others', { count: node.count });
    const name = node.name ?? t(`kind.${node.kind}`);
    return node.count > 1 ? t('several', { name, count: node.count }) : name;
  };
}

interface EndLinesProps {
  readonly node: SystemNode;
  readonly traffic: Traffic;
  readonly answered: number | null;
  readonly roomy: boolean;
}

function EndLines({ node, traffic, answered, roomy }: EndLinesProps) {
  const t = useTranslations('results.picture');
  const { offeredRps, throughputRps, latencyMs, latencyIsP99, open } = traffic;
  const moment = throughputRps !== null && !latencyIsP99;
  const rate = (rps: number) => (roomy ? formatRps(rps) : `${formatRate(rps)}/s`);
  const lines =
    node.kind === 'clients'
      ? [
          offeredRps === null ? null : t(moment ? 'arriving' : 'offered', { value: rate(offeredRps) }),
          latencyMs === null ? null : t(latencyIsP99 ? 'p99' : 'mean', { value: formatMs(latencyMs) }),
        ]
      : [
          throughputRps !== null
            ? t('served', { value: rate(throughputRps) })
            : answered === null
              ? null
              : t('answered', { value: formatQuantity(answered) }),
          open === null ? null : t('open', { value: formatQuantity(open) }),
        ];
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two fixed lines.
    <p key={index} className="h-4 truncate text-muted">
      {line ?? '–'}
    </p>
  ));
}

interface LoadLinesProps {
  readonly node: SystemNode;
  readonly scale: NodeCardProps['scale'];
  /** Wide enough for the word of the level beside its sign. */
  readonly roomy: boolean;
}

function LoadLines({ node, scale, roomy }: LoadLinesProps) {
  const t = useTranslations('results.picture');
  const l = useTranslations('results.level');
  const locale = useLocale();
  const { figures, connections, locks } = node;
  const LevelIcon = figures && LEVEL_ICONS[figures.level];
  return (
    <>
      <p className="h-4 truncate text-muted">{describeServers(node, scale, t)}</p>
      <span className="my-1 block">
        <LoadBar utilisation={figures?.utilisation ?? null} />
      </span>
      <p className={`flex h-4 items-center gap-1 font-medium ${figures ? LEVEL_TEXT[figures.level] : 'text-muted'}`}>
        {LevelIcon && <LevelIcon size={12} aria-hidden className="shrink-0" />}
        <span className="truncate">
          {figures
            ? roomy
              ? `${formatShare(figures.utilisation, locale)} ${l(figures.level)}`
              : formatShare(figures.utilisation, locale)
            : '–'}
        </span>
      </p>
      <p className="h-4 truncate text-muted">{figures && <Waiting node={node} />}</p>
      {connections && (
        <>
          <span className="mt-1.5 mb-1 block">
            <LoadBar utilisation={connections.utilisation} thin />
          </span>
          <p className="flex h-4 items-center gap-1 text-muted">
            <Plug size={12} aria-hidden className="shrink-0" />
            <span className="truncate">
              <Connections connections={connections} roomy={roomy} />
            </span>
          </p>
        </>
      )}
      {locks && (
        <p className="flex h-4 items-center gap-1 text-muted">
          <Lock size={12} aria-hidden className="shrink-0" />
          <span className="truncate">
            {locks.meanWaitMs === null
              ? t('lockQueue', { value: formatQuantity(locks.queue) })
              : t('lockWait', { value: formatMs(locks.meanWaitMs) })}
          </span>
        </p>
      )}
    </>
  );
}

function Connections({ connections, roomy }: { readonly connections: NonNullable<SystemNode['connections']>; readonly roomy: boolean }) {
  const t = useTranslations('results.picture');
  const locale = useLocale();
  const { servers, utilisation, errors } = connections;
  if (errors > 0) return <Errors count={errors} />;
  const count = formatQuantity(servers);
  if (utilisation === null) return roomy ? t('connectionsOf', { count }) : count;
  const share = formatShare(utilisation, locale);
  return roomy ? `${share} ${t('connections')}` : t('connectionsShare', { share, count });
}

function Waiting({ node }: { readonly node: SystemNode }) {
  const t = useTranslations('results.picture');
  const { figures } = node;
  if (figures === null) return null;
  if (figures.errors > 0) return <Errors count={figures.errors} of={node.kind === 'loop' ? 'killed' : 'errors'} />;
  return figures.meanWaitMs === null
    ? t('queue', { value: formatQuantity(figures.queue) })
    : t('wait', { value: formatMs(figures.meanWaitMs) });
}

function Errors({ count, of = 'errors' }: { readonly count: number; readonly of?: 'errors' | 'killed' }) {
  const t = useTranslations('results.picture');
  return (
    <span className="inline-flex items-center gap-1 text-saturated">
      <TriangleAlert size={12} aria-hidden className="shrink-0" />
      {t(of, { value: formatQuantity(count) })}
    </span>
  );
}

type PictureText = ReturnType<typeof useTranslations<'results.picture'>>;

/** What there is of it: cores, slots, places per worker. */
export function describeServers(node: SystemNode, scale: NodeCardProps['scale'], t: PictureText): string {
  if (node.kind === 'loop') return t('workersOf', scale);
  if (node.count > 1) return t('busiest');
  if (node.servers === null) return '';
  if (node.perWorker !== null) return t('perWorker', { count: formatQuantity(node.perWorker) });
  return node.kind === 'database' ? t('cores', { count: node.servers }) : t('slots', { count: formatQuantity(node.servers) });
}
