// TypeScript's language service in a worker of its own, bundled on its own (cli/assets): JSON-RPC, as language servers speak it.
import type { CompletionItem, Position } from './lsp.ts';
import { TypeScriptProgram } from './typescript-program.ts';

const scope = globalThis as unknown as {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: ServerMessage }) => void) | null;
};

interface ServerMessage {
  readonly id?: number;
  readonly method: string;
  readonly params: never;
}
interface At {
  readonly name: string;
  readonly position: Position;
}

/** After the last key: checking takes the worker's whole time. */
const CHECK_AFTER_MS = 250;

let program: TypeScriptProgram | null = null;
let checking: ReturnType<typeof setTimeout> | undefined;

const own = (): TypeScriptProgram => {
  if (!program) throw new Error('not started');
  return program;
};

const METHODS: Readonly<Record<string, (params: never) => unknown>> = {
  start({ library, files }: { library: Record<string, string>; files: Record<string, string> }) {
    program = new TypeScriptProgram(library);
    for (const [name, text] of Object.entries(files)) program.write(name, text);
    checkSoon();
    return null;
  },
  write({ name, text }: { name: string; text: string }) {
    own().write(name, text);
    checkSoon();
  },
  remove({ name }: { name: string }) {
    own().remove(name);
    checkSoon();
  },
  complete: ({ name, position }: At) => own().complete(name, position),
  resolveCompletion: ({ item }: { item: CompletionItem }) => own().resolveCompletion(item),
  signatureHelp: ({ name, position }: At) => own().signatureHelp(name, position),
  hover: ({ name, position }: At) => own().hover(name, position),
  qualifiedName: ({ name, position }: At) => own().qualifiedName(name, position),
};

function checkSoon(): void {
  clearTimeout(checking);
  checking = setTimeout(() => {
    for (const name of own().files) {
      scope.postMessage({ jsonrpc: '2.0', method: 'diagnostics', params: { name, diagnostics: own().diagnostics(name) } });
    }
  }, CHECK_AFTER_MS);
}

scope.onmessage = ({ data: { id, method, params } }) => {
  try {
    const result = METHODS[method]?.(params) ?? null;
    if (id !== undefined) scope.postMessage({ jsonrpc: '2.0', id, result });
  } catch (error) {
    if (id === undefined) throw error;
    scope.postMessage({ jsonrpc: '2.0', id, error: { message: error instanceof Error ? error.message : String(error) } });
  }
};
