// Every journey is watched: an error on the console, an exception on the page or a request to another origin fails it.
import { test as base, expect, type Page } from '@playwright/test';

/** Collects what must not happen on a page, from now on. */
export function watch(page: Page, ownOrigin: string): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console.error: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return;
    if (url.origin !== ownOrigin) problems.push(`request to another origin: ${request.url()}`);
  });
  return problems;
}

export const test = base.extend<{ guard: string[] }>({
  guard: [
    async ({ page, baseURL }, use) => {
      const problems = watch(page, new URL(baseURL ?? '').origin);
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
