import { expect, test } from './guard.ts';
import { reportInNode, solution, WorkbenchPage } from './workbench-page.ts';

test('the starter survives 2k, and the page names the line that blocks the loop', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await workbench.run.click();
  await workbench.untilVerdict();
  await workbench.survived('2k');
  const { results } = workbench;
  await expect(results.getByRole('radio', { name: '2k rps: survived' })).toBeAttached();
  await expect(results.getByRole('radio', { name: '5k rps: failed' })).toBeAttached();
  await expect(results.getByRole('radio', { name: '100k rps: skipped' })).toBeAttached();
  await expect(results.getByText(/httpx\.AsyncClient\(\) at main\.py line \d+ blocks the event loop/).first()).toBeVisible();
  expect(await workbench.reportHash()).toBe(reportInNode('starter').hash);
});

test('the reference survives 100k, and Node gives the same report', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await workbench.write(solution('reference'));
  await workbench.runToVerdict();
  await workbench.survived('100k');
  const inNode = reportInNode('reference');
  expect(inNode.survivedRps).toBe(100_000);
  expect(await workbench.reportHash()).toBe(inNode.hash);
  await expect(workbench.results.getByText(String(inNode.score.total), { exact: true }).first()).toBeVisible();
});

test('a second run in the same page gives the same report, and says what changed after an edit', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await workbench.editor().focus();
  await workbench.runToVerdict();
  const first = await workbench.reportHash();
  await workbench.runToVerdict();
  expect(await workbench.reportHash()).toBe(first);
  await workbench.write(solution('reference'));
  await workbench.runToVerdict();
  await workbench.survived('100k');
  await expect(workbench.results.getByText('Since the last run')).toBeVisible();
  await page.goto('/');
  await expect(page.getByText('Your best so far: 100,000 rps')).toBeVisible();
});

test('charts, requests and console are there after a run', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await workbench.run.click();
  await workbench.untilVerdict();
  const { results } = workbench;
  await results.getByRole('tab', { name: 'Charts' }).click();
  await expect(results.getByRole('heading', { name: 'Throughput against offered load' })).toBeVisible();
  await results.getByRole('tab', { name: 'Requests' }).click();
  await expect(results.getByRole('heading', { name: /Slowest requests at/ })).toBeVisible();
  await results.getByRole('tab', { name: 'Console' }).click();
  await expect(results.getByText(/HTTPStatusError/).first()).toBeVisible();
  await results.getByRole('button', { name: 'As table' }).first().click();
  await expect(results.getByRole('rowheader', { name: 'Postgres', exact: true })).toBeVisible();
});

test('a run needs no network once the page is there', async ({ page, context }) => {
  const workbench = new WorkbenchPage(page);
  await workbench.open();
  await context.setOffline(true);
  await workbench.run.click();
  await workbench.untilVerdict();
  await workbench.survived('2k');
  await context.setOffline(false);
});

test('Run before Python is ready waits for it and then runs', async ({ page }) => {
  const workbench = new WorkbenchPage(page);
  await page.goto('/challenges/n-plus-one');
  await expect(workbench.run).toBeEnabled();
  await workbench.run.click();
  await workbench.untilVerdict();
  await workbench.survived('2k');
});
