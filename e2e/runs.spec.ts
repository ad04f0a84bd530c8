import { seriousFindings } from './axe.ts';
import { expect, test } from './guard.ts';
import { solution, WorkbenchPage } from './workbench-page.ts';

test('every run is kept: it is compared, shown and restored, outlives a reload, and goes to another browser in a file', async ({
  page,
  browser,
}) => {
  const workbench = new WorkbenchPage(page, 'typescript');
  const { results } = workbench;
  await workbench.open();
  await workbench.runToVerdict();
  await workbench.write(`${solution('reference', 'typescript')}// the second try\n`);
  await workbench.runToVerdict();
  const strip = results.getByRole('navigation', { name: 'Runs of this program' });
  const chip = (number: number) => strip.getByRole('button', { name: new RegExp(`^Run ${number} at`) });
  await expect(chip(2)).toHaveAttribute('aria-pressed', 'true');

  // The last one is compared with the one before.
  await results.getByRole('tab', { name: /^Runs/ }).click();
  await expect(results.getByText('Survives 100k requests/s, up from 2k.')).toBeVisible();
  await expect(results.getByRole('heading', { name: 'Where each leaves the offered load' })).toBeVisible();
  await expect(results.getByText('// the second try')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);

  // The first one again, with its code; what was in the editor can be brought back.
  await chip(1).click();
  await expect(results.getByText(/^Run 1 of 2, .* not the latest\.$/)).toBeVisible();
  await workbench.survived('2k');
  await results.getByRole('button', { name: 'Restore its code' }).click();
  await expect(page.getByText(/^Version of .* restored\.$/)).toBeVisible();
  await expect(results.getByText('Its code is in the editor.')).toBeVisible();
  await expect(page.getByText(/^Saved/)).toBeVisible();

  await page.reload();
  await expect(chip(2)).toBeVisible();
  await chip(2).click();
  await workbench.survived('100k');

  await page.goto('/');
  await page.getByRole('link', { name: 'Progress' }).click();
  const row = page.getByRole('row', { name: /The order page that asks too often TypeScript/ });
  await expect(row).toContainText('6 of 6');
  await expect(page.getByRole('heading', { name: 'p99 at 100k rps, ms' })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export everything' }).click();
  const file = await (await coming).path();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto('/progress');
  await expect(elsewhere.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
  expect(await seriousFindings(elsewhere)).toEqual([]);
  const choose = elsewhere.getByLabel('File to import');
  await choose.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{"product":"surge","format":7}') });
  await expect(elsewhere.getByText('other.json cannot be read. Nothing was changed.')).toBeVisible();
  await choose.setInputFiles(file);
  await expect(elsewhere.getByRole('listitem').filter({ hasText: '2 runs' })).toBeVisible();
  await expect(elsewhere.getByRole('row', { name: /The order page that asks too often TypeScript/ })).toContainText('6 of 6');
  await elsewhere.getByRole('button', { name: 'Delete everything' }).click();
  await elsewhere.getByRole('dialog').getByRole('button', { name: 'Delete everything' }).click();
  await expect(elsewhere.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
  await elsewhere.context().close();
});
