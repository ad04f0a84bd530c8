// JSON-RPC with a language server that runs in a worker: requests, notifications, and answers to what it asks.

export interface ServerPort {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message: string; preventDefault(): void }) => void) | null;
  terminate(): void;
}

interface Incoming {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}
/** The shape of Monaco's and of any other cancellation token. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

export class LanguageServer {
  private readonly port: ServerPort;
  private readonly pending = new Map<number, Pending>();
  private readonly handlers = new Map<string, (params: never) => void>();
  private nextId = 1;

  /** onCrash: the worker ended by an error; every open request has been rejected. */
  constructor(port: ServerPort, onCrash: (message: string) => void) {
    this.port = port;
    port.onmessage = ({ data }) => this.receive(data as Incoming);
    port.onerror = (event) => {
      event.preventDefault();
      this.dispose();
      onCrash(event.message);
    };
  }

  /** A cancelled request is answered by null, as a request that finds nothing is. */
  async request<T>(method: string, params: unknown, cancellation?: Cancellation): Promise<T | null> {
    if (cancellation?.isCancellationRequested) return null;
    const id = this.nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.pending.set(id, { resolve, reject }));
    this.port.postMessage({ jsonrpc: '2.0', id, method, params });
    const listener = cancellation?.onCancellationRequested(() => {
      this.notify('$/cancelRequest', { id });
      this.settle(id)?.resolve(null);
    });
    try {
      return (await answer) as T | null;
    } finally {
      listener?.dispose();
    }
  }

  notify(method: string, params: unknown): void {
    this.port.postMessage({ jsonrpc: '2.0', method, params });
  }

  onNotification<T>(method: string, handler: (params: T) => void): void {
    this.handlers.set(method, handler);
  }

  dispose(): void {
    this.port.terminate();
    for (const id of [...this.pending.keys()]) this.settle(id)?.reject(new Error('the language server has ended'));
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private receive(message: Incoming): void {
    if (message.method !== undefined) {
      // It asks for nothing that needs an answer of ours: settings come by notification.
      if (message.id !== undefined) this.port.postMessage({ jsonrpc: '2.0', id: message.id, result: null });
      else this.handlers.get(message.method)?.(message.params as never);
      return;
    }
    const pending = this.settle(Number(message.id));
    if (message.error) pending?.reject(new Error(message.error.message));
    else pending?.resolve(message.result);
  }
}
