import { describe, expect, it, vi } from 'vitest';
import { LanguageServer, type ServerPort } from './language-server.ts';
import { symbolPath } from './lsp.ts';
import { PythonService } from './python-service.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** A worker that keeps what it was sent and says what a test tells it to. */
function fakeWorker() {
  const sent: Message[] = [];
  const port: ServerPort = {
    onmessage: null,
    onerror: null,
    postMessage: (message) => void sent.push(message as Message),
    terminate: vi.fn(),
  };
  const say = (message: object) => port.onmessage?.({ data: { jsonrpc: '2.0', ...message } });
  return { sent, port, say };
}

describe('a language server in a worker', () => {
  it('answers each request by its own answer, in whatever order they come', async () => {
    const { port, say, sent } = fakeWorker();
    const server = new LanguageServer(port, () => {});
    const first = server.request('a', {});
    const second = server.request('b', {});
    say({ id: sent[1]?.id, result: 'second' });
    say({ id: sent[0]?.id, result: 'first' });
    expect(await Promise.all([first, second])).toEqual(['first', 'second']);
  });

  it('rejects a request that the server could not answer', async () => {
    const { port, say, sent } = fakeWorker();
    const answer = new LanguageServer(port, () => {}).request('a', {});
    say({ id: sent[0]?.id, error: { code: -32603, message: 'no such file' } });
    await expect(answer).rejects.toThrow('no such file');
  });

  it('is told when nobody waits for an answer any more', async () => {
    const { port, sent } = fakeWorker();
    let cancel = () => {};
    const cancellation = {
      isCancellationRequested: false,
      onCancellationRequested(listener: () => void) {
        cancel = listener;
        return { dispose() {} };
      },
    };
    const answer = new LanguageServer(port, () => {}).request('a', {}, cancellation);
    cancel();
    expect(await answer).toBeNull();
    expect(sent[1]).toMatchObject({ method: '$/cancelRequest', params: { id: sent[0]?.id } });
  });

  it('gets an answer to what it asks itself', () => {
    const { port, say, sent } = fakeWorker();
    new LanguageServer(port, () => {});
    say({ id: 7, method: 'client/registerCapability', params: {} });
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 7, result: null }]);
  });

  it('ends every open request when it crashes, and says so', async () => {
    const { port } = fakeWorker();
    const onCrash = vi.fn();
    const answer = new LanguageServer(port, onCrash).request('a', {});
    port.onerror?.({ message: 'out of memory', preventDefault() {} });
    await expect(answer).rejects.toThrow('has ended');
    expect(onCrash).toHaveBeenCalledWith('out of memory');
    expect(port.terminate).toHaveBeenCalled();
  });
});

describe('the Python service', () => {
  async function started(files: Record<string, string>) {
    const worker = fakeWorker();
    const seen: [string, number][] = [];
    const starting = PythonService.start(worker.port, { '/stubs/httpx.pyi': '' }, files, {
      locale: 'zh',
      onDiagnostics: (file, diagnostics) => seen.push([file, diagnostics.length]),
      onCrash() {},
    });
    worker.say({ id: worker.sent.find((message) => message.method === 'initialize')?.id, result: {} });
    return { ...worker, seen, service: await starting };
  }
  const methods = (sent: readonly Message[]) => sent.map((message) => message.method);

  it('hands the stubs and the program over before anything is asked', async () => {
    const { sent } = await started({ 'main.py': 'x = 1' });
    expect(sent[1]?.params).toMatchObject({
      locale: 'zh-cn',
      initializationOptions: { files: { '/stubs/httpx.pyi': '', '/program/main.py': 'x = 1' } },
    });
    expect(methods(sent).at(-1)).toBe('textDocument/didOpen');
  });

  it('says what has changed, been added and been deleted, and nothing else', async () => {
    const { sent, service } = await started({ 'main.py': 'x = 1', 'old.py': '' });
    sent.length = 0;
    service.sync({ 'main.py': 'x = 1', 'old.py': '' });
    expect(sent).toEqual([]);
    service.sync({ 'main.py': 'x = 2', 'new.py': 'y = 1' });
    expect(methods(sent)).toEqual([
      'textDocument/didClose',
      'pyright/deleteFile',
      'textDocument/didChange',
      'textDocument/didOpen',
      'pyright/createFile',
    ]);
    expect(sent[2]?.params).toMatchObject({ textDocument: { version: 2 }, contentChanges: [{ text: 'x = 2' }] });
  });

  it('passes on what is wrong with the files of the program only', async () => {
    const { say, seen } = await started({ 'main.py': '' });
    const publish = (uri: string) => say({ method: 'textDocument/publishDiagnostics', params: { uri, diagnostics: [{}] } });
    publish('file:///stubs/httpx.pyi');
    publish('file:///program/main.py');
    expect(seen).toEqual([['main.py', 1]]);
  });
});

it('a symbol is named from the outside to the inside', () => {
  const range = (from: number, to: number) => ({ start: { line: from, character: 0 }, end: { line: to, character: 80 } });
  const symbols = [
    { name: 'connect', range: range(0, 2) },
    { name: 'Pool', range: range(3, 9), children: [{ name: 'acquire', range: range(5, 6) }] },
  ];
  expect(symbolPath(symbols, { line: 5, character: 8 })).toEqual(['Pool', 'acquire']);
  expect(symbolPath(symbols, { line: 3, character: 6 })).toEqual(['Pool']);
  expect(symbolPath(symbols, { line: 20, character: 0 })).toEqual([]);
});
