// undici, Node's HTTP client, as far as it is simulated.

declare module 'undici' {
  interface RequestOptions {
    method?: string;
    headers?: Record<string, string | string[]> | [string, string][];
    body?: string | Uint8Array | null;
    query?: Record<string, unknown>;
    signal?: AbortSignal;
    headersTimeout?: number;
    bodyTimeout?: number;
    dispatcher?: Dispatcher;
  }
  interface ResponseData {
    statusCode: number;
    headers: Record<string, string | string[] | undefined>;
    body: { json(): Promise<any>; text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer>; dump(): Promise<void> };
  }
  class Dispatcher {
    close(): Promise<void>;
    destroy(error?: Error): Promise<void>;
    request(options: RequestOptions & { origin?: string | URL; path: string }): Promise<ResponseData>;
  }
  interface AgentOptions {
    /** Connections for each origin at most; as many as are needed unless said otherwise. */
    connections?: number | null;
    pipelining?: number;
    connect?: { timeout?: number };
    connectTimeout?: number;
    headersTimeout?: number;
    bodyTimeout?: number;
    keepAliveTimeout?: number;
    keepAliveMaxTimeout?: number;
  }
  class Agent extends Dispatcher {
    constructor(options?: AgentOptions);
  }
  class Pool extends Dispatcher {
    constructor(origin: string | URL, options?: AgentOptions);
  }
  class Client extends Dispatcher {
    constructor(origin: string | URL, options?: AgentOptions);
  }
  function request(url: string | URL, options?: RequestOptions): Promise<ResponseData>;
  function fetch(input: RequestInfo, init?: RequestInit): Promise<Response>;
  function setGlobalDispatcher(dispatcher: Dispatcher): void;
  function getGlobalDispatcher(): Dispatcher;
  const errors: Record<
    | 'BodyTimeoutError'
    | 'ClientClosedError'
    | 'ClientDestroyedError'
    | 'ConnectTimeoutError'
    | 'HeadersTimeoutError'
    | 'RequestAbortedError'
    | 'SocketError'
    | 'UndiciError',
    new (
      message?: string,
    ) => Error & { code: string }
  >;

  export { Agent, Client, Dispatcher, errors, fetch, getGlobalDispatcher, Pool, request, setGlobalDispatcher };
}
