// What an HTTP service answers: its routes matched against a request, the body built from data or from a query.
import type { DatabasePort } from '../database-port.ts';
import type { JsonValue, ServiceRoute, ServiceWorld } from './world.ts';

interface CompiledRoute {
  readonly route: ServiceRoute;
  readonly method: string;
  readonly segments: readonly string[];
  readonly queryNames: readonly string[];
  /** Names in braces, path first, then query, in the order in which they are written. */
  readonly names: readonly string[];
}

export interface MatchedRequest {
  readonly route: ServiceRoute | null;
  readonly values: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

const INTEGER = /^-?\d{1,15}$/;

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function parseQuery(search: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of search.split('&')) {
    if (!pair) continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    // A repeated name gives a list, written with commas.
    values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  }
  return values;
}

function compile(route: ServiceRoute): CompiledRoute {
  const [method = 'GET', target = '/'] = route.pattern.split(' ');
  const [path = '/', search = ''] = target.split('?');
  const segments = path.split('/');
  const queryNames = search
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=')[0] as string);
  const pathNames = segments.filter((segment) => segment.startsWith('{')).map((segment) => segment.slice(1, -1));
  return { route, method, segments, queryNames, names: [...pathNames, ...queryNames] };
}

export class ServiceRoutes {
  readonly #routes: readonly CompiledRoute[];

  constructor(service: ServiceWorld) {
    this.#routes = service.routes.map(compile);
  }

  /** target: path and query below the service's base URL. */
  match(method: string, target: string): MatchedRequest {
    const question = target.indexOf('?');
    const path = question < 0 ? target : target.slice(0, question);
    const query = question < 0 ? new Map<string, string>() : parseQuery(target.slice(question + 1));
    const segments = path.split('/');
    for (const compiled of this.#routes) {
      if (compiled.method !== method || compiled.segments.length !== segments.length) continue;
      if (!compiled.queryNames.every((name) => query.has(name))) continue;
      const values = new Map<string, string>();
      const fits = compiled.segments.every((expected, index) => {
        const actual = segments[index] as string;
        if (!expected.startsWith('{')) return expected === actual;
        values.set(expected.slice(1, -1), decode(actual));
        return actual !== '';
      });
      if (!fits) continue;
      for (const name of compiled.queryNames) values.set(name, query.get(name) as string);
      return { route: compiled.route, values, query };
    }
    return { route: null, values: new Map(), query };
  }

  /** A service without routes answers everything with {"value": 1}; one with routes knows no others. */
  answer(matched: MatchedRequest, database: DatabasePort): ServiceAnswer {
    const { route, values } = matched;
    if (!route) {
      return this.#routes.length === 0 ? { status: 200, body: '{"value":1}' } : { status: 404, body: '{"detail":"Not Found"}' };
    }
    if (route.sql !== undefined) {
      const compiled = this.#routes.find((candidate) => candidate.route === route) as CompiledRoute;
      const parameters = compiled.names.map((name) => {
        const value = values.get(name) ?? '';
        return INTEGER.test(value) ? Number(value) : value;
      });
      const [body] = database.ownerQuery(route.sql, parameters);
      return body === undefined || body === null ? { status: 404, body: '{"detail":"Not Found"}' } : { status: 200, body };
    }
    return { status: 200, body: JSON.stringify(fill(route.json ?? {}, values)) };
  }
}

/** "{id}" in strings is replaced by the request's value; it stays a string. */
function fill(value: JsonValue, values: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((item: JsonValue) => fill(item, values));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item as JsonValue, values)]));
  }
  return value;
}
