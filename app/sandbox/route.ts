import { FRAME_SCRIPT } from '#components/sandbox/frame-script.ts';

export const dynamic = 'force-dynamic';

/** The page of the sandbox: an opaque origin without network, storage or parents to talk about. It holds no user data. */
export function GET(): Response {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = [
    'sandbox allow-scripts',
    "default-src 'none'",
    // Python and Postgres are WebAssembly, and their glue evaluates code; blob: is how they are handed in.
    `script-src 'nonce-${nonce}' 'unsafe-eval' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    "connect-src 'none'",
    "img-src 'none'",
    "style-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title><script nonce="${nonce}">${FRAME_SCRIPT}</script></html>`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
    },
  });
}
