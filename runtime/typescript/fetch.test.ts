import { describe, expect, it } from 'vitest';
import { runStage } from '#engine/simulation.ts';
import { DEFAULT_LIMITS } from '#engine/stage.ts';
import { CostDatabase, smallWorld } from '#engine/testing/small-world.ts';
import type { World } from '#engine/world/world.ts';
import { openNodeTypeScript } from './node-typescript.ts';

function worldOf(load: Partial<World['load']> = {}): World {
  const [service] = smallWorld().services;
  return smallWorld({
    services: [
      {
        ...(service as World['services'][number]),
        routes: [
          { pattern: 'GET /slow', latency: { fixedMs: 5_000 }, json: { slow: true } },
          { pattern: 'GET /failing', failures: { rate: 1, status: 503 } },
          { pattern: 'GET /items/{id}', json: { id: '{id}' } },
        ],
      },
    ],
    load,
  });
}

const SERVER = "\nexport default { async fetch() { return new Response('ok'); } };\n";

async function stage(program: string, options: { rps?: number; seconds?: number; world?: World } = {}) {
  const guest = await openNodeTypeScript();
  return runStage({
    world: options.world ?? worldOf(),
    seed: 1,
    offeredRps: options.rps ?? 1,
    seconds: options.seconds ?? 8,
    warmupSeconds: 0,
    files: { 'main.ts': program },
    guest,
    database: new CostDatabase(),
    checkResponse: ({ status }) => (status === 200 ? 'right' : 'wrong'),
    limits: DEFAULT_LIMITS,
  });
}

const HELPERS = `
const shown = async (name: string, f: () => unknown) => {
  const began = performance.now();
  let text: string;
  try {
    text = JSON.stringify(await f());
  } catch (error) {
    const { name: kind, message, code, cause } = (error ?? {}) as any;
    text = [kind, message, code, cause && [cause.name, cause.message, cause.code].join(' | ')].filter((each) => each !== undefined).join(' | ');
  }
  console.log(name + ': ' + text + ' after ' + Math.round(performance.now() - began));
};
`;

async function printed(script: string, options: Parameters<typeof stage>[1] = {}): Promise<string[]> {
  const recording = await stage(HELPERS + script + SERVER, options);
  const lines = recording.console.flatMap((line) => line.text.split('\n'));
  return recording.fault ? [...lines, `${recording.fault.verdict}: ${recording.fault.message}`] : lines;
}

const REFUSED = 'connect ECONNREFUSED nothing.test:80 (nothing listens at http://nothing.test. Services of this world: http://api.test)';

describe('fetch', () => {
  it('opens a connection once and keeps it', async () => {
    const lines = await printed(`
      for (let i = 0; i < 2; i++)
        await shown('get', async () => {
          const response = await fetch('http://api.test/items/7?a=b#c');
          return [response.status, response.ok, response.statusText, response.url, response.headers.get('content-type'), await response.json()];
        });
      await shown('failing', async () => {
        const response = await fetch(new URL('http://api.test/failing'));
        return [response.status, response.ok, response.statusText, await response.text()];
      });`);
    expect(lines).toEqual([
      'get: [200,true,"OK","http://api.test/items/7?a=b","application/json",{"id":"7"}] after 14',
      'get: [200,true,"OK","http://api.test/items/7?a=b","application/json",{"id":"7"}] after 11',
      'failing: [503,false,"Service Unavailable","{\\"detail\\":\\"Service failed\\"}"] after 11',
    ]);
  });

  it('fails as in Node', async () => {
    const lines = await printed(`
      await shown('relative', () => fetch('/x'));
      await shown('scheme', () => fetch('ftp://x/'));
      await shown('unknown', () => fetch('http://nothing.test/'));
      await shown('body', () => fetch('http://api.test/', { body: 'x' }));
      await shown('aborted', () => fetch('http://api.test/', { signal: AbortSignal.abort() }));
      await shown('timeout', () => fetch('http://api.test/slow', { signal: AbortSignal.timeout(50) }));
      await shown('abort', () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(new Error('enough')), 20);
        return fetch('http://api.test/slow', { signal: controller.signal });
      });
      await shown('after', async () => (await fetch('http://api.test/')).status);`);
    expect(lines).toEqual([
      'relative: TypeError | Failed to parse URL from /x | TypeError | Invalid URL | ERR_INVALID_URL after 0',
      'scheme: TypeError | fetch failed | Error | unknown scheme |  after 0',
      `unknown: TypeError | fetch failed | Error | ${REFUSED} | ECONNREFUSED after 2`,
      'body: TypeError | Request with GET/HEAD method cannot have body. after 0',
      'aborted: AbortError | This operation was aborted | 20 after 0',
      'timeout: TimeoutError | The operation was aborted due to timeout | 23 after 50',
      'abort: Error | enough after 20',
      'after: 404 after 14',
    ]);
  });
});

