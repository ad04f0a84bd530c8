// The engine alone, for `surge bench`: an M/M/1 queue through the event list and one station. No clock in here.
import { EventList } from './event-list.ts';
import { RandomStream } from './random.ts';
import { Station } from './station.ts';

const ARRIVAL = 1;
const DEPARTURE = 2;

/** Simulates `customers` customers of an M/c queue. Times in ns; mean service 1 ms. Returns the mean waiting time and the number of events. */
export function simulateQueue(options: {
  readonly customers: number;
  readonly servers: number;
  readonly utilisation: number;
  readonly seed: number;
  readonly service: (stream: RandomStream) => number;
}): { readonly meanWaitNs: number; readonly events: number } {
  const { customers, servers, utilisation, seed, service } = options;
  const meanServiceNs = 1_000_000;
  const events = new EventList();
  const station = new Station(servers, { startNs: 0, endNs: 1_000_000_000 });
  const arrivals = new RandomStream(seed, 'arrivals');
  const services = new RandomStream(seed, 'services');
  const meanGapNs = meanServiceNs / (servers * utilisation);
  let arrived = 0;
  let waitSum = 0;
  let handled = 0;
  events.schedule(0, ARRIVAL, 0, 0);
  const serve = (now: number) => events.schedule(now + Math.round(service(services) * meanServiceNs), DEPARTURE, 0, 0);
  while (events.next()) {
    handled++;
    const now = events.timeNs;
    if (events.kind === ARRIVAL) {
      arrived++;
      if (arrived < customers) events.schedule(now + Math.round(arrivals.exponential(meanGapNs)), ARRIVAL, 0, 0);
      if (station.arrive(now, arrived)) serve(now);
    } else if (station.depart(now) >= 0) {
      waitSum += station.waitedNs;
      serve(now);
    }
  }
  return { meanWaitNs: waitSum / customers, events: handled };
}

/** M/M/1 at 80 % utilisation. */
export function benchmarkEngine(customers: number): { readonly events: number } {
  return simulateQueue({ customers, servers: 1, utilisation: 0.8, seed: 1, service: (stream) => stream.exponential(1) });
}
