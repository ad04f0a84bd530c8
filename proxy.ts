import { type NextRequest, NextResponse } from 'next/server';

/** The content security policy of every page: nothing but our own origin, scripts by nonce, one frame: the sandbox. */
function contentSecurityPolicy(nonce: string, host: string): string {
  // React's development build evaluates code to rebuild stack traces; its reloads come over a web socket.
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The editor sets styles of its own while it runs; a nonce here would switch 'unsafe-inline' off.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "worker-src 'self' blob:",
    // The scheme http also covers https for the same host.
    `frame-src http://${host}/sandbox`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const named = request.headers.get('host') ?? '';
  const host = /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(named) ? named : request.nextUrl.host;
  const policy = contentSecurityPolicy(nonce, host);

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // The sandbox has a policy of its own; files need none.
  matcher: ['/((?!sandbox$|runtime/|_next/static|_next/image|icon.svg|favicon.ico).*)'],
};
