// The script of the sandbox frame: keeps the bytes that the page handed in, runs the worker, relays its messages.
// Nothing of the user's runs here: only the worker sees their code, and a worker cannot navigate or open anything.

/** Messages of a worker in one second above which it is ended: a run sends some hundreds in all. */
const FLOOD_PER_SECOND = 2000;

export const FRAME_SCRIPT = `'use strict';
(() => {
  const page = window.parent;
  let workerUrl = null;
  let assets = null;
  let worker = null;
  let windowStart = 0;
  let inWindow = 0;
  const say = (message) => page.postMessage(message, '*');

  function end() {
    if (!worker) return;
    worker.onmessage = worker.onerror = null;
    worker.terminate();
    worker = null;
  }

  function begin(generation) {
    end();
    const own = worker = new Worker(workerUrl);
    inWindow = 0;
    own.onmessage = (event) => {
      const now = performance.now();
      if (now - windowStart > 1000) { windowStart = now; inWindow = 0; }
      if (++inWindow > ${FLOOD_PER_SECOND}) {
        end();
        say({ type: 'worker-failed', generation, kind: 'flood', message: '' });
        return;
      }
      say({ type: 'from-worker', generation, message: event.data });
    };
    own.onerror = (event) => {
      end();
      say({ type: 'worker-failed', generation, kind: 'crashed', message: String(event.message || '') });
    };
    own.postMessage({ type: 'load', assets });
  }

  window.addEventListener('message', (event) => {
    if (event.source !== page) return;
    const message = event.data;
    if (message.type === 'load') {
      if (workerUrl) URL.revokeObjectURL(workerUrl);
      workerUrl = URL.createObjectURL(new Blob([message.workerScript], { type: 'text/javascript' }));
      assets = message.assets;
      begin(message.generation);
    } else if (message.type === 'restart') {
      if (!assets) return;
      begin(message.generation);
      say({ type: 'restarted', generation: message.generation });
    } else if (message.type === 'to-worker' && worker) {
      worker.postMessage(message.message);
    }
  });
  say({ type: 'frame-ready' });
})();`;
