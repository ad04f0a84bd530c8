// Compiler and Babel as one script for the page, whose value is compileModule and describeSyntax. Apart from the sandbox worker: a Python program needs none of it.
import { build, type Plugin } from 'esbuild';

/** What Babel asks of Node's modules while it reads options and checks its own work: paths that are already whole. */
const STUBS: Readonly<Record<string, string>> = {
  assert: 'module.exports = (holds, message) => { if (!holds) throw new Error(message); }; module.exports.strictEqual = () => {};',
  path: `const base = (path) => path.slice(path.lastIndexOf('/') + 1);
    module.exports = {
      sep: '/',
      basename: (path, end = '') => (base(path).endsWith(end) ? base(path).slice(0, base(path).length - end.length) : base(path)),
      dirname: (path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '/',
      extname: (path) => /\\.[^./]*$/.exec(path)?.[0] ?? '',
      isAbsolute: (path) => path.startsWith('/'),
      join: (...parts) => parts.filter(Boolean).join('/'),
      relative: (_from, to) => to,
      resolve: (...parts) => parts.reduceRight((end, part) => (end.startsWith('/') ? end : part + '/' + end)),
    };`,
};

const stubs: Plugin = {
  name: 'stubs',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(assert|path)$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    onLoad({ filter: /.*/, namespace: 'stub' }, ({ path }) => ({ contents: STUBS[path] as string }));
  },
};

export async function bundleCompiler(root: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['runtime/typescript/compiler/compiler-entry.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'compiler',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: 'const process = { env: {}, cwd: () => "/", platform: "browser", versions: {} };' },
    plugins: [stubs],
    legalComments: 'none',
    logLevel: 'error',
  });
  return `(function () { "use strict";\n${result.outputFiles[0]?.text ?? ''}\nreturn compiler; })()`;
}
