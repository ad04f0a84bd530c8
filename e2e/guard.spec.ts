import { test as base, expect } from '@playwright/test';
import { watch } from './guard.ts';

// The canary of the guard itself: it must see what it is there to see.
base('the guard sees errors on the console, exceptions and requests to other origins', async ({ page, baseURL }) => {
  const problems = watch(page, new URL(baseURL ?? '').origin);
  await page.goto('/');
  await page.route('http://elsewhere.test/**', (route) => route.fulfill({ status: 200, body: '' }));
  await page.evaluate(() => {
    console.error('planted');
    const image = new Image();
    image.src = 'http://elsewhere.test/pixel.png';
    queueMicrotask(() => {
      throw new Error('planted too');
    });
  });
  await expect.poll(() => problems.join('\n')).toContain('request to another origin: http://elsewhere.test/pixel.png');
  await expect.poll(() => problems.join('\n')).toContain('console.error: planted');
  await expect.poll(() => problems.join('\n')).toContain('exception: planted too');
});
