import { expect, test } from './guard.ts';
import { WorkbenchPage } from './workbench-page.ts';

test("with Vim's keys letters are commands, :w saves, :run runs, and the choice stays", async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.openToWrite();
  await page.getByRole('button', { name: 'Settings of the editor' }).click();
  await page.getByRole('switch', { name: 'Vim keys' }).check();
  await page.getByRole('switch', { name: 'Screen-reader mode' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByText('--NORMAL--')).toBeVisible();

  await workbench.editor().focus();
  await page.keyboard.type('ggdG');
  await page.keyboard.type('i# by vim');
  await expect(page.getByText('--INSERT--')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('yyp:w');
  await page.keyboard.press('Enter');
  await expect(page.getByText('# by vim')).toHaveCount(2);
  await expect(page.getByText(/^Saved/)).toBeVisible();

  await page.keyboard.type(':run');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Stop/ })).toBeVisible();

  await page.reload();
  await expect(page.getByText('--NORMAL--')).toBeVisible();
  await expect(page.getByText('# by vim')).toHaveCount(2);
  await page.getByRole('button', { name: 'Settings of the editor' }).click();
  await page.getByRole('switch', { name: 'Vim keys' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByText('--NORMAL--')).toHaveCount(0);
  await workbench.write('# as usual\n');
  await expect(page.getByText('# as usual')).toBeVisible();
});
