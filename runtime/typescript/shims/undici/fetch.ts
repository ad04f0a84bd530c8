// fetch: a Request over the connections of a dispatcher, its answer as a Response.
import { S } from '../../kernel/counters.ts';
import { GLOBAL_MAKERS } from '../../kernel/globals.ts';
import { GuestPromise } from '../../kernel/promise.ts';
import { charge, worker } from '../../kernel/worker.ts';
import { signalInternals } from '../events/abort.ts';
import { bodyText } from '../web/body.ts';
import { Request, requestInternals } from '../web/request.ts';
import { responseInternals } from '../web/response.ts';
import { dispatcherInternals, dispatcherOf } from './dispatcher.ts';
import { Call, type OriginPool } from './origin-pool.ts';
import { originOfUrl, reasonOf, wireText, withoutFragment } from './wire.ts';

/** What fetch takes of the CPU beyond undici.request, in calls of that (measured: docs/fidelity.md). */
const BESIDE_REQUEST = 3;

type FetchInit = ConstructorParameters<typeof Request>[1] & { readonly dispatcher?: unknown };

export function fetch(input: unknown, init: FetchInit = {}): unknown {
  const promise = GuestPromise.pending();
  try {
    const request = new Request(input, init);
    const body = bodyText(request);
    if (typeof body === 'string') send(promise, request, body, init?.dispatcher);
    else
      body.then(
        (text: unknown) => send(promise, request, String(text), init?.dispatcher),
        (error: unknown) => GuestPromise.rejectWith(promise, error),
      );
  } catch (error) {
    S.c(error);
    GuestPromise.rejectWith(promise, error);
  }
  return promise;
}

const failed = (cause: unknown) => new TypeError('fetch failed', { cause });

function send(promise: GuestPromise, request: Request, body: string, given: unknown): void {
  const { url, method } = request;
  const signal = requestInternals.signalOf(request);
  if (signal?.aborted) {
    GuestPromise.rejectWith(promise, signal.reason);
    return;
  }
  if (!url.startsWith('http:') && !url.startsWith('https:')) {
    GuestPromise.rejectWith(promise, failed(new Error('unknown scheme')));
    return;
  }
  charge(BESIDE_REQUEST * worker().options.costs.undiciCall);
  let pool: OriginPool | null = null;
  const call = new Call(
    wireText(method, url, requestInternals.wireHeaders(request), body),
    null,
    ({ a, b, text }) => {
      if (signal && abort) signalInternals.unfollow(signal, abort);
      if (a >= 300 && a < 400 && request.redirect === 'error') GuestPromise.rejectWith(promise, failed(new Error('unexpected redirect')));
      else
        GuestPromise.fulfill(promise, responseInternals.arrived(a, reasonOf(a), b, method === 'HEAD' ? null : text, withoutFragment(url)));
    },
    (error) => {
      if (signal && abort) signalInternals.unfollow(signal, abort);
      GuestPromise.rejectWith(promise, failed(error));
    },
  );
  const abort =
    signal &&
    (() => {
      pool?.abort(call);
      GuestPromise.rejectWith(promise, signal.reason);
    });
  if (signal && abort) signalInternals.follow(signal, abort);
  try {
    pool = dispatcherInternals.send(dispatcherOf(given), originOfUrl(url), call);
  } catch (error) {
    S.c(error);
    GuestPromise.rejectWith(promise, failed(error));
  }
}

GLOBAL_MAKERS.push(() => ({ fetch }));
