// Which requests are kept as traces: the slowest ones, some of the middle, some that failed. Everything else is dropped
// as soon as the request is over.
import type { RequestRecord } from './request.ts';
import type { Trace } from './stage.ts';
import type { LoadWorld } from './world/world.ts';

const SLOWEST = 10;
const FAILED = 3;
/** One in so many requests is a candidate for the middle. */
const SAMPLE_EVERY = 25;
const SAMPLES = 200;

interface Kept {
  readonly record: RequestRecord;
  readonly latencyNs: number;
  readonly answeredNs: number;
}

export class Traces {
  readonly #slowest: Kept[] = [];
  readonly #failed: Kept[] = [];
  readonly #samples: Kept[] = [];
  #seen = 0;

  /** A request of the window is over. */
  offer(record: RequestRecord, answeredNs: number): void {
    const kept = { record, latencyNs: answeredNs - record.arrivedNs, answeredNs };
    this.#seen++;
    if (this.#seen % SAMPLE_EVERY === 0 && this.#samples.length < SAMPLES) this.#samples.push(kept);
    if ((record.state === 'timeout' || record.status >= 400) && this.#failed.length < FAILED) this.#failed.push(kept);
    const slowest = this.#slowest;
    const last = slowest.at(-1);
    if (slowest.length === SLOWEST && last && kept.latencyNs <= last.latencyNs) return;
    let position = slowest.length;
    while (position > 0 && (slowest[position - 1] as Kept).latencyNs < kept.latencyNs) position--;
    slowest.splice(position, 0, kept);
    if (slowest.length > SLOWEST) slowest.pop();
  }

  /** Slowest first, then the one in the middle, then failed ones. */
  list(load: LoadWorld): Trace[] {
    const sorted = [...this.#samples].sort((a, b) => a.latencyNs - b.latencyNs || a.record.id - b.record.id);
    const middle = sorted[sorted.length >> 1];
    const chosen = new Map<number, Kept>();
    for (const kept of [...this.#slowest, ...(middle ? [middle] : []), ...this.#failed]) chosen.set(kept.record.id, kept);
    return [...chosen.values()].map(({ record, answeredNs }) => {
      const template = load.requests[record.template];
      return {
        request: record.id,
        worker: record.worker,
        method: template?.method ?? '',
        path: (template?.path ?? '').replaceAll('{key}', String(record.key)),
        status: record.state === 'timeout' ? 'timeout' : record.status,
        arrivedNs: record.arrivedNs,
        answeredNs,
        spans: record.spans
          .map((span) => ({ ...span, label: shorten(span.label) }))
          .sort((a, b) => a.startNs - b.startNs || a.endNs - b.endNs),
      };
    });
  }
}

/** The statement without its parameters, or the request line, on one line and short enough for a label. */
function shorten(text: string): string {
  const words = (text.split('\u0001')[0] as string).replaceAll(/\s+/g, ' ').trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words;
}
