// The basic URL parser of the URL standard, a state at a time. The path is kept as text, as it is shown.
import { C0_CONTROL, FRAGMENT, PATH, percentEncode, QUERY, SPECIAL_QUERY, USERINFO } from './percent.ts';
import { parseHost } from './url-host.ts';
import { scalarText } from './utf8.ts';

export interface UrlRecord {
  scheme: string;
  username: string;
  password: string;
  /** Null: none; '' is the empty host. */
  host: string | null;
  port: number | null;
  /** '' or '/...'; any text where it is opaque. */
  path: string;
  opaque: boolean;
  query: string | null;
  fragment: string | null;
}

const DEFAULT_PORTS: Readonly<Record<string, number | null>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21, file: null };

export const isSpecial = (scheme: string): boolean => Object.hasOwn(DEFAULT_PORTS, scheme);

const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;

/** Scheme, host, path and query that parsing leaves as they are: no dots to resolve, nothing to encode, no port, no number for a host. */
const PLAIN =
  /^(https?):\/\/([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*)(\/(?:[\w~!$&'()*+,;=:@-]|(?<!\/)\.)*(?:\/(?:[\w~!$&'()*+,;=:@-]|(?<!\/)\.)*)*)(?:\?([\w\-.~!$&()*+,;=:@%/?]*))?$/;

export function isPlainUrl(input: string): boolean {
  return PLAIN.test(input);
}

/** Null: no valid URL. Most URLs of a program are plain: one look tells their parts. */
export function parseUrl(input: string, base: UrlRecord | null): UrlRecord | null {
  const plain = PLAIN.exec(input);
  if (!plain) return parseAny(input, base);
  const url = emptyUrl(plain[1] as string);
  url.host = plain[2] as string;
  url.path = plain[3] as string;
  url.query = plain[4] ?? null;
  return url;
}

function parseAny(input: string, base: UrlRecord | null): UrlRecord | null {
  const text = scalarText(input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, ''));
  const found = SCHEME.exec(text);
  if (!found) return base ? relative(text, base) : null;
  const url = emptyUrl((found[1] as string).toLowerCase());
  const rest = text.slice(found[0].length);
  if (url.scheme === 'file') return fileUrl(url, rest, base?.scheme === 'file' ? base : null);
  if (isSpecial(url.scheme)) {
    if (base?.scheme === url.scheme && !/^[/\\]{2}/.test(rest)) {
      if (!rest.startsWith('//')) return relative(rest, base);
    }
    return authority(url, rest.replace(/^[/\\]+/, ''));
  }
  if (rest.startsWith('//')) return authority(url, rest.slice(2));
  if (rest.startsWith('/')) return tail(url, rest);
  url.opaque = true;
  return tail(url, rest);
}

function emptyUrl(scheme: string): UrlRecord {
  return { scheme, username: '', password: '', host: null, port: null, path: '', opaque: false, query: null, fragment: null };
}

function relative(text: string, base: UrlRecord): UrlRecord | null {
  if (base.opaque) {
    if (!text.startsWith('#')) return null;
    return { ...base, fragment: percentEncode(text.slice(1), FRAGMENT) };
  }
  const url = { ...base, query: null, fragment: null };
  if (base.scheme === 'file') return fileUrl(url, text, base);
  const slash = isSpecial(base.scheme) ? /^[/\\]/ : /^\//;
  if (slash.test(text)) {
    if (slash.test(text.slice(1))) {
      const bare = emptyUrl(base.scheme);
      return authority(bare, isSpecial(base.scheme) ? text.replace(/^[/\\]+/, '') : text.slice(2));
    }
    url.path = '';
    return tail(url, text);
  }
  return relativePath(url, text, base);
}

function relativePath(url: UrlRecord, text: string, base: UrlRecord): UrlRecord | null {
  if (text === '' || text.startsWith('#') || text.startsWith('?')) {
    if (!text.startsWith('?')) url.query = base.query;
    return tail(url, text, true);
  }
  url.path = shorten(base.path, url.scheme);
  return tail(url, text);
}

