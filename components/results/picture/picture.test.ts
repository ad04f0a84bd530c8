import { describe, expect, it } from 'vitest';
import type { World } from '#engine/world/world.ts';
import type { ResourceReport } from '#judge/report.ts';
import { REFERENCE_REPORT, STARTER_REPORT } from '../testing/fixture-report.ts';
import { condenseSystem } from './condense.ts';
import { type Box, heightOf, layoutPicture, widthOfEdge } from './layout.ts';
import { describeSystem, describeWorld, type System, type SystemSource } from './system.ts';

const STAGE = 1;
const WORLD = {
  workers: { count: 32 },
  database: { cores: 64, maxConnections: 600 },
  services: [{ baseUrl: 'http://pricing.test', concurrency: 5000 }],
} as unknown as World;

function source(changes: Partial<SystemSource> = {}): SystemSource {
  return {
    scale: STARTER_REPORT.scale,
    offeredRps: 5000,
    stage: STARTER_REPORT.stages[STAGE] ?? null,
    resources: STARTER_REPORT.stageResources[STAGE] ?? null,
    structure: [],
    traces: STARTER_REPORT.traces.filter((trace) => trace.stage === STAGE),
    bottleneck: 'asyncpg pool',
    bucket: null,
    inFlight: null,
    ...changes,
  };
}
const nodeOf = (changes: Partial<SystemSource>, id: string) => describeSystem(source(changes)).nodes.find((node) => node.id === id);
const edgeOf = (changes: Partial<SystemSource>, from: string, to: string) =>
  describeSystem(source(changes)).edges.find((edge) => edge.from === from && edge.to === to);

