// URL of the URL standard.
import { count } from '../../kernel/worker.ts';
import { FRAGMENT, percentEncode, USERINFO } from './percent.ts';
import {
  appendPath,
  encodeQuery,
  isSpecial,
  originOf,
  parseUrl,
  serializeHost,
  serializeUrl,
  setHostAndPort,
  setPort,
  type UrlRecord,
} from './url-parser.ts';
import { paramsInternals, type URLSearchParams } from './url-search-params.ts';
import { scalarText } from './utf8.ts';

/** CPU of a parsed URL, and of each of its characters (measured in Node 20). */
const PARSE_NS = 400;
const CHARACTER_NS = 2;

function parse(input: string, base: UrlRecord | null): UrlRecord | null {
  count(PARSE_NS + CHARACTER_NS * input.length);
  return parseUrl(input, base);
}

function invalid(input: string, base: unknown): TypeError {
  const error = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: scalarText(input) });
  return base === undefined ? error : Object.assign(error, { base: String(base) });
}

function recordOf(input: unknown, base: unknown): UrlRecord | null {
  if (base === undefined) return parse(String(input), null);
  const parsedBase = parse(String(base), null);
  return parsedBase && parse(String(input), parsedBase);
}

export class URL {
  readonly #url: UrlRecord;
  #params: URLSearchParams | null = null;

  constructor(input: unknown, base?: unknown) {
    // biome-ignore lint/complexity/noArguments: undefined given is not nothing given
    if (arguments.length === 0) throw Object.assign(new TypeError('The "url" argument must be specified'), { code: 'ERR_MISSING_ARGS' });
    const record = recordOf(input, base);
    if (!record) throw invalid(String(input), base);
    this.#url = record;
  }

  static canParse(input: unknown, base?: unknown): boolean {
    return recordOf(input, base) !== null;
  }

  static parse(input: unknown, base?: unknown): URL | null {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }

  get href(): string {
    if (typeof this !== 'object' || this === null || !(#url in this)) throw new TypeError('Receiver must be an instance of class URL');
    return serializeUrl(this.#url);
  }

  set href(value: string) {
    const record = parse(String(value), null);
    if (!record) throw invalid(String(value), undefined);
    Object.assign(this.#url, record);
    this.#renewParams();
  }

  get origin(): string {
    return originOf(this.#url);
  }

  get protocol(): string {
    return `${this.#url.scheme}:`;
  }

  set protocol(value: string) {
    const url = this.#url;
    const found = /^([a-zA-Z][a-zA-Z0-9+.-]*)(:|$)/.exec(String(value));
    const scheme = found?.[1]?.toLowerCase();
    if (scheme === undefined || isSpecial(scheme) !== isSpecial(url.scheme)) return;
    if (scheme === 'file' && (url.username || url.password || url.port !== null)) return;
    if (url.scheme === 'file' && url.host === '') return;
    url.scheme = scheme;
    if (url.port !== null) setPort(url, url.port);
  }

  get username(): string {
    return this.#url.username;
  }

  set username(value: string) {
    if (this.#mayHaveCredentials()) this.#url.username = percentEncode(scalarText(String(value)), USERINFO);
  }

  get password(): string {
    return this.#url.password;
  }

  set password(value: string) {
    if (this.#mayHaveCredentials()) this.#url.password = percentEncode(scalarText(String(value)), USERINFO);
  }

  #mayHaveCredentials(): boolean {
    return Boolean(this.#url.host) && this.#url.scheme !== 'file';
  }

  get host(): string {
    return serializeHost(this.#url);
  }

  set host(value: string) {
    const url = this.#url;
    if (url.opaque) return;
    // The port is taken as far as it is one.
    const text = this.#untilPath(value).replace(/:(\d*)[^\d\]]*$/, ':$1');
    const colon = text.endsWith(':') ? text.slice(0, -1) : text;
    if (url.scheme !== 'file' || !/:[^\]]*$/.test(text)) setHostAndPort(url, colon);
  }

  get hostname(): string {
    return this.#url.host ?? '';
  }

  set hostname(value: string) {
    const text = this.#untilPath(value);
    if (!this.#url.opaque && (text.startsWith('[') || !text.includes(':'))) setHostAndPort(this.#url, text);
  }

  #untilPath(value: string): string {
    const text = String(value).replace(/[\t\n\r]/g, '');
    const end = text.search(isSpecial(this.#url.scheme) ? /[/\\?#]/ : /[/?#]/);
    return end < 0 ? text : text.slice(0, end);
  }

  get port(): string {
    return this.#url.port === null ? '' : String(this.#url.port);
  }

  set port(value: string) {
    if (!this.#mayHaveCredentials()) return;
    const text = String(value).replace(/[\t\n\r]/g, '');
    if (text === '') this.#url.port = null;
    const digits = /^\d+/.exec(text)?.[0];
    if (digits !== undefined && Number(digits) <= 65_535) setPort(this.#url, Number(digits));
  }

  get pathname(): string {
    return this.#url.path;
  }

  set pathname(value: string) {
    const url = this.#url;
    if (url.opaque) return;
    url.path = '';
    appendPath(
      url,
      scalarText(String(value).replace(/[\t\n\r]/g, '')).replace(/[?#]/g, (found) => (found === '?' ? '%3F' : '%23')),
    );
  }

  get search(): string {
    return this.#url.query ? `?${this.#url.query}` : '';
  }

  set search(value: string) {
    const text = scalarText(String(value).replace(/[\t\n\r]/g, ''));
    this.#url.query = text === '' ? null : encodeQuery(this.#url, text.replace(/^\?/, ''));
    this.#renewParams();
  }

  get searchParams(): URLSearchParams {
    this.#params ??= paramsInternals.of(this.#url.query ?? '', (query) => {
      this.#url.query = query === '' ? null : query;
    });
    return this.#params;
  }

  #renewParams(): void {
    if (this.#params) paramsInternals.renew(this.#params, this.#url.query ?? '');
  }

  get hash(): string {
    return this.#url.fragment ? `#${this.#url.fragment}` : '';
  }

  set hash(value: string) {
    const text = scalarText(String(value).replace(/[\t\n\r]/g, ''));
    this.#url.fragment = text === '' ? null : percentEncode(text.replace(/^#/, ''), FRAGMENT);
  }

  toString(): string {
    return this.href;
  }

  toJSON(): string {
    return this.href;
  }

  get [Symbol.toStringTag](): string {
    return 'URL';
  }

  [Symbol.for('nodejs.util.inspect.custom')](_depth: unknown, _options: unknown, inspect?: (value: unknown) => string): unknown {
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash } = this;
    const shown = { href, origin, protocol, username, password, host, hostname, port, pathname, search, searchParams, hash };
    return inspect ? `URL ${inspect(shown)}` : shown;
  }
}
