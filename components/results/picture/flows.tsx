'use client';

import { useMemo, useRef } from 'react';
import type { StageReport } from '#judge/report.ts';
import { LEVEL_COLOUR } from '../load-level.ts';
import { useDrawnMoment, useOfMoment } from '../moment/use-moment.ts';
import flow from './flow.module.css';
import { flowPhaseOf } from './flow-phase.ts';
import type { PictureLayout } from './layout.ts';
import type { SystemNode } from './system.ts';

export interface FlowsProps {
  readonly layout: PictureLayout;
  readonly summary: string;
  /** The recording that the flow is drawn from; null while there is none. */
  readonly stage: StageReport | null;
  /** The stage runs now: what flows moves by itself. */
  readonly running: boolean;
}

/** What flows between the parts: wider with more operations, in the colour of what it leads to, moved by virtual time. */
export function Flows({ layout, summary, stage, running }: FlowsProps) {
  const svg = useRef<SVGSVGElement>(null);
  const chosen = useOfMoment(({ atMs }) => atMs !== null);
  const phaseOf = useMemo(() => (stage === null ? null : flowPhaseOf(stage)), [stage]);
  useDrawnMoment(({ atMs }) => {
    if (!svg.current || phaseOf === null || atMs === null) return;
    const { arrived, answered } = phaseOf(atMs);
    svg.current.style.setProperty('--arrived', `${-arrived}px`);
    svg.current.style.setProperty('--answered', `${-answered}px`);
  });
  const nodes = new Map(layout.nodes.map(({ node }) => [node.id, node]));
  const moved = !running && chosen && phaseOf !== null;
  return (
    <svg ref={svg} className="absolute inset-0 overflow-visible" width={layout.width} height={layout.height} fill="none">
      <title>{summary}</title>
      {layout.edges.map(({ edge, path, strokeWidth }) => {
        const colour = colourOf(nodes.get(edge.to));
        const answers = nodes.get(edge.from)?.role !== 'clients' && nodes.get(edge.from)?.role !== 'balancer';
        return (
          <g key={`${edge.from} ${edge.to}`}>
            <path
              d={path}
              stroke={colour ?? 'var(--color-line-strong)'}
              strokeOpacity={colour ? 0.6 : 0.45}
              style={{ strokeWidth, transition: 'stroke-width 200ms' }}
            />
            {(running || moved) && (
              <path
                d={path}
                className={running ? flow.running : answers ? flow.answered : flow.arrived}
                stroke={colour ?? 'var(--color-accent)'}
                strokeWidth={Math.max(1.5, strokeWidth * 0.6)}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Lines are coloured where that says something: to what is busy or saturated. */
function colourOf(node: SystemNode | undefined): string | null {
  const level = node?.figures?.level;
  return level === 'busy' || level === 'saturated' ? LEVEL_COLOUR[level].strong : null;
}
