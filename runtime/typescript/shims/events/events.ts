// node:events, and the event classes that are globals.
import { GLOBAL_MAKERS, SHARED } from '../../kernel/globals.ts';
import { freezeClass } from '../../kernel/realm.ts';
import { captureRejectionSymbol, defaults, type EventEmitter as Emitter, EventEmitter, errorMonitor, type Listener } from '../emitter.ts';
import { invalidArgument, outOfRange } from '../node-errors.ts';
import { AbortController, AbortSignal, signalInternals } from './abort.ts';
import { CustomEvent, Event, EventTarget, targetInternals } from './event-target.ts';
import { on, once } from './once-on.ts';

type Name = string | symbol;

function getEventListeners(source: Emitter | EventTarget, name: Name): unknown[] {
  return targetInternals.isTarget(source) ? targetInternals.listenersOf(source, String(name)) : source.listeners(name);
}

function addAbortListener(signal: AbortSignal, listener: Listener): object {
  if (!signalInternals.isSignal(signal)) throw invalidArgument('signal', 'an instance of AbortSignal', signal);
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener as (event: Event) => unknown, { once: true });
  const remove = () => signal.removeEventListener('abort', listener as (event: Event) => unknown);
  return { [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: remove };
}

function setMaxListeners(most = defaults.mostListeners, ...emitters: Emitter[]): void {
  if (typeof most !== 'number') throw invalidArgument('setMaxListeners', 'of type number', most);
  if (Number.isNaN(most) || most < 0) throw outOfRange('setMaxListeners', '>= 0', most);
  if (emitters.length === 0) defaults.mostListeners = most;
  for (const emitter of emitters) if (!targetInternals.isTarget(emitter)) emitter.setMaxListeners(most);
}

const statics = {
  once,
  on,
  getEventListeners,
  getMaxListeners: (emitter: Emitter) => (targetInternals.isTarget(emitter) ? defaults.mostListeners : emitter.getMaxListeners()),
  listenerCount: (emitter: Emitter, name: Name) => emitter.listenerCount(name),
  setMaxListeners,
  addAbortListener,
  errorMonitor,
  captureRejectionSymbol,
  captureRejections: false,
  usingDomains: false,
};

for (const [name, value] of Object.entries({ ...statics, EventEmitter }))
  Object.defineProperty(EventEmitter, name, { value, enumerable: true, configurable: true, writable: true });
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  get: () => defaults.mostListeners,
  set: (most: number) => setMaxListeners(most),
  enumerable: true,
});
for (const each of [EventEmitter, EventTarget]) freezeClass(each);
SHARED.push(EventEmitter, EventTarget, Event, CustomEvent, AbortController, AbortSignal);
GLOBAL_MAKERS.push(() => ({ AbortController, AbortSignal, CustomEvent, Event, EventTarget }));

export const EVENTS_MODULES: Record<string, () => object> = {
  'node:events': () => ({
    ...statics,
    EventEmitter,
    default: EventEmitter,
    get defaultMaxListeners() {
      return defaults.mostListeners;
    },
  }),
};
