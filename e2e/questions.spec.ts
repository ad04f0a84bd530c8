import { expect, test } from './guard.ts';
import { WORKBENCH, withoutRuntimes } from './workbench-page.ts';

test('a follow-up question says whether the first choice was right and why, and remembers it', async ({ page }) => {
  await withoutRuntimes(page);
  await page.goto(WORKBENCH);
  await page.getByRole('button', { name: 'Read it now' }).click();
  const question = page.getByRole('group', { name: /^Why is gather/ });
  await expect(question.getByText(/^(Right|Not quite)\.$/)).toHaveCount(0);
  await question.getByRole('radio').nth(0).check({ force: true });
  await expect(question.getByText(/^(Right|Not quite)\.$/)).toBeVisible();
  await expect(question.getByRole('radio').nth(1)).toBeDisabled();
  await page.reload();
  await page.getByRole('button', { name: 'Read it now' }).click();
  await expect(question.getByRole('radio').nth(0)).toBeChecked();
});
