// Where the user's code waits: time by line and by what it waited for.
import type { LineWait, SlowStep } from './stage.ts';

export class LineWaits {
  readonly #byLine = new Map<number, Map<string, { queueNs: number; serviceNs: number; count: number }>>();
  readonly #slow = new Map<string, { line: number; what: string; count: number; totalNs: number; maxNs: number }>();

  add(line: number, resource: string, queueNs: number, serviceNs: number): void {
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
    } else {
      resources.set(resource, { queueNs, serviceNs, count: 1 });
    }
  }

  slowStep(line: number, what: string, ns: number): void {
    const key = `${line} ${what}`;
    const entry = this.#slow.get(key);
    if (entry) {
      entry.count++;
      entry.totalNs += ns;
      entry.maxNs = Math.max(entry.maxNs, ns);
    } else {
      this.#slow.set(key, { line, what, count: 1, totalNs: ns, maxNs: ns });
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
