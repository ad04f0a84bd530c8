// A guest behind the pipe, for the engine a guest like any other. Whatever comes through the pipe may be forged: what cannot be an answer of
// a guest ends the run. What can be one, the engine checks as it checks every guest's.

import { z } from 'zod';
import {
  type AskBlocking,
  type CodeFinding,
  type Guest,
  type GuestBatch,
  GuestLoadError,
  type GuestLoadOptions,
  type GuestTurn,
  type StuckRequest,
  SYSCALL,
  SYSCALL_FIELDS,
} from '#engine/guest-port.ts';
import type { Call } from './calls.ts';
import { FRAME, type Frame, FrameError, type FramePipe } from './frame.ts';
import type { Asset } from './guest-assets.ts';

const KINDS = Math.max(...Object.values(SYSCALL));
const HEAD = 6;
const MOST_FINDINGS = 1000;

const place = { file: z.string().max(300), line: z.number().int().min(0), endLine: z.number().int().min(0) };
const Findings = z
  .array(z.object({ ...place, rule: z.string().max(50), name: z.string().max(300), at: z.array(z.object(place)).max(MOST_FINDINGS) }))
  .max(MOST_FINDINGS);
const Stuck = z.array(z.object({ request: z.number().int(), line: z.number().int(), awaits: z.string().max(300) })).max(100_000);
const Failure = z.object({
  message: z.string().max(100_000),
  traceback: z.string().max(1_000_000),
  file: z.string().max(300).nullable(),
  line: z.number().int().nullable(),
  console: z.array(z.string()).max(100_000),
});
const Answer = z.object({ value: z.unknown().optional(), failure: Failure.optional(), error: z.string().max(100_000).optional() });

/** The guest's process has said what no guest says, or says nothing any more. */
export class GuestBroken extends Error {
  override name = 'GuestBroken';
}

export class PipeGuest implements Guest {
  readonly language: 'python' | 'typescript';
  files: readonly string[] = [];
  readonly #pipe: FramePipe;

  /** Sends the assets and starts the guest; both block. */
  constructor(language: 'python' | 'typescript', pipe: FramePipe, assets: readonly Asset[]) {
    this.language = language;
    this.#pipe = pipe;
    const encoder = new TextEncoder();
    for (const { name, body } of assets) {
      this.#call({ method: 'asset', name, bytes: typeof body !== 'string' });
      this.#guard(() => pipe.sendBytes(typeof body === 'string' ? encoder.encode(body) : body));
      this.#returned();
    }
    this.#call({ method: 'start', language });
  }

  check(files: Readonly<Record<string, string>>): CodeFinding[] {
    return this.#guard(() => Findings.parse(this.#call({ method: 'check', files })));
  }

  load(options: GuestLoadOptions): void {
    this.files = [];
    const files = this.#guard(() => z.array(z.string()).parse(this.#call({ method: 'load', options })));
    if (files.some((file) => !Object.hasOwn(options.files, file))) throw new GuestBroken('the guest has loaded a file that is not there');
    this.files = files;
  }

  restart(worker: number): void {
    this.#call({ method: 'restart', worker });
  }

  stuck(worker: number, requests: readonly number[]): StuckRequest[] {
    return this.#guard(() => Stuck.parse(this.#call({ method: 'stuck', worker, requests })));
  }

  turn({ worker, startNs, horizonNs, events, texts }: GuestBatch, ask: AskBlocking): GuestTurn {
    return this.#guard(() => {
      const numbers = new Float64Array(3 + events.length);
      numbers[0] = worker;
      numbers[1] = startNs;
      numbers[2] = horizonNs;
      for (let i = 0; i < events.length; i++) numbers[3 + i] = events[i] as number;
      this.#pipe.send(FRAME.TURN, numbers, texts.length === 1 ? (texts[0] as string) : texts.join('\0'));
      for (;;) {
        const frame = this.#pipe.receive();
        if (frame.kind === FRAME.TURNED) return readTurn(frame);
        this.#answer(frame, ask);
      }
    });
  }

  #answer({ kind, numbers, text }: Frame, ask: AskBlocking): void {
    if (kind !== FRAME.ASK || numbers.length !== 8 || !numbers.every(Number.isFinite)) throw new FrameError(`frame ${kind} in a turn`);
    const [asked = 0, a = 0, b = 0, line = 0, request = 0, nowNs = 0, inThread = 0, timeoutNs = 0] = numbers;
    const answer = ask({ kind: asked, a, b, line, request, nowNs, inThread: inThread === 1, timeoutNs, text });
    this.#pipe.send(FRAME.ANSWER, [answer.endNs, answer.a, answer.b], answer.text);
  }

  /** Throws GuestLoadError, or GuestBroken. */
  #call(call: Call): unknown {
    return this.#guard(() => {
      this.#pipe.send(FRAME.CALL, [], JSON.stringify(call));
      return this.#returned();
    });
  }

  #returned(): unknown {
    return this.#guard(() => {
      const { kind, text } = this.#pipe.receive();
      if (kind !== FRAME.RETURN) throw new FrameError(`frame ${kind} for a call`);
      const { value, failure, error } = Answer.parse(JSON.parse(text));
      if (failure) throw new GuestLoadError(failure.message, failure.traceback, failure.file, failure.line, failure.console);
      if (error !== undefined) throw new GuestBroken(`the guest's process failed: ${error}`);
      return value;
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof GuestLoadError || error instanceof GuestBroken) throw error;
      if (error instanceof FrameError || error instanceof z.ZodError || error instanceof SyntaxError) throw new GuestBroken(error.message);
      throw error;
    }
  }
}

function readTurn({ numbers, text }: Frame): GuestTurn {
  const [countedNs = 0, nextTimerNs = 0, readyLeft = 0, steps = 0, tasks = 0, count = 0] = numbers;
  const syscalls = numbers.subarray(HEAD);
  if (numbers.length < HEAD || syscalls.length !== count * SYSCALL_FIELDS) throw new FrameError('a turn of the wrong length');
  // Whether its times are in order, the engine sees (applyTurn).
  if (!(countedNs >= 0 && steps >= 0 && tasks >= 0 && nextTimerNs >= -1)) throw new FrameError('a turn with negative figures');
  for (let i = 0; i < numbers.length; i++) if (!Number.isSafeInteger(numbers[i])) throw new FrameError(`a turn with ${numbers[i]}`);
  for (let at = 0; at < syscalls.length; at += SYSCALL_FIELDS) {
    const kind = syscalls[at] as number;
    if (kind < 1 || kind > KINDS) throw new FrameError(`a message of kind ${kind}`);
  }
  const texts = count === 0 ? [] : text.split('\0');
  if (texts.length !== count) throw new FrameError(`${texts.length} texts for ${count} messages`);
  return { countedNs, nextTimerNs, readyLeft: readyLeft === 1, steps, tasks, syscalls, texts };
}
