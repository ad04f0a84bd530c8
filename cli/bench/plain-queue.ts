// The reference of `surge bench`: the engine's M/M/1 queue written plainly, event objects in a binary heap. It is here to
// be compared with, so it is deliberately not clever.

interface PlainEvent {
  readonly time: number;
  readonly sequence: number;
  readonly arrival: boolean;
}

const UTILISATION = 0.8;

class PlainHeap {
  readonly #events: PlainEvent[] = [];

  push(event: PlainEvent): void {
    const events = this.#events;
    let index = events.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, events[parent] as PlainEvent)) break;
      events[index] = events[parent] as PlainEvent;
      index = parent;
    }
    events[index] = event;
  }

  pop(): PlainEvent | undefined {
    const events = this.#events;
    const first = events[0];
    const last = events.pop();
    if (last === undefined || events.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= events.length) break;
      if (child + 1 < events.length && isBefore(events[child + 1] as PlainEvent, events[child] as PlainEvent)) child++;
      if (!isBefore(events[child] as PlainEvent, last)) break;
      events[index] = events[child] as PlainEvent;
      index = child;
    }
    events[index] = last;
    return first;
  }
}

function isBefore(a: PlainEvent, b: PlainEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}

/** Handles all events of `customers` customers; returns how many there were. */
export function countPlainEvents(customers: number): number {
  const heap = new PlainHeap();
  let state = 1;
  const exponential = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return -Math.log((state + 1) / 4_294_967_297);
  };
  let sequence = 0;
  const schedule = (time: number, arrival: boolean) => heap.push({ time, sequence: sequence++, arrival });
  let arrived = 0;
  let waiting = 0;
  let busy = false;
  let handled = 0;
  schedule(0, true);
  for (let event = heap.pop(); event !== undefined; event = heap.pop()) {
    handled++;
    if (event.arrival) {
      arrived++;
      if (arrived < customers) schedule(event.time + exponential() / UTILISATION, true);
      if (busy) waiting++;
      else {
        busy = true;
        schedule(event.time + exponential(), false);
      }
    } else if (waiting > 0) {
      waiting--;
      schedule(event.time + exponential(), false);
    } else {
      busy = false;
    }
  }
  return handled;
}
