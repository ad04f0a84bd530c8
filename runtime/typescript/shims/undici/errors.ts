// Errors of undici: names, codes and texts of its version 6.
import { SHARED } from '../../kernel/globals.ts';

export class UndiciError extends Error {
  code = 'UND_ERR';

  constructor(message?: string) {
    super(message);
    this.name = 'UndiciError';
  }
}

type ErrorClass = new (message?: string) => UndiciError;

function define(name: string, code: string, text: string): ErrorClass {
  const made = class extends UndiciError {
    constructor(message?: string) {
      super(message ?? text);
      this.name = name;
      this.code = code;
    }
  };
  Object.defineProperty(made, 'name', { value: name });
  SHARED.push(made);
  return made;
}

export const ConnectTimeoutError = define('ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error');
export const HeadersTimeoutError = define('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error');
export const BodyTimeoutError = define('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT', 'Body Timeout Error');
export const SocketError = define('SocketError', 'UND_ERR_SOCKET', 'Socket error');
export const InvalidArgumentError = define('InvalidArgumentError', 'UND_ERR_INVALID_ARG', 'Invalid Argument Error');
export const RequestAbortedError = define('AbortError', 'UND_ERR_ABORTED', 'Request aborted');
export const ClientDestroyedError = define('ClientDestroyedError', 'UND_ERR_DESTROYED', 'The client is destroyed');
export const ClientClosedError = define('ClientClosedError', 'UND_ERR_CLOSED', 'The client is closed');
export const InformationalError = define('InformationalError', 'UND_ERR_INFO', 'Request information');
export const NotSupportedError = define('NotSupportedError', 'UND_ERR_NOT_SUPPORTED', 'Not supported error');

export class ResponseStatusCodeError extends UndiciError {
  readonly status: number;
  readonly statusCode: number;
  readonly headers: unknown;
  readonly body: unknown;

  constructor(message: string, statusCode: number, headers: unknown, body: unknown) {
    super(message || 'Response Status Code Error');
    this.name = 'ResponseStatusCodeError';
    this.code = 'UND_ERR_RESPONSE_STATUS_CODE';
    this.status = statusCode;
    this.statusCode = statusCode;
    this.headers = headers;
    this.body = body;
  }
}

SHARED.push(UndiciError, ResponseStatusCodeError);

/** Nobody listens there: `told` names the services of the world. */
export function connectionRefused(origin: string, told: string): Error {
  const [, host = origin, port = origin.startsWith('https:') ? '443' : '80'] = /^\w+:\/\/(.*?)(?::(\d+))?$/.exec(origin) ?? [];
  const error = new Error(`connect ECONNREFUSED ${host}:${port}${told ? ` (${told})` : ''}`);
  return Object.assign(error, { errno: -111, code: 'ECONNREFUSED', syscall: 'connect', address: host, port: Number(port) });
}

export const errors = {
  UndiciError,
  ConnectTimeoutError,
  HeadersTimeoutError,
  BodyTimeoutError,
  SocketError,
  InvalidArgumentError,
  RequestAbortedError,
  ClientDestroyedError,
  ClientClosedError,
  InformationalError,
  NotSupportedError,
  ResponseStatusCodeError,
};
