// TypeScript in the workbench: its own drafts, a run to its verdict.
import { expect, test } from './guard.ts';
import { solution, WORKBENCH, WorkbenchPage } from './workbench-page.ts';

test('switching the language keeps both drafts, and the choice is remembered', async ({ page }) => {
  const python = new WorkbenchPage(page);
  await python.open();
  await python.write('# in Python\n');
  const language = page.getByRole('group', { name: 'Language of the program' });
  await language.getByRole('radio', { name: 'TypeScript' }).check();
  const typescript = new WorkbenchPage(page, 'typescript');
  await typescript.untilReady();
  await typescript.write('// in TypeScript\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await language.getByRole('radio', { name: 'Python' }).check();
  await expect(page.getByText('# in Python')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Z');
  await language.getByRole('radio', { name: 'TypeScript' }).check();
  await page.reload();
  await typescript.untilReady();
  await expect(page.getByText('// in TypeScript')).toBeVisible();
});

test('the reference survives 100k', async ({ page }) => {
  const workbench = new WorkbenchPage(page, 'typescript');
  await workbench.open();
  await workbench.write(solution('reference', 'typescript'));
  await workbench.runToVerdict();
  await workbench.survived('100k');
});

test('a link may name the language', async ({ page }) => {
  await page.goto(`${WORKBENCH}?lang=typescript`);
  await expect(page.getByRole('tab', { name: 'main.ts' })).toBeVisible();
  await page.getByRole('group', { name: 'Language of the program' }).getByRole('radio', { name: 'Python' }).check();
  await expect(page).toHaveURL(/lang=python/);
});
