// Open-loop load: Poisson arrivals at the offered rate, whatever the service does. Everything about a request is drawn
// when it arrives, from streams of its own, so that no guest can shift the next one.
import { RandomStream, ZipfKeys } from '../random.ts';
import type { JsonValue, LoadRequest, LoadWorld } from './world.ts';

export interface DrawnRequest {
  /** Since the request before, at the offered rate: without bursts. */
  readonly gapNs: number;
  readonly worker: number;
  /** Index into load.requests. */
  readonly template: number;
  readonly key: number;
}

export class Load {
  readonly #world: LoadWorld;
  readonly #meanGapNs: number;
  readonly #workers: number;
  readonly #gaps: RandomStream;
  readonly #routing: RandomStream;
  readonly #mix: RandomStream;
  readonly #keyStream: RandomStream;
  readonly #keys: ZipfKeys;
  readonly #cumulativeWeights: number[] = [];
  readonly #texts = new Map<number, string>();

  /** rps: arrivals per second at all simulated workers together. */
  constructor(world: LoadWorld, options: { readonly rps: number; readonly workers: number; readonly seed: number }) {
    this.#world = world;
    this.#meanGapNs = 1e9 / options.rps;
    this.#workers = options.workers;
    this.#gaps = new RandomStream(options.seed, 'arrivals');
    this.#routing = new RandomStream(options.seed, 'routing');
    this.#mix = new RandomStream(options.seed, 'mix');
    this.#keyStream = new RandomStream(options.seed, 'keys');
    this.#keys = new ZipfKeys(world.keys.count, world.keys.zipf);
    let sum = 0;
    for (const request of world.requests) {
      sum += request.weight;
      this.#cumulativeWeights.push(sum);
    }
  }

  draw(): DrawnRequest {
    const gapNs = Math.max(1, Math.round(this.#gaps.exponential(this.#meanGapNs)));
    const worker = this.#routing.below(this.#workers);
    const target = this.#mix.uniform() * (this.#cumulativeWeights.at(-1) as number);
    const template = this.#cumulativeWeights.findIndex((weight) => target < weight);
    const key = this.#world.keys.first + this.#keys.draw(this.#keyStream);
    return { gapNs, worker, template: Math.max(0, template), key };
  }

  /** The request as the guest gets it: "METHOD target\nheaders as JSON\nbody". */
  text(template: number, key: number): string {
    const id = template + key * this.#world.requests.length;
    let text = this.#texts.get(id);
    if (text === undefined) {
      const request = this.#world.requests[template] as LoadRequest;
      const headers = request.headers ? JSON.stringify(request.headers) : '';
      const body = request.body === undefined ? '' : JSON.stringify(fillKey(request.body, key));
      text = `${request.method} ${pathOf(request, key)}\n${headers}\n${body}`;
      this.#texts.set(id, text);
    }
    return text;
  }
}

export function pathOf(request: LoadRequest, key: number): string {
  return request.path.replaceAll('{key}', String(key));
}

/** A string that is "{key}" alone becomes the number; inside a longer string it is replaced as text. */
function fillKey(value: JsonValue, key: number): JsonValue {
  if (value === '{key}') return key;
  if (typeof value === 'string') return value.replaceAll('{key}', String(key));
  if (Array.isArray(value)) return value.map((item: JsonValue) => fillKey(item, key));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillKey(item as JsonValue, key)]));
  }
  return value;
}
