// Where the parts of the picture stand. Pure geometry in CSS pixels: those who ask on the left, those who answer on the
// right, each pool beside what it leads to. Narrow: the first three share a column.
import { MOST_GUESTS } from './condense.ts';
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

/** Five cards beside each other, each wide enough for its words. */
const WIDE_FROM = 800;
const ROW_GAP = 8;
const CHAIN_GAP = 20;
const END_HEIGHT = 58;
const CARD_HEIGHT = 90;
/** A database card has a second bar for its connections. */
const CONNECTIONS_HEIGHT = 34;
/** And a line for its locks, where something waited for them. */
const LOCKS_HEIGHT = 16;
/** Room for three cards, whether they are known yet or not: the picture is as high before, during and after a run. */
const HEIGHT_MIN = MOST_GUESTS * CARD_HEIGHT + (MOST_GUESTS - 1) * ROW_GAP;
const EDGE_MIN = 1.5;
const EDGE_MAX = 6;
const EDGE_UNKNOWN = 1.5;

export function layoutPicture(system: System, width: number): PictureLayout {
  const wide = width >= WIDE_FROM;
  const columns = wide ? 5 : 3;
  const gap = wide || width >= 600 ? 32 : width >= 420 ? 24 : 14;
  const cardWidth = (width - gap * (columns - 1)) / columns;
  const xOf = (column: number) => column * (cardWidth + gap);
  const placed = new Map<string, PlacedNode>();
  const place = (node: SystemNode, column: number, y: number) => {
    placed.set(node.id, { node, x: xOf(column), y, width: cardWidth, height: heightOf(node) });
  };

  const inRole = (...roles: readonly SystemNode['role'][]) => system.nodes.filter((node) => roles.includes(node.role));
  const chain = inRole('clients', 'balancer', 'workers');
  const backends = inRole('backend');
  const height = Math.max(
    HEIGHT_MIN,
    heightOfColumn(backends),
    heightOfColumn(inRole('guest')),
    wide ? Math.max(...chain.map(heightOf)) : heightOfChain(chain),
  );
  placeChain(chain, wide, height, place);
  placeBackends(backends, wide ? 4 : 2, height, place);
  placeGuests(system, wide ? 3 : 1, height, placed, place);

  return { width, height, nodes: [...placed.values()], edges: placeEdges(system.edges, placed, gap) };
}

export function heightOf(node: SystemNode): number {
  if (node.role === 'clients' || node.role === 'balancer') return END_HEIGHT;
  return CARD_HEIGHT + (node.connections === null ? 0 : CONNECTIONS_HEIGHT) + (node.locks === null ? 0 : LOCKS_HEIGHT);
}

type Place = (node: SystemNode, column: number, y: number) => void;

/** Clients, balancer, workers: beside each other or one under the other, in the middle of the height. */
function placeChain(chain: readonly SystemNode[], wide: boolean, height: number, place: Place): void {
  let y = (height - heightOfChain(chain)) / 2;
  for (const [index, node] of chain.entries()) {
    place(node, wide ? index : 0, wide ? (height - heightOf(node)) / 2 : y);
    y += heightOf(node) + CHAIN_GAP;
  }
}

function placeBackends(backends: readonly SystemNode[], column: number, height: number, place: Place): void {
  let y = (height - heightOfColumn(backends)) / 2;
  for (const backend of backends) {
    place(backend, column, y);
    y += heightOf(backend) + ROW_GAP;
  }
}

/** Each pool as near as it can be to what it leads to; what leads nowhere stands below. */
function placeGuests(system: System, column: number, height: number, placed: ReadonlyMap<string, PlacedNode>, place: Place): void {
  const wanted = system.nodes
    .filter((node) => node.role === 'guest')
    .map((node) => {
      const backend = system.edges.filter((edge) => edge.from === node.id).flatMap((edge) => placed.get(edge.to) ?? [])[0];
      return { node, y: backend === undefined ? height : backend.y + (backend.height - heightOf(node)) / 2 };
    })
    .sort((a, b) => a.y - b.y);
  // Down from what is above, then up from the lower edge.
  let top = 0;
  for (const guest of wanted) {
    guest.y = Math.max(guest.y, top);
    top = guest.y + heightOf(guest.node) + ROW_GAP;
  }
  let bottom = height;
  for (const guest of wanted.reverse()) {
    guest.y = Math.min(guest.y, bottom - heightOf(guest.node));
    bottom = guest.y - ROW_GAP;
    place(guest.node, column, guest.y);
  }
}

function heightOfColumn(nodes: readonly SystemNode[]): number {
  return nodes.reduce((sum, node) => sum + heightOf(node) + ROW_GAP, -ROW_GAP);
}

function heightOfChain(nodes: readonly SystemNode[]): number {
  return nodes.reduce((sum, node) => sum + heightOf(node) + CHAIN_GAP, -CHAIN_GAP);
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
