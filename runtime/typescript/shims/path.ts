// node:path, the POSIX one.
import { invalidArgument } from './node-errors.ts';

const CWD = '/app';

function check(path: unknown, name = 'path'): asserts path is string {
  if (typeof path !== 'string') throw invalidArgument(name, 'of type string', path);
}

function segmentsOf(path: string, absolute: boolean): string[] {
  const result: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') result.push(part);
    else if (result.length > 0 && result.at(-1) !== '..') result.pop();
    else if (!absolute) result.push('..');
  }
  return result;
}

export function normalize(path: string): string {
  check(path);
  if (path === '') return '.';
  const absolute = path.startsWith('/');
  const joined = segmentsOf(path, absolute).join('/');
  if (joined === '') return absolute ? '/' : path.endsWith('/') ? './' : '.';
  return (absolute ? '/' : '') + joined + (path.endsWith('/') ? '/' : '');
}

export function join(...paths: string[]): string {
  for (const path of paths) check(path);
  const joined = paths.filter((path) => path !== '').join('/');
  return joined === '' ? '.' : normalize(joined);
}

export function resolve(...paths: string[]): string {
  let resolved = '';
  for (let i = paths.length - 1; i >= 0 && !resolved.startsWith('/'); i--) {
    check(paths[i], `paths[${i}]`);
    if (paths[i] !== '') resolved = resolved === '' ? (paths[i] as string) : `${paths[i]}/${resolved}`;
  }
  if (!resolved.startsWith('/')) resolved = `${CWD}/${resolved}`;
  return `/${segmentsOf(resolved, true).join('/')}`;
}

export function dirname(path: string): string {
  check(path);
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const at = trimmed.lastIndexOf('/');
  if (at === -1) return '.';
  return at === 0 ? '/' : trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}

export function basename(path: string, suffix = ''): string {
  check(path);
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return suffix && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export function extname(path: string): string {
  const name = basename(path);
  const at = name.lastIndexOf('.');
  return at <= 0 || name === '..' ? '' : name.slice(at);
}

export function relative(from: string, to: string): string {
  const left = resolve(from).split('/').filter(Boolean);
  const right = resolve(to).split('/').filter(Boolean);
  let common = 0;
  while (common < left.length && left[common] === right[common]) common++;
  return [...left.slice(common).map(() => '..'), ...right.slice(common)].join('/');
}

function parse(path: string): object {
  const base = basename(path);
  const ext = extname(path);
  const root = path.startsWith('/') ? '/' : '';
  const dir = path.includes('/') ? dirname(path) : '';
  return { root, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
}

function format(parts: { root?: string; dir?: string; base?: string; name?: string; ext?: string }): string {
  const ext = parts.ext && !parts.ext.startsWith('.') ? `.${parts.ext}` : (parts.ext ?? '');
  const base = parts.base ?? `${parts.name ?? ''}${ext}`;
  const dir = parts.dir ?? parts.root;
  if (!dir) return base;
  return dir === parts.root ? dir + base : `${dir}/${base}`;
}

const makePath = () => {
  const made: Record<string, unknown> = {
    sep: '/',
    delimiter: ':',
    normalize,
    join,
    resolve,
    dirname,
    basename,
    extname,
    relative,
    parse,
    format,
    isAbsolute: (path: string) => path.startsWith('/'),
    toNamespacedPath: (path: string) => path,
  };
  made.posix = made;
  return made;
};

export const PATH_MODULES = { 'node:path': makePath, 'node:path/posix': makePath };
