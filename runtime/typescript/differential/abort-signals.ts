const shown = (f: () => unknown) => {
  try {
    console.log(f());
  } catch (error) {
    const { name, message, code } = (error ?? {}) as Error & { code?: string };
    console.log('threw', typeof error, name, message, code);
  }
};

shown(() => AbortSignal.abort().throwIfAborted());
shown(() => AbortSignal.abort('why').throwIfAborted());
shown(() => new (AbortSignal as never as { new (): unknown })());
shown(() => AbortSignal.timeout(-1));
shown(() => AbortSignal.timeout('x' as never));
shown(() => AbortSignal.timeout(undefined as never));
shown(() => AbortSignal.any(1 as never));
shown(() => AbortSignal.any([1 as never]));
shown(() => AbortSignal.any([AbortSignal.abort('z')]).reason);
shown(() => new Event(undefined as never).type);
shown(() => new EventTarget().dispatchEvent({} as Event));
shown(() => new EventTarget().addEventListener('x', 1 as never));
shown(() => new CustomEvent('x', { detail: 5 }).detail);

const controller = new AbortController();
const any = AbortSignal.any([controller.signal, AbortSignal.timeout(1000)]);
const nested = AbortSignal.any([any]);
controller.signal.onabort = (event) => console.log('onabort', event.type, event.target === controller.signal, any.aborted);
controller.signal.addEventListener('abort', () => console.log('listener'), { once: true });
any.addEventListener('abort', () => console.log('any', any.reason));
nested.addEventListener('abort', () => console.log('nested'));
controller.abort('given');
controller.abort('again');
console.log(controller.signal.reason, any.reason, nested.aborted, controller, any);

const timeout = AbortSignal.timeout(20);
timeout.addEventListener('abort', () => console.log('timed out', timeout.reason.name, timeout.reason.message, timeout.reason.code));
console.log(timeout.aborted);
await new Promise((resolve) => setTimeout(resolve, 60));
console.log(timeout.aborted, timeout.reason instanceof DOMException, timeout.reason instanceof Error);

const exception = new DOMException('text', 'AbortError');
console.log(exception.code, exception.name, exception.message, String(exception), Object.keys(exception), DOMException.ABORT_ERR);
console.log(Object.prototype.toString.call(exception), new DOMException().name, new DOMException('a', { name: 'X', cause: 3 }).cause);

const target = new EventTarget();
let calls = 0;
const listener = () => {
  calls++;
};
target.addEventListener('a', listener);
target.addEventListener('a', listener);
target.addEventListener('a', { handleEvent: () => void (calls += 10) }, { once: true });
target.dispatchEvent(new Event('a'));
target.dispatchEvent(new Event('a'));
target.removeEventListener('a', listener);
target.dispatchEvent(new Event('a'));
const event = new Event('b', { cancelable: true });
target.addEventListener('b', (each) => {
  each.preventDefault();
  each.stopImmediatePropagation();
});
target.addEventListener('b', () => console.log('never'));
console.log(calls, target.dispatchEvent(event), event.defaultPrevented, event.type, event.target === target, event.currentTarget, event.eventPhase);
