// The guest's side of the pipe: answers the parent's calls, one at a time, until the pipe ends. Bundled for Deno (bundle-child.ts).
import { type AskBlocking, type Guest, GuestLoadError, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import type { PythonAssets, TypeScriptAssets } from '#runtime/protocol.ts';
import { createPythonStarter } from '#runtime/python/browser-python.ts';
import { createTypeScriptStarter } from '#runtime/typescript/browser-typescript.ts';
import type { Call, Returned } from './calls.ts';
import { FRAME, type Frame, type FramePipe } from './frame.ts';

/** `drop` takes from the process what a guest has no use for, once the guest has started. */
export async function serveGuest(pipe: FramePipe, drop: () => void): Promise<never> {
  const assets: Record<string, ArrayBuffer | string> = {};
  let guest: Guest | null = null;
  const { parse, stringify } = JSON;

  const ask: AskBlocking = ({ kind, a, b, line, request, nowNs, inThread, timeoutNs, text }) => {
    pipe.send(FRAME.ASK, [kind, a, b, line, request, nowNs, inThread ? 1 : 0, timeoutNs], text);
    const { numbers, text: answer } = pipe.receive();
    return { endNs: numbers[0] as number, a: numbers[1] as number, b: numbers[2] as number, text: answer };
  };

  function turn(asked: Guest, { numbers, text }: Frame): void {
    const [worker = 0, startNs = 0, horizonNs = 0] = numbers;
    const events = Array.from(numbers.subarray(3));
    const texts = events.length === 0 ? [] : text.split('\0');
    const done = asked.turn({ worker, startNs, horizonNs, events, texts }, ask);
    const { countedNs, nextTimerNs, readyLeft, steps, tasks, syscalls } = done;
    const head = [countedNs, nextTimerNs, readyLeft ? 1 : 0, steps, tasks, done.texts.length];
    // A guest's list may be longer than what it says.
    const count = done.texts.length * SYSCALL_FIELDS;
    const sent = new Float64Array(head.length + count);
    sent.set(head);
    for (let i = 0; i < count; i++) sent[head.length + i] = syscalls[i] as number;
    pipe.send(FRAME.TURNED, sent, done.texts.join('\0'));
  }

  async function call(asked: Call): Promise<Returned> {
    if (asked.method === 'asset') {
      pipe.send(FRAME.RETURN, [], '{}');
      const bytes = pipe.receiveBytes();
      assets[asked.name] = asked.bytes ? (bytes.buffer as ArrayBuffer) : new TextDecoder().decode(bytes);
      return {};
    }
    if (asked.method === 'start') {
      const given: unknown = { ...assets, language: asked.language };
      if (asked.language === 'python') guest = await (await createPythonStarter(given as PythonAssets)).start();
      else guest = createTypeScriptStarter(given as TypeScriptAssets).start();
      drop();
      return {};
    }
    if (guest === null) throw new Error('no guest has started');
    switch (asked.method) {
      case 'check':
        return { value: guest.check(asked.files) };
      case 'load':
        guest.load(asked.options);
        return { value: guest.files };
      case 'restart':
        guest.restart(asked.worker);
        return {};
      case 'stuck':
        return { value: guest.stuck(asked.worker, asked.requests) };
    }
  }

  for (;;) {
    const frame = pipe.receive();
    if (frame.kind === FRAME.TURN && guest !== null) {
      turn(guest, frame);
      continue;
    }
    let returned: Returned;
    try {
      returned = await call(parse(frame.text) as Call);
    } catch (error) {
      returned = tellFailure(error);
    }
    pipe.send(FRAME.RETURN, [], stringify(returned));
  }
}

function tellFailure(error: unknown): Returned {
  if (!(error instanceof GuestLoadError)) return { error: String((error as Error)?.stack ?? error) };
  const { message, traceback, file, line, console } = error;
  return { failure: { message, traceback, file, line, console } };
}
