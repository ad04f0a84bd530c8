// The module undici.
import { notSimulated } from '../../kernel/worker.ts';
import { FormData } from '../web/blob.ts';
import { Headers } from '../web/headers.ts';
import { Request } from '../web/request.ts';
import { Response } from '../web/response.ts';
import {
  Agent,
  Client,
  Dispatcher,
  dispatcherInternals,
  dispatcherOf,
  getGlobalDispatcher,
  Pool,
  setGlobalDispatcher,
} from './dispatcher.ts';
import { errors } from './errors.ts';
import { fetch } from './fetch.ts';
import { type RequestOptions, requestBy } from './request.ts';

function request(url: unknown, options: RequestOptions = {}): unknown {
  return requestBy((origin, call) => dispatcherInternals.send(dispatcherOf(options.dispatcher), origin, call), url, options);
}

const AVAILABLE = 'Agent, Pool, Client, request, fetch, setGlobalDispatcher, getGlobalDispatcher, errors';

/** Names that programs import, and that say so when they are used. */
function refused(name: string): unknown {
  return function refuse(): never {
    return notSimulated(`undici: ${name}`, AVAILABLE);
  };
}

const REFUSED = [
  'BalancedPool',
  'MockAgent',
  'MockPool',
  'MockClient',
  'ProxyAgent',
  'RetryAgent',
  'RetryHandler',
  'WebSocket',
  'EventSource',
];

export const UNDICI_MODULES: Record<string, () => object> = {
  undici: () => ({
    Agent,
    Client,
    Dispatcher,
    FormData,
    Headers,
    Pool,
    Request,
    Response,
    errors: { ...errors },
    fetch,
    getGlobalDispatcher,
    request,
    setGlobalDispatcher,
    ...Object.fromEntries([...REFUSED, 'stream', 'pipeline', 'connect', 'upgrade'].map((name) => [name, refused(name)])),
  }),
};
