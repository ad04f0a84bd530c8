// Resources inside the guest (pools, locks, threads) as the guest tells of them: the same name in several workers is one
// resource of the fleet, with the servers of all.
import { Meter, type MeterWindow } from './meter.ts';
import type { ResourceKind } from './resource-kind.ts';

export interface GuestResource {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly meter: Meter;
  servers: number;
}

const KINDS: Readonly<Record<string, ResourceKind>> = {
  pool: 'pool',
  lock: 'lock',
  semaphore: 'semaphore',
  queue: 'queue',
  threads: 'threads',
  gil: 'gil',
  processes: 'processes',
};

export class GuestResources {
  readonly #byName = new Map<string, GuestResource>();
  /** Per worker: the guest's index -> resource. */
  readonly #byIndex: Map<number, GuestResource>[];
  readonly #window: MeterWindow;

  constructor(workers: number, window: MeterWindow) {
    this.#byIndex = Array.from({ length: workers }, () => new Map<number, GuestResource>());
    this.#window = window;
  }

  declare(worker: number, index: number, servers: number, text: string): void {
    const [kind = '', name = ''] = text.split('\u0001');
    let resource = this.#byName.get(`${kind} ${name}`);
    if (!resource) {
      resource = { kind: KINDS[kind] ?? 'pool', name, meter: new Meter(this.#window), servers: 0 };
      this.#byName.set(`${kind} ${name}`, resource);
    }
    resource.servers += servers;
    this.#byIndex[worker]?.set(index, resource);
  }

  get(worker: number, index: number): GuestResource | undefined {
    return this.#byIndex[worker]?.get(index);
  }

  all(): GuestResource[] {
    return [...this.#byName.values()];
  }
}
