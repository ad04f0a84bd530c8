// Real libraries from npm for programs in TypeScript: bundled as modules that share what they have in common, and compiled as the user's own files
// are. Their code is counted, but has no lines: what it does is told at the user's line that called it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { cheapNames } from './cheap-names.ts';
import { type CompiledModule, compileModule } from './compiler/compile.ts';
import { watchLocks } from './watch-locks.ts';

const HONO =
  `accepts adapter basic-auth bearer-auth body-limit cache combine context-storage cookie cors csrf etag factory html http-exception logger
  method-not-allowed method-override powered-by pretty-json quick request-id route router secure-headers streaming testing timeout timing tiny
  trailing-slash validator router/linear-router router/pattern-router router/reg-exp-router router/smart-router router/trie-router`.split(
    /\s+/,
  );

/** Packages in package.json's exact versions, and the paths of theirs that programs import. */
/** What programs can import of npm. */
export const SPECIFIERS = [
  'async-mutex',
  'dataloader',
  'hono',
  ...HONO.map((name) => `hono/${name}`),
  'lru-cache',
  'p-limit',
  'p-queue',
  'p-retry',
  'zod',
  'zod/v4',
  'zod/mini',
];

/** zod's messages in fifty languages are more than half of all libraries' code: the other ones say what there is. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/^export \{ default as (?!en\b)(\w+) \}.*$/gm, (_, name: string) => {
        return `export function ${name}() { throw new Error("not simulated: zod's locale ${name}. Available: en"); }`;
      }),
    }));
  },
};

/** What programs can import of npm's libraries: "npm:hono/cors" -> its module. Parts that several share are modules too. */
export type Libraries = Readonly<Record<string, CompiledModule>>;

/** Bundles and compiles them anew: some seconds. `root`: the folder of package.json. */
export async function buildLibraries(root: string): Promise<Libraries> {
  const outdir = join(root, '.cache/typescript/out');
  const result = await build({
    absWorkingDir: root,
    // The output's path is the module's name, so that what bundles import of each other relatively is found by name.
    entryPoints: SPECIFIERS.map((specifier) => ({ in: specifier, out: specifier })),
    outdir,
    chunkNames: 'shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    // Those that know a browser take nothing of Node's then.
    conditions: ['import', 'browser', 'default'],
    external: ['node:*', 'surge/*'],
    target: 'es2022',
    // Errors print the names of classes.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [englishOnly, watchLocks],
  });
  const modules: Record<string, CompiledModule> = {};
  for (const { path, text } of result.outputFiles) {
    const name = relative(outdir, path).replaceAll('\\', '/');
    const specifier = name.replace(/\.js$/, '');
    modules[`npm:${SPECIFIERS.includes(specifier) ? specifier : name}`] = compileModule(cheapNames(text), { path: name, fileIndex: null });
  }
  return modules;
}

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const cacheFolder = join(root, '.cache/typescript');
const cachePath = join(cacheFolder, 'libraries.json');

/** Changes whenever they must be built anew. */
function librariesStamp(): string {
  const hash = createHash('sha256');
  for (const name of ['libraries.ts', 'watch-locks.ts', 'cheap-names.ts']) hash.update(readFileSync(join(here, name)));
  const compiler = readdirSync(join(here, 'compiler')).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of compiler.sort()) hash.update(readFileSync(join(here, 'compiler', name)));
  // The versions of everything that is installed.
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex');
}

/** The libraries; built first where the file on disk does not fit. Atomic: two processes may do it at once. */
export async function ensureLibraries(say: (message: string) => void): Promise<Libraries> {
  const stamp = librariesStamp();
  if (existsSync(cachePath)) {
    const cached = JSON.parse(readFileSync(cachePath, 'utf8')) as { stamp: string; modules: Libraries };
    if (cached.stamp === stamp) return cached.modules;
  }
  say('building the libraries for TypeScript (once)');
  const modules = await buildLibraries(root);
  mkdirSync(cacheFolder, { recursive: true });
  const temporary = `${cachePath}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ stamp, modules }));
  renameSync(temporary, cachePath);
  return modules;
}
