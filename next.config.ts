import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/request-locale.ts');

const everyResponse = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // Vim's keys name the editor by an address that its package no longer has.
  turbopack: { resolveAlias: { 'monaco-editor/esm/vs/editor/editor.api': 'monaco-editor/editor/editor.api.js' } },
  allowedDevOrigins: ['127.0.0.1'],
  // Types are checked by `npm run check`; the first start of a fresh clone should only build.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: everyResponse },
    // Every file there but the manifest has a hash of its content in its name.
    { source: '/runtime/:file*', headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
    { source: '/runtime/manifest.json', headers: [{ key: 'Cache-Control', value: 'no-cache' }] },
  ],
};

export default withNextIntl(config);
