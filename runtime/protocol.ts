// Messages between the page and the sandbox worker. Types only: the protocol is readable without reading either side.
// Task, submission and report travel as plain data; the page checks the report with the judge's schema before use.

export interface PostgresAssets {
  readonly pgliteWasm: ArrayBuffer;
  readonly pgliteData: ArrayBuffer;
  readonly pgliteImage: ArrayBuffer;
}
export interface PythonAssets {
  readonly language: 'python';
  readonly pyodideMjs: string;
  readonly pyodideAsmMjs: string;
  readonly pyodideWasm: ArrayBuffer;
  readonly pythonStdlib: ArrayBuffer;
  readonly lockFile: string;
  readonly pythonSnapshot: ArrayBuffer;
}
export interface TypeScriptAssets {
  readonly language: 'typescript';
  /** A script whose value is the compiler: compileModule, and describeSyntax for the checks of the code. */
  readonly compiler: string;
  /** A script whose value is a realm, fresh each time. */
  readonly kernel: string;
  /** Real libraries, compiled: JSON. */
  readonly libraries: string;
}
/**
 * Bytes that the page fetched from its own origin and hands in: the sandbox itself has no network. One worker runs one language:
 * TypeScript's freezes JavaScript's own objects, which Python's interpreter does not expect.
 */
export type SandboxAssets = PostgresAssets & (PythonAssets | TypeScriptAssets);

/** A resource in the running stage so far: ResourceReport without its series, at fleet scale. */
export interface ResourceProgress {
  readonly name: string;
  readonly kind: string;
  readonly servers: number;
  readonly utilisation: number;
  readonly meanWaitMs: number;
  readonly maxQueue: number;
  readonly errors: number;
}

export type ToSandbox =
  | { readonly type: 'load'; readonly assets: SandboxAssets }
  /** What a first run is likely to be: rehearsed while nobody waits. */
  | { readonly type: 'warm-up'; readonly task: unknown; readonly submission: unknown }
  | { readonly type: 'run'; readonly runId: number; readonly task: unknown; readonly submission: unknown }
  /** The last run's deciding stage without the limit that it fell by; dropped when another run is asked for. */
  | { readonly type: 'what-if'; readonly runId: number };

export type FromSandbox =
  | { readonly type: 'loading'; readonly what: 'python' | 'typescript' | 'postgres'; readonly done: boolean }
  | { readonly type: 'ready' }
  | { readonly type: 'load-failed'; readonly message: string }
  | { readonly type: 'stage-started'; readonly runId: number; readonly index: number; readonly offeredRps: number }
  | {
      readonly type: 'progress';
      readonly runId: number;
      readonly index: number;
      readonly fraction: number;
      readonly completed: number;
      readonly inFlight: number;
      readonly resources: readonly ResourceProgress[];
    }
  | { readonly type: 'stage-done'; readonly runId: number; readonly index: number; readonly stage: unknown }
  | { readonly type: 'report'; readonly runId: number; readonly report: unknown }
  /** Null: it could not be measured. */
  | { readonly type: 'what-if'; readonly runId: number; readonly result: unknown }
  | {
      readonly type: 'run-failed';
      readonly runId: number;
      readonly kind: 'guest' | 'internal';
      readonly message: string;
      readonly traceback: string;
      readonly file: string | null;
      readonly line: number | null;
    };
