import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { formatMs, formatQuantity, formatRps, formatShare } from '../format.ts';
import { describeServers, useNodeName } from './node-card.tsx';
import type { System, SystemNode } from './system.ts';

export interface SystemTableProps {
  readonly system: System;
  /** As in the picture: where parts share a card, their flow is known only together. */
  readonly picture: System;
  readonly scale: { readonly simulated: number; readonly count: number };
  readonly hidden: boolean;
}

/** The facts of the picture as tables: for screen readers always, for everybody on request. */
export const SystemTable = memo(function SystemTable({ system, picture, scale, hidden }: SystemTableProps) {
  const t = useTranslations('results.picture');
  const h = useTranslations('results.picture.table');
  const nameOf = useNodeName();
  const names = new Map([...system.nodes, ...picture.nodes].map((node) => [node.id, nameOf(node)]));
  const { traffic } = system;
  const moment = !traffic.latencyIsP99;
  return (
    <div className={hidden ? 'sr-only' : 'overflow-x-auto'} tabIndex={hidden ? -1 : 0}>
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="sr-only">{h('caption')}</caption>
        <thead className="text-muted">
          <tr>
            {[h('part'), h('servers'), h('busy'), h('state'), h('wait'), moment ? h('queueNow') : h('queue'), h('errors')].map(
              (head, index) => (
                <th
                  key={head}
                  scope="col"
                  className={`border-b border-line py-1.5 pr-3 font-medium whitespace-nowrap ${index > 1 && index !== 3 ? 'text-right' : ''}`}
                >
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {system.nodes
            .filter((node) => node.role !== 'clients' && node.role !== 'balancer')
            .flatMap((node) => [
              <NodeRow key={node.id} node={node} name={names.get(node.id) ?? ''} servers={describeServers(node, scale, t)} />,
              ...(node.connections
                ? [
                    <ConnectionsRow
                      key={`${node.id} connections`}
                      connections={node.connections}
                      name={`${names.get(node.id)}, ${t('connections')}`}
                    />,
                  ]
                : []),
              ...(node.locks
                ? [<LocksRow key={`${node.id} locks`} locks={node.locks} name={`${names.get(node.id)}, ${t('locks')}`} />]
                : []),
            ])}
        </tbody>
      </table>
      <table className="mt-4 w-full text-left text-xs tabular-nums">
        <caption className="pb-1 text-left text-muted">{h('flows')}</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="border-b border-line py-1.5 pr-3 font-medium">
              {h('from')}
            </th>
            <th scope="col" className="border-b border-line py-1.5 pr-3 font-medium">
              {h('to')}
            </th>
            <th scope="col" className="border-b border-line py-1.5 text-right font-medium">
              {h('flow')}
            </th>
          </tr>
        </thead>
        <tbody>
          {picture.edges.map((edge) => (
            <tr key={`${edge.from} ${edge.to}`}>
              <td className="border-b border-line py-1.5 pr-3">{names.get(edge.from)}</td>
              <td className="border-b border-line py-1.5 pr-3">{names.get(edge.to)}</td>
              <td className="border-b border-line py-1.5 text-right">{edge.rps === null || edge.among > 1 ? '–' : formatRps(edge.rps)}</td>
            </tr>
          ))}
          <tr>
            <td className="border-b border-line py-1.5 pr-3" colSpan={2}>
              {h('served')}
            </td>
            <td className="border-b border-line py-1.5 text-right">
              {traffic.throughputRps === null ? '–' : formatRps(traffic.throughputRps)}
            </td>
          </tr>
          <tr>
            <td className="py-1.5 pr-3" colSpan={2}>
              {h('open')}
            </td>
            <td className="py-1.5 text-right">{traffic.open === null ? '–' : formatQuantity(traffic.open)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
});

function NodeRow({ node, name, servers }: { readonly node: SystemNode; readonly name: string; readonly servers: string }) {
  const t = useTranslations('results.picture');
  const l = useTranslations('results.level');
  const locale = useLocale();
  const { figures } = node;
  return (
    <tr>
      <th scope="row" className="border-b border-line py-1.5 pr-3 font-medium">
        {name}
        {node.bottleneck && <span className="text-saturated"> ({t('bottleneck')})</span>}
      </th>
      <Cell>{servers}</Cell>
      <Cell right>{figures ? formatShare(figures.utilisation, locale) : '–'}</Cell>
      <Cell>{figures ? l(figures.level) : '–'}</Cell>
      <Cell right>{figures?.meanWaitMs == null ? '–' : formatMs(figures.meanWaitMs)}</Cell>
      <Cell right>{figures ? formatQuantity(figures.queue) : '–'}</Cell>
      <Cell right>{figures ? formatQuantity(figures.errors) : '–'}</Cell>
    </tr>
  );
}

function ConnectionsRow({ connections, name }: { readonly connections: NonNullable<SystemNode['connections']>; readonly name: string }) {
  const locale = useLocale();
  return (
    <tr>
      <th scope="row" className="border-b border-line py-1.5 pr-3 font-medium">
        {name}
      </th>
      <Cell>{formatQuantity(connections.servers)}</Cell>
      <Cell right>{connections.utilisation === null ? '–' : formatShare(connections.utilisation, locale)}</Cell>
      <Cell>–</Cell>
      <Cell right>–</Cell>
      <Cell right>–</Cell>
      <Cell right>{formatQuantity(connections.errors)}</Cell>
    </tr>
  );
}

function LocksRow({ locks, name }: { readonly locks: NonNullable<SystemNode['locks']>; readonly name: string }) {
  return (
    <tr>
      <th scope="row" className="border-b border-line py-1.5 pr-3 font-medium">
        {name}
      </th>
      <Cell>–</Cell>
      <Cell right>–</Cell>
      <Cell>–</Cell>
      <Cell right>{locks.meanWaitMs === null ? '–' : formatMs(locks.meanWaitMs)}</Cell>
      <Cell right>{formatQuantity(locks.queue)}</Cell>
      <Cell right>–</Cell>
    </tr>
  );
}

function Cell({ children, right = false }: { readonly children: ReactNode; readonly right?: boolean }) {
  return <td className={`border-b border-line py-1.5 pr-3 whitespace-nowrap ${right ? 'text-right' : ''}`}>{children}</td>;
}