describe('the system', () => {
  it('runs from the clients to the backends', () => {
    const { nodes } = describeSystem(source());
    expect(nodes.map((node) => node.role)).toEqual(['clients', 'balancer', 'workers', 'guest', 'guest', 'guest', 'backend', 'backend']);
  });

  it('marks only the resource that gives way first', () => {
    const { nodes } = describeSystem(source());
    expect(nodes.filter((node) => node.bottleneck).map((node) => node.name)).toEqual(['asyncpg pool']);
    expect(describeSystem(source({ bottleneck: null })).nodes.some((node) => node.bottleneck)).toBe(false);
  });

  it('counts pools per worker and folds connections into the database', () => {
    expect(nodeOf({}, 'pool:asyncpg pool')).toMatchObject({
      servers: 320,
      perWorker: 10,
      figures: { level: 'saturated', meanWaitMs: 380, queue: 6720 },
    });
    expect(nodeOf({}, 'database:database')?.connections).toMatchObject({ servers: 600, utilisation: 0.53 });
    expect(nodeOf({}, 'connections:connections')).toBeUndefined();
    expect(nodeOf({ bottleneck: 'connections' }, 'database:database')?.bottleneck).toBe(true);
  });

  it('tells of the locks of the database where statements waited for rows, and glows there', () => {
    const [first] = STARTER_REPORT.resources;
    const rows = { ...(first as ResourceReport), name: 'row locks', kind: 'rows', meanWaitMs: 71, maxQueue: 40 };
    const resources = [...STARTER_REPORT.resources, rows];
    const locked = nodeOf({ resources, bottleneck: 'row locks' }, 'database:database');
    expect(locked).toMatchObject({ locks: { meanWaitMs: 71, queue: 40 }, bottleneck: true });
    expect(nodeOf({ resources, bucket: 3 }, 'database:database')?.locks?.meanWaitMs).toBeNull();
    expect(nodeOf({}, 'database:database')?.locks).toBeNull();
  });

  it('leads a pool of redis to the cache, and counts what requests ask of it', () => {
    const resource = (name: string, kind: string) => ({ ...(STARTER_REPORT.resources[0] as ResourceReport), name, kind, servers: 1 });
    const resources = [resource('event loop', 'loop'), resource('redis pool', 'pool'), resource('cache', 'cache')];
    const trace = STARTER_REPORT.traces[0] as (typeof STARTER_REPORT.traces)[number];
    const span = { ...(trace.spans[0] as (typeof trace.spans)[number]), kind: 'cache', label: 'GET a' };
    const changes = { resources, traces: [{ ...trace, spans: [span, span] }] };
    expect(edgeOf(changes, 'pool:redis pool', 'cache:cache')?.rps).toBeCloseTo(2 * 3100);
    expect(nodeOf(changes, 'cache:cache')).toMatchObject({ role: 'backend', kind: 'cache' });
  });

  it('connects each pool with what it leads to', () => {
    expect(edgeOf({}, 'pool:asyncpg pool', 'database:database')).toBeDefined();
    expect(edgeOf({}, 'pool:httpx pool', 'service:pricing.test')).toBeDefined();
    expect(edgeOf({}, 'loop:event loop', 'threads:AnyIO threads')).toBeDefined();
    expect(edgeOf({}, 'loop:event loop', 'database:database')).toBeUndefined();
  });

  it('reaches a backend without a pool straight from the workers', () => {
    const resources = (STARTER_REPORT.stageResources[STAGE] ?? []).filter((resource) => resource.kind !== 'pool');
    expect(edgeOf({ resources }, 'loop:event loop', 'database:database')).toBeDefined();
  });

  it('works throughput out from the sampled requests: five statements each', () => {
    expect(edgeOf({}, 'pool:asyncpg pool', 'database:database')?.rps).toBeCloseTo(5 * 3100);
    expect(edgeOf({ traces: [] }, 'pool:asyncpg pool', 'database:database')?.rps).toBeNull();
  });

  it('shows a moment of the window at fleet scale, past the warm-up', () => {
    const stage = STARTER_REPORT.stages[STAGE];
    const { traffic } = describeSystem(source({ bucket: 3 }));
    expect(traffic.open).toBe((stage?.series.open[13] ?? 0) * 16);
    expect(traffic.offeredRps).toBeCloseTo((stage?.series.arrivals[13] ?? 0) * 160);
    expect(traffic.latencyIsP99).toBe(false);
    expect(nodeOf({ bucket: 3 }, 'pool:asyncpg pool')?.figures).toMatchObject({ meanWaitMs: null });
  });

  it('has a structure before it has figures', () => {
    const structure = STARTER_REPORT.resources;
    const node = nodeOf({ stage: null, resources: null, structure, inFlight: 12 }, 'pool:asyncpg pool');
    expect(node).toMatchObject({ servers: 320, figures: null });
    expect(describeSystem(source({ stage: null, resources: null, structure, inFlight: 12 })).traffic).toMatchObject({
      open: 192,
      throughputRps: null,
    });
  });
});

/** What a program leaves behind that makes an HTTP client for every request. */
function clientPerRequest(count: number): readonly ResourceReport[] {
  const resources = STARTER_REPORT.stageResources[STAGE] ?? [];
  const pool = resources.find((resource) => resource.name === 'httpx pool');
  if (pool === undefined) throw new Error('The fixture has no httpx pool.');
  const more = Array.from({ length: count - 1 }, (_, index) => ({
    ...pool,
    name: `httpx pool ${index + 2}`,
    utilisation: 0.01 * (index + 1),
    errors: 2,
  }));
  return [...resources, ...more];
}
const condensed = (changes: Partial<SystemSource>) => condenseSystem(describeSystem(source(changes)));
const guestsOf = (system: System) => system.nodes.filter((node) => node.role === 'guest');

