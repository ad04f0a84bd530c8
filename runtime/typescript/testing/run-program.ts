// Runs a program alone, without a world: what it prints, in virtual time. Operations of the world are answered by `answer`.
import { type DeclaredCosts, EVENT, SYSCALL, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import { openNodeTypeScript } from '../node-typescript.ts';
import type { TypeScriptGuest } from '../typescript-guest.ts';

const COST_NAMES =
  `request step databaseCall databaseRow databaseConnect databaseReset httpCall aiohttpCall requestsCall undiciCall httpConnect httpClient threadHop
  cacheCall cacheCommand cacheConnect wakeUp`.split(/\s+/);
export const COSTS = { ...Object.fromEntries(COST_NAMES.map((name) => [name, 1000])), userCode: 1 } as unknown as DeclaredCosts;

export interface Printed {
  /** What the program printed, in order. */
  readonly lines: readonly string[];
  /** What of it went to the standard output. */
  readonly output: readonly string[];
  /** Text of the start-up error; null: it started. */
  readonly failed: string | null;
  readonly fault: { readonly verdict: string; readonly message: string; readonly line: number } | null;
  /** How the process ended itself; null: it did not. */
  readonly crash: { readonly reason: string; readonly message: string; readonly line: number } | null;
  /** What the process holds, as it told last. */
  readonly memory: {
    readonly bytes: number;
    readonly holder: { readonly name: string; readonly bytes: number; readonly line: number };
  } | null;
  /** Status and body by request, in the order of the answers. */
  readonly answers: readonly { readonly status: number; readonly body: string }[];
  readonly nowNs: number;
}

export interface RunOptions {
  /** "METHOD target\nheaders as JSON\nbody", sent one after the other once the program has started, all at that moment. */
  readonly requests?: readonly string[];
  readonly seconds?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cpuCount?: number;
  /** One that is there already: it forgets what ran before. */
  readonly guest?: TypeScriptGuest;
}

export async function runProgram(files: Readonly<Record<string, string>> | string, options: RunOptions = {}): Promise<Printed> {
  const guest = options.guest ?? (await openNodeTypeScript());
  const sources = typeof files === 'string' ? { 'main.ts': files } : files;
  const { requests = [], seconds = 60, env = {}, cpuCount = 2 } = options;
  guest.load({ files: sources, workers: 1, seed: 1, env, costs: COSTS, threadTokens: 4, cpuCount, memoryBytes: 384e6 });
  const lines: string[] = [];
  const output: string[] = [];
  const answers: { status: number; body: string }[] = [];
  let failed: string | null = null;
  let fault: Printed['fault'] = null;
  let crash: Printed['crash'] = null;
  let memory: Printed['memory'] = null;
  let nowNs = 0;
  let events: number[] = [EVENT.STARTUP, 0, 0, 0];
  let texts = [''];
  for (let sent = false; ; ) {
    const horizonNs = nowNs + 1e9;
    const turn = guest.turn({ worker: 0, startNs: nowNs, horizonNs, events, texts }, () => {
      throw new Error('no blocking calls here');
    });
    events = [];
    texts = [];
    let declaredNs = 0;
    for (const [i, text] of turn.texts.entries()) {
      const at = i * SYSCALL_FIELDS;
      const kind = turn.syscalls[at];
      const a = turn.syscalls[at + 4] as number;
      if (kind === SYSCALL.LOG) {
        lines.push(text);
        if (a < 2) output.push(text);
      } else if (kind === SYSCALL.FAULT) fault = JSON.parse(text) as Printed['fault'];
      else if (kind === SYSCALL.MEMORY) memory = { bytes: a, holder: JSON.parse(text) };
      else if (kind === SYSCALL.CRASH) crash = JSON.parse(text) as Printed['crash'];
      else if (kind === SYSCALL.RESPOND) answers.push({ status: a, body: text });
      else if (kind === SYSCALL.STARTED) {
        failed = a === 0 ? null : text;
        if (a === 0 && !sent) {
          sent = true;
          for (const [index, request] of requests.entries()) {
            events.push(EVENT.REQUEST, index + 1, 0, 0);
            texts.push(request);
          }
        }
      } else if (kind === SYSCALL.ACCEPT) declaredNs += COSTS.request;
    }
    nowNs += turn.countedNs + declaredNs;
    if (fault || crash || failed !== null || nowNs > seconds * 1e9) break;
    if (events.length > 0 || turn.readyLeft) continue;
    if (turn.nextTimerNs < 0) break;
    nowNs = Math.max(nowNs, turn.nextTimerNs);
  }
  return { lines, output, failed, fault, crash, memory, answers, nowNs };
}
