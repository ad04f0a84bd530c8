// The Python language server as we serve it: basedpyright's browser build, made smaller, and the stubs of what a program can import.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const packageFolder = createRequire(import.meta.url)
  .resolve('browser-basedpyright/package.json')
  .replace(/package\.json$/, '');

const TYPESHED = '{"/typeshed/';
/** Of the standard library, what CPython in WebAssembly does not have, and what is large and of no use in a service. */
const LEFT_OUT = /^\/typeshed\/stdlib\/(_?tkinter|turtle|_?curses|distutils|lib2to3|ensurepip|venv|msilib|pydoc_data|idlelib|_win|win)/;
/** A second worker would analyse files in the background: another copy of everything in memory, for programs of a few hundred lines. */
const BACKGROUND = /createBackgroundAnalysis\(\w+,\w+\)\{(?=const )/g;

/** Where the object literal that begins at `start` ends. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (char === '"' || char === "'" || char === '`') {
      at += 1;
      while (text[at] !== char) at += text[at] === '\\' ? 2 : 1;
    }
  }
  throw new Error('browser-basedpyright: its typeshed does not end');
}

/**
 * The worker's script with the standard library's stubs only: 7 MB instead of 17.5, 1.4 MB over the wire instead of 4.
 * The stubs that basedpyright carries of a thousand other libraries would offer what the simulator does not have.
 */
export function languageServerScript(): string {
  const text = readFileSync(join(packageFolder, 'dist/pyright.worker.js'), 'utf8');
  const start = text.indexOf(TYPESHED);
  if (start < 0) throw new Error('browser-basedpyright: no typeshed found in its worker');
  const end = endOfObject(text, start);
  const typeshed = new Function(`return ${text.slice(start, end)}`)() as Record<string, string>;
  const kept = Object.entries(typeshed).filter(([path]) => path.startsWith('/typeshed/stdlib/') && !LEFT_OUT.test(path));
  const code = (text.slice(0, start) + text.slice(end)).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  if (code.match(BACKGROUND)?.length !== 1) throw new Error('browser-basedpyright: no background analysis found in its worker');
  const server = code.replace(BACKGROUND, '$&return;');
  const place = server.indexOf('.exports=', start - 20) + '.exports='.length;
  return `${server.slice(0, place)}${JSON.stringify(Object.fromEntries(kept))}${server.slice(place)}`;
}

/** Path in the server's file system to text: the settings, and the stubs of the libraries that are offered: those with a stand-in. */
export function pythonLibrary(
  root: string,
  isOffered = (library: string) => ['shims', 'vendor'].some((folder) => existsSync(join(root, 'runtime/python', folder, library))),
): Record<string, string> {
  const stubs = join(root, 'runtime/python/stubs');
  const paths = readdirSync(stubs, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.pyi'))
    .map((entry) => relative(stubs, join(entry.parentPath, entry.name)))
    .filter((path) => isOffered(path.split('/')[0] ?? ''))
    .sort((a, b) => (a < b ? -1 : 1));
  return {
    '/program/pyrightconfig.json': readFileSync(join(stubs, 'pyrightconfig.json'), 'utf8'),
    ...Object.fromEntries(paths.map((path) => [`/stubs/${path}`, readFileSync(join(stubs, path), 'utf8')])),
  };
}
