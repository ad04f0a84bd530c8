// The TypeScript language server: kept in step with the program's files.
import { TYPESCRIPT_CALL_COSTS } from './call-costs.ts';
import { type Cancellation, LanguageServer, type ServerPort } from './language-server.ts';
import type { Files, LanguageBackend, ProgramService, ServiceAssets, ServiceOptions } from './language-service.ts';
import type { CompletionItem, CompletionList, Diagnostic, Hover, Position, SignatureHelp } from './lsp.ts';
import { createServerWorker, fetchServiceAssets } from './service-assets.ts';

export class TypeScriptService implements ProgramService {
  readonly #server: LanguageServer;
  readonly #known: Map<string, string>;

  private constructor(server: LanguageServer, files: Files) {
    this.#server = server;
    this.#known = new Map(Object.entries(files));
  }

  static async start(
    port: ServerPort,
    library: ServiceAssets['library'],
    files: Files,
    options: ServiceOptions,
  ): Promise<TypeScriptService> {
    const server = new LanguageServer(port, options.onCrash);
    const service = new TypeScriptService(server, files);
    server.onNotification<{ name: string; diagnostics: Diagnostic[] }>('diagnostics', ({ name, diagnostics }) => {
      if (service.#known.has(name)) options.onDiagnostics(name, diagnostics);
    });
    await server.request('start', { library, files });
    return service;
  }

  sync(files: Files): void {
    for (const name of [...this.#known.keys()]) {
      if (name in files) continue;
      this.#known.delete(name);
      this.#server.notify('remove', { name });
    }
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    if (this.#known.get(name) === text) return;
    this.#known.set(name, text);
    this.#server.notify('write', { name, text });
  }

  complete(name: string, position: Position, cancellation: Cancellation): Promise<CompletionList | null> {
    return this.#server.request('complete', { name, position }, cancellation);
  }

  resolveCompletion(item: CompletionItem, cancellation: Cancellation): Promise<CompletionItem | null> {
    return this.#server.request('resolveCompletion', { item }, cancellation);
  }

  signatureHelp(name: string, position: Position, cancellation: Cancellation): Promise<SignatureHelp | null> {
    return this.#server.request('signatureHelp', { name, position }, cancellation);
  }

  hover(name: string, position: Position, cancellation: Cancellation): Promise<Hover | null> {
    return this.#server.request('hover', { name, position }, cancellation);
  }

  qualifiedName(name: string, position: Position, cancellation: Cancellation): Promise<string | null> {
    return this.#server.request('qualifiedName', { name, position }, cancellation);
  }

  dispose(): void {
    this.#server.dispose();
  }
}

export const TYPESCRIPT: LanguageBackend = {
  costs: TYPESCRIPT_CALL_COSTS,
  fetch: (signal) => fetchServiceAssets('typescript', signal),
  start: (assets, files, options) =>
    TypeScriptService.start(createServerWorker('typescript', assets.script), assets.library, files, options),
};
