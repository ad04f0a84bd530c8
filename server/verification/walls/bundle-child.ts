// The child's program as one file, so that Deno has nothing to look for.
import { build } from 'esbuild';

export async function bundleChild(root: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ['server/verification/walls/deno-child.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*'],
    define: { 'import.meta.url': '"https://runtime.invalid/guest.js"' },
    legalComments: 'none',
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}
