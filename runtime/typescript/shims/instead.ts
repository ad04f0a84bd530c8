// Modules that programs expect and that are not simulated: what to use in their place.
const CALLS = 'fetch and undici (Agent, Pool, request) for calls to services';
const SERVERS = 'export default { async fetch(request: Request): Promise<Response> }, or an app of hono, for a server';
const POSTGRES = 'pg (Pool, Client)';
const CACHE = 'ioredis';

export const INSTEAD: Readonly<Record<string, string>> = {
  http: `${CALLS}; ${SERVERS}`,
  https: `${CALLS}; ${SERVERS}`,
  http2: `${CALLS}; ${SERVERS}`,
  net: CALLS,
  tls: CALLS,
  axios: CALLS,
  got: CALLS,
  ky: CALLS,
  'node-fetch': CALLS,
  ws: `${CALLS}; web sockets are not part of this world`,
  express: SERVERS,
  fastify: SERVERS,
  koa: SERVERS,
  postgres: POSTGRES,
  'pg-promise': POSTGRES,
  redis: CACHE,
};
