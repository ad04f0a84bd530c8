import { expect, test } from './guard.ts';
import { sharedWorkbench } from './shared-page.ts';
import { reportInNode, solution, WORKBENCH, WorkbenchPage } from './workbench-page.ts';

const { workbench: shared } = sharedWorkbench();

test('the starter survives 2k and the reference 100k, with the reports that Node gives; the page says why, and the start page knows the best', async () => {
  const workbench = shared();
  const { page, results } = workbench;
  const inNode = reportInNode('starter');
  await workbench.run.click();
  await workbench.untilVerdict();
  await workbench.survived('2k');
  const hash = await workbench.reportHash();
  await expect(results.getByRole('radio', { name: '2k rps: survived' })).toBeAttached();
  await expect(results.getByRole('radio', { name: '5k rps: failed' })).toBeAttached();
  await expect(results.getByRole('radio', { name: '100k rps: skipped' })).toBeAttached();
  await expect(results.getByText(/httpx\.AsyncClient\(\) at main\.py line \d+ blocks the event loop/).first()).toBeVisible();
  await results.getByRole('tab', { name: 'Charts' }).click();
  await expect(results.getByRole('heading', { name: 'Throughput against offered load' })).toBeVisible();
  await results.getByRole('tab', { name: 'Requests' }).click();
  await expect(results.getByRole('heading', { name: /Slowest requests at/ })).toBeVisible();
  await results.getByRole('tab', { name: 'Console' }).click();
  await expect(results.getByText(/HTTPStatusError/).first()).toBeVisible();
  await results.getByRole('button', { name: 'As table' }).first().click();
  await expect(results.getByRole('rowheader', { name: 'Postgres', exact: true })).toBeVisible();
  expect(hash).toBe((await inNode).hash);
  // Again, without a network: nothing of a run comes from the server.
  await page.context().setOffline(true);
  await workbench.editor().focus();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(workbench.stop).toBeEnabled();
  await results.getByRole('tab', { name: 'Verdict' }).click();
  await workbench.untilVerdict();
  expect(await workbench.reportHash()).toBe(hash);
  await page.context().setOffline(false);

  const reference = reportInNode('reference');
  await workbench.write(solution('reference'));
  await workbench.runToVerdict();
  await workbench.survived('100k');
  await expect(results.getByText('Since the last run')).toBeVisible();
  const { hash: goal, survivedRps, score } = await reference;
  expect(survivedRps).toBe(100_000);
  expect(await workbench.reportHash()).toBe(goal);
  await expect(results.getByText(String(score.total), { exact: true }).first()).toBeVisible();
  await page.goto('/');
  const own = page.getByRole('listitem').filter({ hasText: 'The order page that asks too often' });
  await expect(own.getByText('100,000 rps, 6 of 6 stages')).toBeVisible();
});

test('Run before the runtime is ready waits for it and then runs', async ({ page }) => {
  const workbench = new WorkbenchPage(page, 'typescript');
  await page.goto(`${WORKBENCH}?lang=typescript`);
  await expect(workbench.run).toBeEnabled();
  await workbench.run.click();
  await workbench.untilVerdict();
  await workbench.survived('2k');
});
