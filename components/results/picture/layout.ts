// Where the parts of the picture stand. Pure geometry in CSS pixels: those who ask on the left, those who answer on the
// right, each backend on a lane of its own behind the pool that leads to it. Narrow: the first three share a column.
import type { System, SystemEdge, SystemNode } from './system.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: SystemNode;
}

export interface PlacedEdge {
  readonly edge: SystemEdge;
  /** SVG path. */
  readonly path: string;
  readonly strokeWidth: number;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const WIDE_FROM = 640;
const ROW_GAP = 12;
const END_HEIGHT = 62;
const CARD_HEIGHT = 94;
/** A database card has a second bar for its connections. */
const CONNECTIONS_HEIGHT = 34;
const EDGE_MIN = 1.5;
const EDGE_MAX = 6;
const EDGE_UNKNOWN = 1.5;

export function layoutPicture(system: System, width: number): PictureLayout {
  const wide = width >= WIDE_FROM;
  const columns = wide ? 5 : 3;
  const gap = wide ? 32 : width >= 420 ? 24 : 16;
  const cardWidth = (width - gap * (columns - 1)) / columns;
  const xOf = (column: number) => column * (cardWidth + gap);
  const placed = new Map<string, PlacedNode>();
  const place = (node: SystemNode, column: number, y: number) => {
    placed.set(node.id, { node, x: xOf(column), y, width: cardWidth, height: heightOf(node) });
  };

  const lanesHeight = placeLanes(system, wide ? 3 : 1, place);
  const chain = system.nodes.filter((node) => node.role === 'clients' || node.role === 'balancer' || node.role === 'workers');
  const chainHeight = chain.reduce((sum, node) => sum + heightOf(node), 0) + ROW_GAP * 2 * (chain.length - 1);
  const height = wide ? Math.max(lanesHeight, CARD_HEIGHT) : Math.max(lanesHeight, chainHeight);
  placeChain(chain, wide, height, place);

  return { width, height, nodes: [...placed.values()], edges: placeEdges(system.edges, placed, gap) };
}

export function heightOf(node: SystemNode): number {
  if (node.role === 'clients' || node.role === 'balancer') return END_HEIGHT;
  return CARD_HEIGHT + (node.connections === null ? 0 : CONNECTIONS_HEIGHT);
}

type Place = (node: SystemNode, column: number, y: number) => void;

/** Clients, balancer, workers: beside each other in the middle, or one under the other from the top. */
function placeChain(chain: readonly SystemNode[], wide: boolean, height: number, place: Place): void {
  let y = 0;
  for (const [index, node] of chain.entries()) {
    place(node, wide ? index : 0, wide ? (height - heightOf(node)) / 2 : y);
    y += heightOf(node) + ROW_GAP * 2;
  }
}

/** One lane per backend, with the pools that lead to it first; then what leads nowhere. Gives the height of all. */
function placeLanes(system: System, column: number, place: Place): number {
  const guests = system.nodes.filter((node) => node.role === 'guest');
  const taken = new Set<string>();
  let y = 0;
  for (const backend of system.nodes.filter((node) => node.role === 'backend')) {
    const pools = guests.filter(
      (guest) => !taken.has(guest.id) && system.edges.some((edge) => edge.from === guest.id && edge.to === backend.id),
    );
    const poolsHeight = pools.reduce((sum, pool) => sum + heightOf(pool) + ROW_GAP, -ROW_GAP);
    const laneHeight = Math.max(heightOf(backend), poolsHeight);
    let poolY = y + (laneHeight - Math.max(0, poolsHeight)) / 2;
    for (const pool of pools) {
      taken.add(pool.id);
      place(pool, column, poolY);
      poolY += heightOf(pool) + ROW_GAP;
    }
    place(backend, column + 1, y + (laneHeight - heightOf(backend)) / 2);
    y += laneHeight + ROW_GAP;
  }
  for (const guest of guests) {
    if (taken.has(guest.id)) continue;
    place(guest, column, y);
    y += heightOf(guest) + ROW_GAP;
  }
  return Math.max(0, y - ROW_GAP);
}

function placeEdges(edges: readonly SystemEdge[], placed: ReadonlyMap<string, PlacedNode>, gap: number): PlacedEdge[] {
  const largest = Math.max(1, ...edges.map((edge) => edge.rps ?? 0));
  return edges.flatMap((edge) => {
    const from = placed.get(edge.from);
    const to = placed.get(edge.to);
    return from && to ? [{ edge, path: drawEdge(from, to, gap), strokeWidth: widthOfEdge(edge.rps, largest) }] : [];
  });
}

/** Logarithmic: a tenfold throughput is a visible step, not a tenfold line. */
export function widthOfEdge(rps: number | null, largest: number): number {
  if (rps === null) return EDGE_UNKNOWN;
  return EDGE_MIN + (EDGE_MAX - EDGE_MIN) * (Math.log1p(rps) / Math.log1p(largest));
}

/** Down within a column, else from the right side to the left side; past a free place on its lane if it skips a column. */
function drawEdge(from: Box, to: Box, gap: number): string {
  const round = (value: number) => Math.round(value * 10) / 10;
  if (from.x === to.x) {
    const x = round(from.x + from.width / 2);
    return `M${x} ${round(from.y + from.height)}V${round(to.y)}`;
  }
  const x1 = round(from.x + from.width);
  const y1 = round(from.y + from.height / 2);
  const x2 = round(to.x);
  const y2 = round(to.y + to.height / 2);
  const bend = round(from.x + from.width + gap);
  const middle = round(x1 + gap / 2);
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${bend} ${y2}${bend < x2 ? `H${x2}` : ''}`;
}
