// What a language brings for the editor: a server in a worker, fetched after the runtimes, and what its calls cost.
import type { Locale } from '../shell/locale.ts';
import type { CostKind } from './call-costs.ts';
import type { Cancellation } from './language-server.ts';
import type { CompletionItem, CompletionList, Diagnostic, Hover, Position, SignatureHelp } from './lsp.ts';

export type Files = Readonly<Record<string, string>>;

export type LanguageStatus = 'waiting' | 'starting' | 'ready' | 'failed';

/** What the machine has time for: bytes once the runtimes have theirs, work once they stand. */
export type LanguageTurn = 'wait' | 'fetch' | 'start';

/** What has to be fetched before a server can be started. */
export interface ServiceAssets {
  readonly script: Blob;
  /** Path in the server's file system to text: declarations and settings. */
  readonly library: Readonly<Record<string, string>>;
}

export interface ServiceOptions {
  readonly locale: Locale;
  readonly onDiagnostics: (file: string, diagnostics: readonly Diagnostic[]) => void;
  readonly onCrash: (message: string) => void;
}

export interface ProgramService {
  /** Tells the server what has changed since it was last told. */
  sync(files: Files): void;
  write(name: string, text: string): void;
  complete(name: string, position: Position, cancellation: Cancellation): Promise<CompletionList | null>;
  resolveCompletion(item: CompletionItem, cancellation: Cancellation): Promise<CompletionItem | null>;
  signatureHelp(name: string, position: Position, cancellation: Cancellation): Promise<SignatureHelp | null>;
  hover(name: string, position: Position, cancellation: Cancellation): Promise<Hover | null>;
  /** Module and name of what the word at the position stands for: "httpx.AsyncClient.get". Null if it is nothing of a module. */
  qualifiedName(name: string, position: Position, cancellation: Cancellation): Promise<string | null>;
  dispose(): void;
}

export interface LanguageBackend {
  /** By qualified name. */
  readonly costs: ReadonlyMap<string, CostKind>;
  fetch(signal: AbortSignal): Promise<ServiceAssets>;
  start(assets: ServiceAssets, files: Files, options: ServiceOptions): Promise<ProgramService>;
}
