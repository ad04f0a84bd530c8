// A bound on the interpreter's stack. CPython asks how much of its own stack is left before a call goes through C; in WebAssembly the
// host's stack is full long before that one is, and ends the interpreter. So it is told of a smaller one: what nests too deeply is a
// RecursionError, at the same depth everywhere.

/** Some 200 calls of Python through C (a recursive function behind functools.cache, a __getattr__ that asks for itself). The stacks of
 *  Node 20 and of a worker of Chromium are full between 130 and 160 kB of it, while little of the code is optimised. */
const STACK_BYTES = 112 * 1024;
const FRAME = /^ {2}File "([^"]+)", line (\d+)/;

interface StackModule {
  _PyThreadState_Get(): number;
  _PyUnstable_ThreadState_SetStackProtection(thread: number, startAddress: number, bytes: number): number;
  _emscripten_stack_get_base(): number;
  _dump_traceback(): void;
}

interface PyodideApi {
  fatal_error(error: unknown): never;
}

export interface WithStack {
  readonly _module: StackModule;
  readonly _api: PyodideApi;
  setStdout(options: { batched: (line: string) => void }): void;
}

/** The interpreter has ended and takes no more calls: what only C code nests (a long chain of tuples that is let go of) has used up
 *  the host's stack, or WebAssembly met what must not be. */
export class InterpreterLost extends Error {
  constructor(
    readonly reason: unknown,
    /** Where it was, innermost first: file and line. */
    readonly frames: readonly (readonly [string, number])[],
  ) {
    super('the interpreter has ended');
  }

  get stackOverflow(): boolean {
    return this.reason instanceof RangeError;
  }
}

export function limitStack(interpreter: WithStack): void {
  const { _module: module, _api: api } = interpreter;
  const base = module._emscripten_stack_get_base();
  module._PyUnstable_ThreadState_SetStackProtection(module._PyThreadState_Get(), base - STACK_BYTES, STACK_BYTES);
  const isOver = (error: unknown) => error instanceof RangeError || error instanceof WebAssembly.RuntimeError;
  const real = api.fatal_error;
  api.fatal_error = (error) => {
    if (error instanceof InterpreterLost) throw error;
    if (!isOver(error)) return real(error);
    throw new InterpreterLost(error, placesOf(interpreter));
  };
}

function placesOf(interpreter: WithStack): (readonly [string, number])[] {
  const frames: (readonly [string, number])[] = [];
  interpreter.setStdout({
    batched: (line) => {
      const [, file, number] = FRAME.exec(line) ?? [];
      if (file !== undefined) frames.push([file, Number(number)]);
    },
  });
  interpreter._module._dump_traceback();
  return frames;
}