/** username:password@host:port, then the rest. */
function authority(url: UrlRecord, text: string): UrlRecord | null {
  const end = text.search(isSpecial(url.scheme) ? /[/\\?#]/ : /[/?#]/);
  let host = end < 0 ? text : text.slice(0, end);
  const at = host.lastIndexOf('@');
  if (at >= 0) {
    const credentials = host.slice(0, at);
    const colon = credentials.indexOf(':');
    url.username = percentEncode(colon < 0 ? credentials : credentials.slice(0, colon), USERINFO);
    url.password = colon < 0 ? '' : percentEncode(credentials.slice(colon + 1), USERINFO);
    host = host.slice(at + 1);
    if (host === '') return null;
  }
  if (!setHostAndPort(url, host)) return null;
  return tail(url, end < 0 ? '' : text.slice(end));
}

/** Returns false for what is no valid host or port. */
export function setHostAndPort(url: UrlRecord, text: string): boolean {
  const found = /^(\[[^\]]*\]|[^:[]*)(?::(\d*))?$/.exec(text);
  if (!found) return false;
  const [, name = '', port = ''] = found;
  if (name === '' && (isSpecial(url.scheme) || text.startsWith(':'))) return false;
  const host = name === '' ? '' : parseHost(name, isSpecial(url.scheme));
  if (host === null) return false;
  if (port !== '' && Number(port) > 65_535) return false;
  url.host = host;
  if (port !== '') setPort(url, Number(port));
  return true;
}

export function setPort(url: UrlRecord, port: number): void {
  url.port = DEFAULT_PORTS[url.scheme] === port ? null : port;
}

const DRIVE = /^[a-zA-Z][:|]$/;
const startsWithDrive = (text: string) => /^[a-zA-Z][:|]([/\\?#]|$)/.test(text);

function fileUrl(url: UrlRecord, text: string, base: UrlRecord | null): UrlRecord | null {
  const made = { ...url, scheme: 'file', host: '' };
  if (/^[/\\]{2}/.test(text)) {
    made.path = '';
    const end = text.slice(2).search(/[/\\?#]/);
    const host = end < 0 ? text.slice(2) : text.slice(2, end + 2);
    if (DRIVE.test(host)) return tail(made, `/${text.slice(2)}`);
    if (host !== '') {
      const parsed = parseHost(host, true);
      if (parsed === null) return null;
      made.host = parsed === 'localhost' ? '' : parsed;
    }
    return tail(made, end < 0 ? '' : text.slice(end + 2));
  }
  if (/^[/\\]/.test(text)) {
    const drive = base && !startsWithDrive(text.slice(1)) ? /^\/[a-zA-Z]:(?=\/|$)/.exec(base.path) : null;
    made.host = base?.host ?? '';
    made.path = drive ? drive[0] : '';
    return tail(made, text);
  }
  if (!base) return tail(made, text === '' ? '' : `/${text}`.replace(/^\/(?=[?#])/, ''));
  made.host = base.host ?? '';
  made.path = base.path;
  if (startsWithDrive(text)) {
    made.path = '';
    return tail(made, text);
  }
  return relativePath(made, text, base);
}

/** Path, query and fragment. `keepPath`: the text has none. */
function tail(url: UrlRecord, text: string, keepPath = false): UrlRecord {
  let rest = text;
  const hash = rest.indexOf('#');
  if (hash >= 0) {
    url.fragment = percentEncode(rest.slice(hash + 1), FRAGMENT);
    rest = rest.slice(0, hash);
  }
  const question = rest.indexOf('?');
  if (question >= 0) {
    url.query = encodeQuery(url, rest.slice(question + 1));
    rest = rest.slice(0, question);
  }
  if (url.opaque) url.path = percentEncode(rest, C0_CONTROL);
  else if (!keepPath) appendPath(url, rest);
  return url;
}

export function encodeQuery(url: UrlRecord, text: string): string {
  return percentEncode(text, isSpecial(url.scheme) ? SPECIAL_QUERY : QUERY);
}

const SINGLE_DOT = /^(\.|%2e)$/i;
const DOUBLE_DOT = /^(\.|%2e){2}$/i;

/** Appends the segments of a path, with its dots resolved. */
export function appendPath(url: UrlRecord, text: string): void {
  const special = isSpecial(url.scheme);
  if (text === '' && !special) return;
  const segments = (special ? text.replaceAll('\\', '/') : text).replace(/^\//, '').split('/');
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1;
    if (DOUBLE_DOT.test(segment)) {
      url.path = shorten(url.path, url.scheme);
      if (last) url.path += '/';
    } else if (SINGLE_DOT.test(segment)) {
      if (last) url.path += '/';
    } else if (url.scheme === 'file' && url.path === '' && DRIVE.test(segment)) url.path = `/${segment[0]}:`;
    else url.path += `/${percentEncode(segment, PATH)}`;
  }
}

function shorten(path: string, scheme: string): string {
  if (scheme === 'file' && /^\/[a-zA-Z]:$/.test(path)) return path;
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function serializeHost(url: UrlRecord): string {
  return url.host === null ? '' : url.port === null ? url.host : `${url.host}:${url.port}`;
}

export function serializeUrl(url: UrlRecord, withFragment = true): string {
  let text = `${url.scheme}:`;
  if (url.host !== null) {
    text += '//';
    if (url.username || url.password) text += `${url.username}${url.password ? `:${url.password}` : ''}@`;
    text += serializeHost(url);
  } else if (!url.opaque && url.path.startsWith('//')) text += '/.';
  text += url.path;
  if (url.query !== null) text += `?${url.query}`;
  if (withFragment && url.fragment !== null) text += `#${url.fragment}`;
  return text;
}

export function originOf(url: UrlRecord): string {
  if (url.scheme === 'blob') {
    const inner = parseUrl(url.path, null);
    return inner && /^https?$/.test(inner.scheme) ? originOf(inner) : 'null';
  }
  return isSpecial(url.scheme) && url.scheme !== 'file' ? `${url.scheme}://${serializeHost(url)}` : 'null';
}
