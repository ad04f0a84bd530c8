// The system as the picture can hold it: never more than three cards between the workers and what they call. Equal resources
// share a card first, then the least busy ones do; the table keeps them apart. Which ones share does not depend on the moment
// that is looked at, so nothing changes its place while time is scrubbed.
import type { NodeFigures, System, SystemEdge, SystemNode } from './system.ts';

export const MOST_GUESTS = 3;

export function condenseSystem(system: System): System {
  const guests = system.nodes.filter((node) => node.role === 'guest');
  if (guests.length <= MOST_GUESTS) return system;
  const groups = foldRest(groupEqual(guests));
  const idOf = new Map(groups.flatMap(({ card, members }) => members.map((member) => [member.id, card.id] as const)));
  const cards = groups.map(({ card }) => card);
  const before = system.nodes.filter((node) => node.role !== 'guest' && node.role !== 'backend');
  const after = system.nodes.filter((node) => node.role === 'backend');
  return { ...system, nodes: [...before, ...cards, ...after], edges: mergeEdges(system.edges, idOf) };
}

interface Group {
  readonly card: SystemNode;
  readonly members: readonly SystemNode[];
}

/** "httpx pool", "httpx pool 2", "httpx pool 3": the program makes the same thing again and again. */
function groupEqual(guests: readonly SystemNode[]): Group[] {
  const groups = new Map<string, SystemNode[]>();
  for (const guest of guests) {
    const key = `${guest.kind} ${baseName(guest)}`;
    groups.set(key, [...(groups.get(key) ?? []), guest]);
  }
  return [...groups.values()].map((members) => joinMembers(members, (first) => ({ kind: first.kind, name: baseName(first) })));
}

function baseName(node: SystemNode): string {
  return (node.name ?? '').replace(/ \d+$/, '');
}

/** The bottleneck and the busiest keep a card of their own, in the order in which they were; the rest shares the last one. */
function foldRest(groups: readonly Group[]): Group[] {
  if (groups.length <= MOST_GUESTS) return [...groups];
  const weightOf = ({ card }: Group) => (card.bottleneck ? 2 : card.rank);
  const kept = new Set([...groups].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST_GUESTS - 1));
  const rest = groups.filter((group) => !kept.has(group)).flatMap((group) => group.members);
  return [...groups.filter((group) => kept.has(group)), joinMembers(rest, () => ({ kind: 'others', name: null }))];
}

function joinMembers(members: readonly SystemNode[], look: (first: SystemNode) => Pick<SystemNode, 'kind' | 'name'>): Group {
  const [first] = members;
  if (first === undefined) throw new RangeError('A card stands for at least one resource.');
  const { kind, name } = look(first);
  if (members.length === 1 && kind === first.kind) return { card: first, members };
  const card: SystemNode = {
    ...first,
    id: `${kind}:${name ?? ''}:all`,
    kind,
    name,
    count: members.length,
    servers: null,
    perWorker: null,
    rank: Math.max(...members.map((member) => member.rank)),
    figures: joinFigures(members.flatMap((member) => member.figures ?? [])),
    bottleneck: members.some((member) => member.bottleneck),
  };
  return { card, members };
}

/** The busiest one's load and wait, and the lines and errors of all. */
function joinFigures(figures: readonly NodeFigures[]): NodeFigures | null {
  const busiest = [...figures].sort((a, b) => b.utilisation - a.utilisation || (b.meanWaitMs ?? 0) - (a.meanWaitMs ?? 0))[0];
  if (busiest === undefined) return null;
  const sum = (of: (figure: NodeFigures) => number) => figures.reduce((total, figure) => total + of(figure), 0);
  return { ...busiest, queue: sum((figure) => figure.queue), errors: sum((figure) => figure.errors) };
}

/** Edges that become one line share the figure with fewer others than before. */
function mergeEdges(edges: readonly SystemEdge[], idOf: ReadonlyMap<string, string>): SystemEdge[] {
  const merged = new Map<string, SystemEdge>();
  for (const edge of edges) {
    const from = idOf.get(edge.from) ?? edge.from;
    const to = idOf.get(edge.to) ?? edge.to;
    const same = merged.get(`${from} ${to}`);
    const joined = same === undefined ? edge : { rps: same.rps ?? edge.rps, among: Math.max(1, same.among - 1) };
    merged.set(`${from} ${to}`, { ...joined, from, to });
  }
  return [...merged.values()];
}