describe('the condensed system', () => {
  it('leaves a system as it is that has room', () => {
    const system = describeSystem(source());
    expect(condenseSystem(system)).toBe(system);
  });

  it('gives equal resources one card, with the busiest one’s load and the errors of all', () => {
    const pool = guestsOf(condensed({ resources: clientPerRequest(16) })).find((node) => node.name === 'httpx pool');
    expect(pool).toMatchObject({ count: 16, servers: null, figures: { utilisation: 0.15, errors: 30 } });
  });

  it('never has more than three cards, and one of them is the bottleneck', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const base = clientPerRequest(1)[0];
    const locks = names.map((name) => ({ ...base, kind: 'lock', name, utilisation: 0.5 }) as ResourceReport);
    const resources = [...clientPerRequest(1), ...locks];
    const guests = guestsOf(condensed({ resources, structure: resources, bottleneck: 'e' }));
    expect(guests).toHaveLength(3);
    expect(guests.some((node) => node.name === 'e' && node.bottleneck)).toBe(true);
    expect(guests.reduce((sum, node) => sum + node.count, 0)).toBe(8);
  });

  it('keeps its cards while time is scrubbed', () => {
    const resources = clientPerRequest(16);
    const ids = (bucket: number | null) => guestsOf(condensed({ resources, structure: resources, bucket })).map((node) => node.id);
    for (const bucket of [0, 3, 7]) expect(ids(bucket)).toEqual(ids(null));
  });

  it('draws one line where there were many', () => {
    const { edges } = condensed({ resources: clientPerRequest(16) });
    expect(new Set(edges.map((edge) => `${edge.from} ${edge.to}`)).size).toBe(edges.length);
    expect(edges.filter((edge) => edge.to === 'service:pricing.test')).toHaveLength(1);
  });
});

const overlaps = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the layout of the picture', () => {
  const systems = [
    describeSystem(source()),
    describeSystem(source({ resources: REFERENCE_REPORT.stageResources[5] ?? [] })),
    describeSystem(source({ resources: [] })),
  ];

  it.each([326, 358, 448, 640, 1100])('keeps every node inside and apart at %i px', (width) => {
    for (const system of systems) {
      const { nodes, height, edges } = layoutPicture(system, width);
      expect(nodes).toHaveLength(system.nodes.length);
      expect(edges).toHaveLength(system.edges.length);
      for (const [index, box] of nodes.entries()) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
        expect(box.height).toBe(heightOf(box.node));
        expect(nodes.slice(index + 1).some((other) => overlaps(box, other))).toBe(false);
      }
    }
  });

  it('stands in three columns when narrow and in five when wide', () => {
    const columns = (width: number) => new Set(layoutPicture(describeSystem(source()), width).nodes.map((box) => Math.round(box.x))).size;
    expect(columns(448)).toBe(3);
    expect(columns(900)).toBe(5);
  });

  it('puts a pool beside its backend', () => {
    const resources = (STARTER_REPORT.stageResources[STAGE] ?? []).filter((resource) => resource.kind !== 'threads');
    const { nodes } = layoutPicture(describeSystem(source({ resources })), 448);
    const middleOf = (id: string) => {
      const box = nodes.find((placed) => placed.node.id === id);
      return box === undefined ? Number.NaN : box.y + box.height / 2;
    };
    expect(middleOf('pool:httpx pool')).toBe(middleOf('service:pricing.test'));
    expect(middleOf('pool:asyncpg pool')).toBe(middleOf('database:database'));
  });

  it.each([358, 448, 1100])('is as high before a run as after it, at %i px', (width) => {
    const before = describeSystem(source({ stage: null, resources: null, structure: describeWorld(WORLD) }));
    const after = condenseSystem(describeSystem(source({ resources: clientPerRequest(16) })));
    expect(layoutPicture(after, width).height).toBe(layoutPicture(before, width).height);
  });

  it('draws more throughput as a wider line, up to a limit', () => {
    const widths = [0, 10, 1000, 100_000].map((rps) => widthOfEdge(rps, 100_000));
    expect([...widths].sort((a, b) => a - b)).toEqual(widths);
    expect(widths.at(-1)).toBe(6);
    expect(widthOfEdge(null, 100_000)).toBe(1.5);
  });
});
