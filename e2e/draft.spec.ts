import { expect, test } from './guard.ts';
import { WORKBENCH, WorkbenchPage } from './workbench-page.ts';

test('what was typed is there after a reload, and a reset can be taken back', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.openToWrite();
  await workbench.write('# mine\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('# mine')).toBeVisible();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByText('# mine')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('# mine')).toBeVisible();
});

test('typing is saved although the page goes away at once', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.openToWrite();
  await workbench.write('# the last words\n');
  await page.goto('/');
  await page.goto(WORKBENCH);
  await expect(page.getByText('# the last words')).toBeVisible();
});

test('a program may have several files', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await page.getByRole('button', { name: 'Add a file' }).click();
  await page.getByLabel('Name of the file').fill('greeting.py');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'greeting.py' })).toHaveAttribute('aria-selected', 'true');
  await workbench.write('def greet():\n    raise RuntimeError("greeting is broken")\n', 'greeting.py');
  await page.getByRole('tab', { name: 'main.py' }).click();
  await workbench.write('from greeting import greet\ngreet()\n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(workbench.results.getByText('greeting is broken').first()).toBeVisible();
  await expect(workbench.results.getByText(/greeting\.py/).first()).toBeVisible();
});

test('two tabs with different code: neither is lost', async ({ page, context }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.openToWrite();
  const second = new WorkbenchPage(await context.newPage());
  await second.openToWrite();
  await second.write('# from the second tab\n');
  await expect(second.page.getByText(/^Saved/)).toBeVisible();
  await workbench.write('# from the first tab\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await second.page.bringToFront();
  await expect(second.page.getByText('Another tab has saved a different version of this challenge.')).toBeVisible();
  await second.page.getByRole('button', { name: 'Keep mine' }).click();
  await expect(second.page.getByText('# from the second tab')).toBeVisible();
  await second.page.getByRole('button', { name: /^Versions/ }).click();
  await expect(second.page.getByText('From another tab').first()).toBeVisible();
});
