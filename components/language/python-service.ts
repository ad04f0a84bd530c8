// The Python language server: fetched, started, and kept in step with the program's files.
import { PYTHON_CALL_COSTS } from './call-costs.ts';
import { type Cancellation, LanguageServer, type ServerPort } from './language-server.ts';
import type { Files, LanguageBackend, ProgramService, ServiceAssets, ServiceOptions } from './language-service.ts';
import type { CompletionItem, CompletionList, Diagnostic, DocumentSymbol, Hover, Location, Position, SignatureHelp } from './lsp.ts';
import { symbolPath } from './lsp.ts';
import { createServerWorker, fetchServiceAssets } from './service-assets.ts';

const ROOT = 'file:///program/';
const MODULE_FOLDERS = /^file:\/\/\/(?:stubs|typeshed\/stdlib|program)\/(.*?)(?:\/__init__)?\.pyi?$/;

export class PythonService implements ProgramService {
  private readonly server: LanguageServer;
  private readonly opened = new Map<string, { text: string; version: number }>();
  private readonly symbols = new Map<string, Promise<readonly DocumentSymbol[] | null>>();

  private constructor(server: LanguageServer) {
    this.server = server;
  }

  static async start(port: ServerPort, library: ServiceAssets['library'], files: Files, options: ServiceOptions): Promise<PythonService> {
    const server = new LanguageServer(port, options.onCrash);
    const service = new PythonService(server);
    server.onNotification<{ uri: string; diagnostics: Diagnostic[] }>('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      const file = uri.slice(ROOT.length);
      if (service.opened.has(file)) options.onDiagnostics(file, diagnostics.filter(isTold));
    });
    port.postMessage({ type: 'browser/boot', mode: 'foreground' });
    const own = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/program/${name}`, text]));
    await server.request('initialize', {
      processId: null,
      locale: options.locale === 'zh' ? 'zh-cn' : 'en',
      rootUri: ROOT,
      workspaceFolders: [{ uri: ROOT, name: 'program' }],
      capabilities: CAPABILITIES,
      initializationOptions: { files: { ...library, ...own } },
    });
    server.notify('initialized', {});
    server.notify('workspace/didChangeConfiguration', { settings: SETTINGS });
    for (const [name, text] of Object.entries(files)) service.open(name, text);
    return service;
  }

  sync(files: Files): void {
    for (const name of [...this.opened.keys()]) {
      if (name in files) continue;
      this.opened.delete(name);
      this.server.notify('textDocument/didClose', { textDocument: { uri: ROOT + name } });
      this.server.notify('pyright/deleteFile', { kind: 'delete', uri: ROOT + name });
    }
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const known = this.opened.get(name);
    if (!known) {
      this.open(name, text);
      // So that the other files can import it.
      this.server.notify('pyright/createFile', { kind: 'create', uri: ROOT + name });
    } else if (known.text !== text) {
      known.text = text;
      known.version += 1;
      this.server.notify('textDocument/didChange', {
        textDocument: { uri: ROOT + name, version: known.version },
        contentChanges: [{ text }],
      });
    }
  }

  complete(name: string, position: Position, cancellation: Cancellation): Promise<CompletionList | null> {
    return this.at('completion', name, position, cancellation);
  }

  resolveCompletion(item: CompletionItem, cancellation: Cancellation): Promise<CompletionItem | null> {
    return this.server.request('completionItem/resolve', item, cancellation);
  }

  signatureHelp(name: string, position: Position, cancellation: Cancellation): Promise<SignatureHelp | null> {
    return this.at('signatureHelp', name, position, cancellation);
  }

  hover(name: string, position: Position, cancellation: Cancellation): Promise<Hover | null> {
    return this.at('hover', name, position, cancellation);
  }

  async qualifiedName(name: string, position: Position, cancellation: Cancellation): Promise<string | null> {
    // Of overloads all are found; the symbols of a module name the last.
    const definition = (await this.at<Location[]>('definition', name, position, cancellation))?.at(-1);
    const module = definition?.uri.match(MODULE_FOLDERS)?.[1];
    if (!definition || module === undefined || definition.uri.startsWith(ROOT)) return null;
    let symbols = this.symbols.get(definition.uri);
    if (!symbols) {
      symbols = this.server.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: definition.uri } });
      this.symbols.set(definition.uri, symbols);
    }
    return [module.replaceAll('/', '.'), ...symbolPath((await symbols) ?? [], definition.range.start)].join('.');
  }

  dispose(): void {
    this.server.dispose();
  }

  private open(name: string, text: string): void {
    this.opened.set(name, { text, version: 1 });
    this.server.notify('textDocument/didOpen', { textDocument: { uri: ROOT + name, languageId: 'python', version: 1, text } });
  }

  private at<T>(what: string, name: string, position: Position, cancellation: Cancellation): Promise<T | null> {
    return this.server.request<T>(`textDocument/${what}`, { textDocument: { uri: ROOT + name }, position }, cancellation);
  }
}

export const PYTHON: LanguageBackend = {
  costs: PYTHON_CALL_COSTS,
  fetch: (signal) => fetchServiceAssets('python', signal),
  start: (assets, files, options) => PythonService.start(createServerWorker('python', assets.script), assets.library, files, options),
};

/** Completions that would add an import are off: they would offer the whole standard library at every word. */
const SETTINGS = { basedpyright: { analysis: { autoImportCompletions: false } } };

const CAPABILITIES = {
  textDocument: {
    publishDiagnostics: { tagSupport: { valueSet: [1, 2] }, versionSupport: true },
    hover: { contentFormat: ['markdown'] },
    completion: { completionItem: { documentationFormat: ['markdown'], resolveSupport: { properties: ['documentation', 'detail'] } } },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['markdown'],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

/** functools.wraps gives a class to functions, which then have no attributes of their own: `wrapper.cache = {}` is right all the same. */
function isTold({ message }: Diagnostic): boolean {
  return !/^Cannot (access|assign to) attribute .* for class "_Wrapped\[/.test(message);
}
