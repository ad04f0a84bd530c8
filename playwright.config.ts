import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const port = 3210;
const systemBrowser = process.env.SURGE_BROWSER ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  // Most of a journey is waiting for one thread of the page: two share two cores well, more do not.
  workers: 2,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 90_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // A drawn frame costs a machine without a GPU more than what moves in it; typescript.spec.ts sees it move.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(systemBrowser ? { executablePath: systemBrowser } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
      ],
    },
  },
  webServer: {
    command: `npx next start -p ${port} -H 127.0.0.1`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 60_000,
    reuseExistingServer: false,
  },
});
