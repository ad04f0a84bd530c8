import { expect, test } from './guard.ts';
import { WORKBENCH, withoutRuntimes } from './workbench-page.ts';

test('a follow-up question says whether the first choice was right and why, and remembers it', async ({ page }) => {
  await withoutRuntimes(page);
  await page.goto(WORKBENCH);
  await page.getByRole('button', { name: 'Read it now' }).click();
  const question = page.getByRole('group', { name: /gather/ });
  const [first, second] = [question.getByRole('button').nth(0), question.getByRole('button').nth(1)];
  const outcome = question.getByText(/^(Right|Not quite)\.$/);
  await expect(outcome).toHaveCount(0);
  await first.click();
  await expect(outcome).toBeVisible();
  await second.click({ force: true });
  await expect(second).toHaveAttribute('aria-pressed', 'false');
  await page.reload();
  await page.getByRole('button', { name: 'Read it now' }).click();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
});
