// The language server's worker in Node: its script in a context of its own, with what a worker has of the browser.
import vm from 'node:vm';
import type { ServerPort } from '#components/language/language-server.ts';

export function serverInNode(script: string): ServerPort {
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  const port: ServerPort = {
    onmessage: null,
    onerror: null,
    postMessage(message) {
      const data = structuredClone(message);
      setImmediate(() => listeners.forEach((listener) => void listener({ data })));
    },
    terminate() {
      listeners.length = 0;
    },
  };
  const self = {
    addEventListener(kind: string, listener: (event: { readonly data: unknown }) => void) {
      if (kind === 'message') listeners.push(listener);
    },
    set onmessage(listener: (event: { readonly data: unknown }) => void) {
      listeners.push(listener);
    },
    postMessage(message: unknown) {
      const data = structuredClone(message);
      setImmediate(() => port.onmessage?.({ data }));
    },
    close() {},
  };
  // Its own messages about what it loads are for a developer of the server.
  const console = { log() {}, info() {}, warn() {}, error() {} };
  const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate: immediate, queueMicrotask } = globalThis;
  const host = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate: immediate, queueMicrotask };
  const context = vm.createContext({ self, console, ...host, performance, MessageChannel, TextDecoder, TextEncoder, URL });
  vm.runInContext(script, context, { filename: 'python-server.js' });
  return port;
}
