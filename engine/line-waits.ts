// Where the user's code waits: time by line and by what it waited for.
import type { LineWait, SlowStep } from './stage.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export class LineWaits {
  readonly #byLine = new Map<number, Map<string, { queueNs: number; serviceNs: number; count: number; givenUp: number }>>();
  readonly #slow = new Map<string, Writable<SlowStep>>();

  add(line: number, resource: string, queueNs: number, serviceNs: number, givenUp = false): void {
    let resources = this.#byLine.get(line);
    if (!resources) {
      resources = new Map();
      this.#byLine.set(line, resources);
    }
    const entry = resources.get(resource);
    if (entry) {
      entry.queueNs += queueNs;
      entry.serviceNs += serviceNs;
      entry.count++;
      if (givenUp) entry.givenUp++;
    } else {
      resources.set(resource, { queueNs, serviceNs, count: 1, givenUp: givenUp ? 1 : 0 });
    }
  }

  /** A SLOW_STEP syscall. */
  slowStep({ line, text, a: ns, b: size }: { readonly line: number; readonly text: string; readonly a: number; readonly b: number }): void {
    const key = `${line} ${text}`;
    const [what = '', unit = ''] = text.split('\u0001');
    const entry = this.#slow.get(key);
    if (entry) {
      entry.count++;
      entry.totalNs += ns;
      entry.maxNs = Math.max(entry.maxNs, ns);
      entry.maxSize = Math.max(entry.maxSize, size);
    } else {
      this.#slow.set(key, { line, what, unit, maxSize: size, count: 1, totalNs: ns, maxNs: ns });
    }
  }

  /** Most time first. */
  waits(): LineWait[] {
    const all = [...this.#byLine].flatMap(([line, resources]) => [...resources].map(([resource, entry]) => ({ line, resource, ...entry })));
    return all.sort((a, b) => b.queueNs + b.serviceNs - (a.queueNs + a.serviceNs) || a.line - b.line || (a.resource < b.resource ? -1 : 1));
  }

  slowSteps(): SlowStep[] {
    return [...this.#slow.values()].sort((a, b) => b.totalNs - a.totalNs || a.line - b.line);
  }
}
