// The methods of a guest that travel as JSON, on both sides of the pipe.
import type { CodeFinding, GuestLoadOptions, StuckRequest } from '#engine/guest-port.ts';

export type Call =
  /** The next frame holds the bytes of this asset; `bytes`: as they are, not as text. */
  | { readonly method: 'asset'; readonly name: string; readonly bytes: boolean }
  | { readonly method: 'start'; readonly language: 'python' | 'typescript' }
  | { readonly method: 'check'; readonly files: Readonly<Record<string, string>> }
  | { readonly method: 'load'; readonly options: GuestLoadOptions }
  | { readonly method: 'restart'; readonly worker: number }
  | { readonly method: 'stuck'; readonly worker: number; readonly requests: readonly number[] };

export interface LoadFailure {
  readonly message: string;
  readonly traceback: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly console: readonly string[];
}

export interface Returned {
  readonly value?: null | readonly string[] | readonly CodeFinding[] | readonly StuckRequest[];
  /** A GuestLoadError. */
  readonly failure?: LoadFailure;
  /** The guest's process cannot go on. */
  readonly error?: string;
}
