// Where the Python side lives inside the interpreter, and how it is imported. Shared by the snapshot's build and its test.

/** Folder on Python's sys.path. Absolute, so that no file of the user's can have such a name. */
export const KERNEL_FOLDER = '/surge';

/** Options that shape the interpreter's state; a snapshot only fits an interpreter that was started with the same ones. */
export const PYTHON_ENVIRONMENT = { PYTHONHASHSEED: '0', HOME: '/home', TZ: 'UTC' } as const;

/** Module names of files like "fastapi/__init__.py", in an order that does not depend on the file system. */
export function moduleNames(paths: readonly string[]): string[] {
  return paths
    .map((path) =>
      path
        .replace(/\.py$/, '')
        .replace(/\/__init__$/, '')
        .replaceAll('/', '.'),
    )
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Modules of the standard library that programs import often: in the snapshot they cost nothing at start. */
export const PRELOADED = [
  'asyncio',
  'collections',
  'contextlib',
  'contextvars',
  'dataclasses',
  'datetime',
  'decimal',
  'enum',
  'functools',
  'hashlib',
  'heapq',
  'inspect',
  'itertools',
  'json',
  'logging',
  'math',
  'operator',
  'os',
  'random',
  're',
  'secrets',
  'statistics',
  'string',
  'threading',
  'time',
  'traceback',
  'types',
  'typing',
  'uuid',
  'weakref',
  'concurrent.futures',
  'urllib.parse',
  'base64',
  'copy',
  'bisect',
  'gzip',
  'hmac',
  'pickle',
  'zlib',
  'queue',
] as const;
