import { seriousFindings } from './axe.ts';
import { expect, test } from './guard.ts';
import { WORKBENCH, WorkbenchPage } from './workbench-page.ts';

test('axe finds nothing serious, in light and dark', async ({ page }) => {
  const neither = async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await seriousFindings(page)).toEqual([]);
    // In the dark only the colours are others.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousFindings(page, ['color-contrast'])).toEqual([]);
  };
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Start the interview' })).toBeVisible();
  await neither();
  const workbench = new WorkbenchPage(page, 'typescript');
  await workbench.open();
  await workbench.run.click();
  await workbench.untilVerdict();
  await neither();
  for (const tab of ['Charts', 'Requests', 'Event loop', 'Profile', 'Console']) {
    await workbench.results.getByRole('tab', { name: tab }).click();
    await expect(workbench.results.getByRole('tabpanel', { name: tab })).toBeVisible();
    // The same colours as in what was looked at in the dark.
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await seriousFindings(page, [], '[role="tabpanel"]')).toEqual([]);
  }
  await page.getByRole('button', { name: 'Show all keys' }).click();
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await seriousFindings(page, [], 'dialog')).toEqual([]);
});

test('the keys are listed with ?, and Escape closes the list', async ({ page }) => {
  await new WorkbenchPage(page).openToWrite();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
});

test('a phone reads everything and never scrolls sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.goto('/');
  expect(await sideways()).toBe(0);
  await page.goto(`${WORKBENCH}?lang=typescript`);
  expect(await sideways()).toBe(0);
  const workbench = new WorkbenchPage(page, 'typescript');
  await workbench.run.click();
  await workbench.untilVerdict();
  expect(await sideways()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
});