describe('undici', () => {
  it('bounds its connections and queues', async () => {
    const lines = await printed(`
      import { Agent, Pool, Client, request, setGlobalDispatcher, getGlobalDispatcher, errors } from 'undici';
      const agent = new Agent({ connections: 2 });
      await Promise.all([1, 2, 3, 4, 5].map((n) => shown(String(n), async () => (await fetch('http://api.test/', { dispatcher: agent } as never)).status)));
      setGlobalDispatcher(new Agent({ connections: 1, headersTimeout: 100 }));
      await Promise.all([1, 2].map((n) => shown(String(n), async () => (await fetch('http://api.test/')).status)));
      await shown('headers', () => fetch('http://api.test/slow'));
      await shown('request', async () => {
        const { statusCode, headers, body } = await request('http://api.test/x', { query: { a: 'b c' } });
        return [statusCode, headers, await body.json()];
      });
      await shown('throws', () => request('http://api.test/failing', { throwOnError: true }));
      await shown('refused', () => request('http://nothing.test/'));
      await shown('headers', () => request('http://api.test/slow', { dispatcher: new Client('http://api.test'), headersTimeout: 30 }));
      const pool = new Pool('http://api.test', { connections: 1 });
      await shown('pool', async () => (await pool.request({ path: '/y', method: 'GET' })).statusCode);
      await pool.close();
      await shown('closed', () => pool.request({ path: '/y', method: 'GET' }));
      await shown('connections', () => new Agent({ connections: -1 }));
      await shown('pipelining', () => new Agent({ pipelining: 4 }));`);
    expect(lines).toEqual([
      '1: 404 after 14',
      '2: 404 after 14',
      '3: 404 after 25',
      '4: 404 after 25',
      '5: 404 after 36',
      '1: 404 after 14',
      '2: 404 after 25',
      'headers: TypeError | fetch failed | HeadersTimeoutError | Headers Timeout Error | UND_ERR_HEADERS_TIMEOUT after 100',
      'request: [404,{"content-length":"22","content-type":"application/json"},{"detail":"Not Found"}] after 14',
      'throws: ResponseStatusCodeError | Response status code 503: Service Unavailable | UND_ERR_RESPONSE_STATUS_CODE after 11',
      `refused: Error | ${REFUSED} | ECONNREFUSED after 0`,
      'headers: HeadersTimeoutError | Headers Timeout Error | UND_ERR_HEADERS_TIMEOUT after 33',
      'pool: 404 after 14',
      'closed: ClientDestroyedError | The client is destroyed | UND_ERR_DESTROYED after 0',
      'connections: InvalidArgumentError | invalid connections | UND_ERR_INVALID_ARG after 0',
      'pipelining: NotSimulated | not simulated: undici: pipelining. Available: connections after 0',
    ]);
  });

  it('gives the place of who stopped waiting to the next in line, on behalf of each request of its own', async () => {
    const lines = await printed(`
      import { Agent, setGlobalDispatcher } from 'undici';
      import { AsyncLocalStorage } from 'node:async_hooks';
      setGlobalDispatcher(new Agent({ connections: 1 }));
      const storage = new AsyncLocalStorage<string>();
      const get = (name: string, signal?: AbortSignal) =>
        storage.run(name, () => shown(name, async () => [(await fetch('http://api.test/', { signal })).status, storage.getStore()]));
      await Promise.all([get('a'), get('b', AbortSignal.timeout(5)), get('c')]);
      await Promise.all([get('d', AbortSignal.timeout(5)), get('e')]);`);
    expect(lines).toEqual([
      'b: TimeoutError | The operation was aborted due to timeout | 23 after 5',
      'a: [404,"a"] after 14',
      'c: [404,"c"] after 25',
      'd: TimeoutError | The operation was aborted due to timeout | 23 after 5',
      'e: [404,"e"] after 19',
    ]);
  });

  it('with too few connections is what the stage waits for', async () => {
    const { resources } = await stage(
      `import { Agent, setGlobalDispatcher } from 'undici';
      setGlobalDispatcher(new Agent({ connections: 2 }));
      export default { async fetch() { return Response.json(await (await fetch('http://api.test/items/1')).json()); } };`,
      { rps: 400, seconds: 1 },
    );
    const pool = resources.find(({ name }) => name === 'undici pool');
    expect(pool).toMatchObject({ kind: 'pool', servers: 2 });
    expect(pool?.utilisation).toBeGreaterThan(0.95);
  });
});
