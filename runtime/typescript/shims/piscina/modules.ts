// piscina and node:worker_threads, as far as they are simulated.

import { SHARED } from '../../kernel/globals.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { Thread } from '../../kernel/thread.ts';
import { notSimulated, worker } from '../../kernel/worker.ts';
import { Piscina } from './piscina.ts';

freezeClass(Piscina);
SHARED.push(Piscina);

const refuse = (name: string) =>
  function refused(): never {
    return notSimulated(
      `${name} of node:worker_threads`,
      "threads by piscina: new Piscina({ filename: new URL('./worker.ts', import.meta.url).href })",
    );
  };

export const PISCINA_MODULES: Record<string, () => object> = {
  piscina: () => ({
    default: Piscina,
    Piscina,
    // Whatever is moved is copied: nobody sees the difference but in what it costs.
    move: (value: unknown) => value,
    isWorkerThread: worker() instanceof Thread,
    workerData: undefined,
    version: '4.9.2',
  }),
  'node:worker_threads': () => {
    const at = worker();
    const isThread = at instanceof Thread;
    return {
      isMainThread: !isThread,
      threadId: isThread ? at.threadId : 0,
      parentPort: null,
      workerData: null,
      resourceLimits: {},
      Worker: refuse('Worker'),
      MessageChannel: refuse('MessageChannel'),
      MessagePort: refuse('MessagePort'),
      BroadcastChannel: refuse('BroadcastChannel'),
      receiveMessageOnPort: refuse('receiveMessageOnPort'),
      markAsUntransferable: () => undefined,
    };
  },
};
