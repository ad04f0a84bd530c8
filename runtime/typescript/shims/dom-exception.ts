// DOMException of Web IDL.
import { GLOBAL_MAKERS, SHARED } from '../kernel/globals.ts';

const CODES: Readonly<Record<string, readonly [constant: string, code: number]>> = {
  IndexSizeError: ['INDEX_SIZE_ERR', 1],
  HierarchyRequestError: ['HIERARCHY_REQUEST_ERR', 3],
  WrongDocumentError: ['WRONG_DOCUMENT_ERR', 4],
  InvalidCharacterError: ['INVALID_CHARACTER_ERR', 5],
  NoModificationAllowedError: ['NO_MODIFICATION_ALLOWED_ERR', 7],
  NotFoundError: ['NOT_FOUND_ERR', 8],
  NotSupportedError: ['NOT_SUPPORTED_ERR', 9],
  InUseAttributeError: ['INUSE_ATTRIBUTE_ERR', 10],
  InvalidStateError: ['INVALID_STATE_ERR', 11],
  SyntaxError: ['SYNTAX_ERR', 12],
  InvalidModificationError: ['INVALID_MODIFICATION_ERR', 13],
  NamespaceError: ['NAMESPACE_ERR', 14],
  InvalidAccessError: ['INVALID_ACCESS_ERR', 15],
  TypeMismatchError: ['TYPE_MISMATCH_ERR', 17],
  SecurityError: ['SECURITY_ERR', 18],
  NetworkError: ['NETWORK_ERR', 19],
  AbortError: ['ABORT_ERR', 20],
  URLMismatchError: ['URL_MISMATCH_ERR', 21],
  QuotaExceededError: ['QUOTA_EXCEEDED_ERR', 22],
  TimeoutError: ['TIMEOUT_ERR', 23],
  InvalidNodeTypeError: ['INVALID_NODE_TYPE_ERR', 24],
  DataCloneError: ['DATA_CLONE_ERR', 25],
};

export class DOMException extends Error {
  readonly #message: string;
  readonly #name: string;

  constructor(message: unknown = '', options: unknown = 'Error') {
    super();
    this.#message = String(message);
    const given = (typeof options === 'object' && options !== null ? options : { name: options }) as { name?: unknown; cause?: unknown };
    this.#name = String(given.name ?? 'Error');
    if ('cause' in given) Object.defineProperty(this, 'cause', { value: given.cause, writable: true, configurable: true });
    const stack = this.#message === '' ? this.#name : `${this.#name}: ${this.#message}`;
    Object.defineProperty(this, 'stack', { value: stack, writable: true, configurable: true });
  }

  // The engine asks for the name while the object is made.
  override get name(): string {
    return #name in this ? this.#name : 'Error';
  }

  override get message(): string {
    return #message in this ? this.#message : '';
  }

  get code(): number {
    return CODES[this.#name]?.[1] ?? 0;
  }

  get [Symbol.toStringTag](): string {
    return 'DOMException';
  }
}

for (const [constant, code] of Object.values(CODES)) {
  Object.defineProperty(DOMException, constant, { value: code, enumerable: true });
  Object.defineProperty(DOMException.prototype, constant, { value: code, enumerable: true });
}

SHARED.push(DOMException);
GLOBAL_MAKERS.push(() => ({ DOMException }));
