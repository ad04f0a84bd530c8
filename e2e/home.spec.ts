import { expect, test } from './guard.ts';

test('the start page says what this is and leads to the interview', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('100,000');
  await page.getByRole('link', { name: 'Start the interview' }).click();
  await expect(page).toHaveURL(/\/interview\/[a-z-]+$/);
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
});

test('the language changes anywhere and stays after a reload', async ({ page }) => {
  await page.goto('/');
  await page.getByTitle('中文').filter({ visible: true }).click();
  await expect(page.getByRole('link', { name: '开始面试' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.reload();
  await page.getByRole('link', { name: '开始面试' }).click();
  await expect(page.getByRole('button', { name: '开始' })).toBeVisible();
  await page.getByTitle('English').filter({ visible: true }).click();
  await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
});

test('an address that does not exist says so and leads back', async ({ page, guard }) => {
  await page.goto('/challenges/no-such-challenge');
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  await page.getByRole('link', { name: 'To the start page', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Start the interview' })).toBeVisible();
  // The browser itself reports the 404 of the page on the console.
  expect(guard.splice(0).every((problem) => problem.includes('404'))).toBe(true);
});

test('the map shows what this browser reached, and what comes next', async ({ page }) => {
  await page.goto('/');
  const map = page.getByRole('region', { name: 'Challenges' });
  const first = map.getByRole('listitem').filter({ hasText: 'The order page that asks too often' });
  await expect(first.getByText('Next')).toBeVisible();
  await page.evaluate(() => {
    const best = JSON.stringify({ survivedRps: 100_000, score: 98, reachedAtMs: 0 });
    localStorage.setItem('surge:best:n-plus-one:typescript', best);
  });
  await page.reload();
  await expect(first.getByText('100,000 rps, 6 of 6 stages')).toBeVisible();
  await expect(first.getByText('Next')).toHaveCount(0);
  await expect(map.getByText('Next', { exact: true })).toHaveCount(1);
});
