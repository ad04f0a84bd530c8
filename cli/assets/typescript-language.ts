// The TypeScript language server as we serve it, and the declarations that a program sees: JavaScript's own, the stand-ins' and the libraries'.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

/** What Node 20 has of the language, and the promises' newer functions, which the kernel has as well. No browser. */
const LIBS = ['es2023', 'es2024.promise', 'es2025.promise', 'esnext.disposable'];
/** What a resolver reads of a package. */
const PACKAGE_FIELDS = ['name', 'version', 'type', 'main', 'module', 'types', 'typings', 'exports'];

export async function typescriptServerScript(root: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['components/language/typescript-server.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** Path in the server's file system to text. `libraries`: what programs may import of npm, as they write it: "hono/cors". */
export function typescriptLibrary(root: string, libraries: readonly string[]): Record<string, string> {
  const types = join(root, 'runtime/typescript/types');
  const own = readdirSync(types).filter((name) => name.endsWith('.d.ts'));
  return {
    '/lib/lib.program.d.ts': LIBS.map((lib) => `/// <reference lib="${lib}" />\n`).join(''),
    ...standardLibrary(root),
    ...Object.fromEntries(own.sort().map((name) => [`/types/${name}`, readFileSync(join(types, name), 'utf8')])),
    ...libraryTypes(root, libraries),
  };
}

/** Files of the standard library that LIBS lead to. */
function standardLibrary(root: string): Record<string, string> {
  const folder = join(root, 'node_modules/typescript/lib');
  const files: Record<string, string> = {};
  const add = (lib: string): void => {
    const name = `lib.${lib}.d.ts`;
    if (`/lib/${name}` in files) return;
    const text = readFileSync(join(folder, name), 'utf8');
    files[`/lib/${name}`] = text;
    for (const [, other] of text.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm)) add(other as string);
  };
  for (const lib of LIBS) add(lib);
  return files;
}

/** Declarations that the libraries' imports lead to, found as TypeScript finds them. */
function libraryTypes(root: string, libraries: readonly string[]): Record<string, string> {
  const entry = join(root, 'imports.ts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    types: [],
    noLib: true,
  };
  const host = ts.createCompilerHost(options);
  const imports = libraries.map((name) => `import '${name}';`).join('\n');
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (path) => path === entry || fileExists(path);
  host.readFile = (path) => (path === entry ? imports : readFile(path));
  host.getSourceFile = (path, target) => (path === entry ? ts.createSourceFile(path, imports, target) : getSourceFile(path, target));
  const files: Record<string, string> = {};
  const modules = join(root, 'node_modules');
  for (const { fileName, text } of ts.createProgram([entry], options, host).getSourceFiles()) {
    const path = relative(modules, fileName).replaceAll('\\', '/');
    if (path.startsWith('..') || path.startsWith('@types/')) continue;
    files[`/node_modules/${path}`] = text;
    const folder = packageFolder(fileName);
    files[`/node_modules/${relative(modules, folder).replaceAll('\\', '/')}/package.json`] ??= packageJson(folder);
  }
  return files;
}

function packageFolder(file: string): string {
  let folder = dirname(file);
  while (!ts.sys.fileExists(join(folder, 'package.json')) || !('name' in JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))))
    folder = dirname(folder);
  return folder;
}

function packageJson(folder: string): string {
  const all = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(PACKAGE_FIELDS.filter((field) => field in all).map((field) => [field, all[field]])));
}
