// A guest in a few lines of TypeScript, so that the engine is tested without any language runtime: each request runs a
// generator whose steps are CPU, sleeps and operations; its loop runs what is ready, in order.
import {
  type DeclaredCosts,
  EVENT,
  EVENT_FIELDS,
  type Guest,
  type GuestBatch,
  type GuestLoadOptions,
  type GuestTurn,
  type StuckRequest,
  SYSCALL,
} from '../guest-port.ts';
import { declaredCost } from '../world/costs.ts';

export interface Completion {
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

export type Step =
  | { readonly do: 'cpu'; readonly ns: number }
  | { readonly do: 'block'; readonly ns: number }
  | { readonly do: 'sleep'; readonly ns: number }
  | { readonly do: 'forever' }
  | { readonly do: 'call'; readonly kind: number; readonly a?: number; readonly b?: number; readonly text?: string }
  | {
      readonly do: 'emit';
      readonly kind: number;
      readonly token?: number;
      readonly a?: number;
      readonly b?: number;
      readonly text?: string;
    };

export type Script = Generator<Step, void, Completion>;

interface Task {
  readonly script: Script;
  readonly request: number;
  input: Completion;
}

const NOTHING: Completion = { a: 0, b: 0, text: '' };

interface ScriptedWorker {
  ready: Task[];
  readonly waiting: Map<number, Task>;
  readonly timers: { readonly atNs: number; readonly task: Task }[];
  nextToken: number;
  /** Requests that are not answered yet. */
  readonly stuck: Set<number>;
}

function makeWorker(): ScriptedWorker {
  return { ready: [], waiting: new Map(), timers: [], nextToken: 1, stuck: new Set() };
}

export class ScriptedGuest implements Guest {
  readonly language = 'typescript';
  readonly files = ['main.ts'];
  readonly #handle: (request: { token: number; text: string; worker: number }) => Script;
  readonly #startUp: (worker: number) => Script;
  #costs!: DeclaredCosts;
  #workers: ScriptedWorker[] = [];

  constructor(
    handle: (request: { token: number; text: string; worker: number }) => Script,
    startUp: (worker: number) => Script = noStartUp,
  ) {
    this.#handle = handle;
    this.#startUp = startUp;
  }

  check(): [] {
    return [];
  }

  load(options: GuestLoadOptions): void {
    this.#costs = options.costs;
    this.#workers = Array.from({ length: options.workers }, makeWorker);
  }

  restart(worker: number): void {
    this.#workers[worker] = makeWorker();
  }

  turn(batch: GuestBatch): GuestTurn {
    const worker = this.#workers[batch.worker] as ScriptedWorker;
    const syscalls: number[] = [];
    const texts: string[] = [];
    let countedNs = 0;
    let declaredNs = 0;
    let steps = 0;
    const emit = (kind: number, token: number, a: number, b: number, request: number, text: string) => {
      declaredNs += declaredCost(this.#costs, kind, a, b);
      syscalls.push(kind, token, countedNs, 1, a, b, request);
      texts.push(text);
    };
    for (let i = 0; i < batch.texts.length; i++) {
      const [kind, token, a, b] = batch.events.slice(i * EVENT_FIELDS) as [number, number, number, number];
      const text = batch.texts[i] as string;
      if (kind === EVENT.REQUEST) {
        worker.stuck.add(token);
        worker.ready.push({ script: this.#handle({ token, text, worker: batch.worker }), request: token, input: NOTHING });
      } else if (kind === EVENT.STARTUP) {
        worker.ready.push({ script: this.#startUp(batch.worker), request: 0, input: NOTHING });
      } else {
        const task = worker.waiting.get(token);
        worker.waiting.delete(token);
        if (task) worker.ready.push({ ...task, input: { a, b, text } });
      }
    }
    const now = () => batch.startNs + countedNs + declaredNs;
    const runReady = () => {
      for (const task of worker.ready.splice(0)) {
        steps++;
        countedNs += this.#costs.step;
        let step = task.script.next(task.input);
        while (!step.done) {
          const wish = step.value;
          if (wish.do === 'cpu') countedNs += wish.ns;
          else if (wish.do === 'block') emit(SYSCALL.BLOCK, 0, wish.ns, 0, task.request, 'block');
          else if (wish.do === 'emit') {
            emit(wish.kind, wish.token ?? task.request, wish.a ?? 0, wish.b ?? 0, task.request, wish.text ?? '');
            if (wish.kind === SYSCALL.RESPOND) worker.stuck.delete(task.request);
          } else break;
          step = task.script.next(NOTHING);
        }
        if (step.done) continue;
        const wish = step.value;
        if (wish.do === 'sleep') worker.timers.push({ atNs: now() + wish.ns, task });
        else if (wish.do === 'call') {
          const token = worker.nextToken++;
          worker.waiting.set(token, task);
          emit(wish.kind, token, wish.a ?? 0, wish.b ?? 0, task.request, wish.text ?? '');
        }
      }
    };
    do {
      worker.timers.sort((x, y) => x.atNs - y.atNs);
      while ((worker.timers[0]?.atNs ?? Number.POSITIVE_INFINITY) <= now()) {
        worker.ready.push({ ...(worker.timers.shift() as { task: Task }).task, input: NOTHING });
      }
      runReady();
    } while (worker.ready.length > 0 && now() < batch.horizonNs);
    return {
      countedNs,
      nextTimerNs: worker.timers[0]?.atNs ?? -1,
      readyLeft: worker.ready.length > 0,
      steps,
      tasks: worker.stuck.size,
      syscalls,
      texts,
    };
  }

  stuck(worker: number, requests: readonly number[]): StuckRequest[] {
    const open = this.#workers[worker]?.stuck;
    return requests.filter((request) => open?.has(request)).map((request) => ({ request, line: 1, awaits: 'forever' }));
  }
}

function* noStartUp(): Script {
  yield { do: 'emit', kind: SYSCALL.STARTED };
}

/** Answers a request with 200 and the given body. */
export function* answer(body = 'ok'): Script {
  yield { do: 'emit', kind: SYSCALL.RESPOND, a: 200, text: body };
}
