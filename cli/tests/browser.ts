// Finds a browser for the end-to-end tests: Playwright's own, the system's Chrome or Chromium; installs one if there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function findBrowser(): string | null {
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  return SYSTEM_BROWSERS.find((path) => existsSync(path)) ?? null;
}

function run(program: string, args: readonly string[]): boolean {
  process.stdout.write(`${program} ${args.join(' ')}\n`);
  return spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

/** Path of a Chromium that can be started. Throws with what to do when none can be had. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found) return found;
  process.stdout.write('\n== no browser found: installing one\n');
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
  } else {
    run('npx', ['playwright', 'install', 'chromium']);
  }
  const installed = findBrowser();
  if (installed) return installed;
  throw new Error('No browser for the end-to-end tests. Install Chrome or Chromium, or run: npx playwright install chromium');
}
