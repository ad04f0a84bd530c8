// Resources for pools: "pg pool", "pg pool 2", ... A program that makes a pool for each request does not fill the picture with them.
import { Resource, stateOf } from '../kernel/worker.ts';

const MOST_OF_A_KIND = 16;

class PoolNames {
  #count = 0;
  #last: Resource | null = null;
  readonly #free = new Map<string, Resource[]>();

  take(name: string, line: number, servers: number): Resource {
    const free = this.#free.get(`${line} ${servers}`)?.pop();
    if (free) return free;
    if (this.#last && this.#count >= MOST_OF_A_KIND) return this.#last;
    this.#count++;
    this.#last = new Resource('pool', this.#count === 1 ? name : `${name} ${this.#count}`, servers);
    return this.#last;
  }

  giveBack(resource: Resource, line: number, servers: number): void {
    const key = `${line} ${servers}`;
    const free = this.#free.get(key) ?? [];
    if (!free.includes(resource)) free.push(resource);
    this.#free.set(key, free);
  }
}

function namesOf(name: string): PoolNames {
  return stateOf(`pools of ${name}`, () => new PoolNames());
}

/** A pool that was made at this line. */
export function takePoolResource(name: string, line: number, servers: number): Resource {
  return namesOf(name).take(name, line, servers);
}

/** The pool has ended: the next one that is made at its line is the same resource. */
export function giveBackPoolResource(name: string, resource: Resource, line: number, servers: number): void {
  namesOf(name).giveBack(resource, line, servers);
}
