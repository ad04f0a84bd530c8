// The interview from the door to the end. Its clock is the record's: minutes pass by moving the start back.

import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { seriousFindings } from './axe.ts';
import { expect, test } from './guard.ts';
import { CHALLENGE, solution, WorkbenchPage, withoutRuntimes } from './workbench-page.ts';

const INTERVIEW = `/interview/${CHALLENGE}?lang=typescript`;

async function passMinutes(page: Page, minutes: number): Promise<void> {
  await page.evaluate((passed) => {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith('surge:interview:'))) {
      const record = JSON.parse(localStorage.getItem(key) ?? '');
      localStorage.setItem(key, JSON.stringify({ ...record, startedAtWallMs: record.startedAtWallMs - passed * 60_000 }));
    }
  }, minutes);
}

/** In the dark only the colours are others. */
async function axeFindsNothing(page: Page, part: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await seriousFindings(page, [], part)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await seriousFindings(page, ['color-contrast'], part)).toEqual([]);
}

test('an interview goes from the door over runs and questions to the report card', async ({ page }) => {
  await page.goto(INTERVIEW);
  await axeFindsNothing(page, 'main');
  await page.getByRole('button', { name: 'Start' }).click();
  const workbench = new WorkbenchPage(page, 'typescript');
  const interviewer = page.getByRole('region', { name: 'Interviewer' });
  const clock = page.getByRole('timer', { name: 'Clock of the interview' });
  await workbench.untilReady();
  await expect(interviewer.getByText('What do you do first?')).toBeVisible();
  await expect(clock).toContainText(/1[45]:\d\d/);

  await workbench.runToVerdict();
  await expect(interviewer.getByText('Run 1')).toBeVisible();
  await expect(interviewer.getByText(/What would you look at\?$/)).toBeVisible();
  await workbench.write(solution('reference', 'typescript'));
  await workbench.runToVerdict();
  await expect(interviewer.getByText(/^100k.rps hold/)).toBeVisible();
  const question = interviewer.getByRole('group', { name: /gather/ });
  await question.getByRole('button').first().click();
  await expect(question.getByRole('button')).toHaveCount(1);
  await expect(interviewer.getByText('We come back to it at the end.')).toBeVisible();

  await page.getByRole('button', { name: 'Show hint 1 of 4 for 3 points' }).click();
  await expect(interviewer.getByText('Hint 1: −3 points')).toBeVisible();
  await passMinutes(page, 10.5);
  await expect(clock).toContainText('last 5 minutes');
  await expect(interviewer.getByText(/^Five minutes left/)).toBeVisible();
  // The rest is the workbench, which has a journey of its own.
  await axeFindsNothing(page, '#pane-brief');

  await passMinutes(page, 6);
  const end = page.getByRole('dialog', { name: 'Time is up' });
  await expect(end.getByText('It survives 100k rps of 100k rps.')).toBeVisible();
  await end.getByRole('button', { name: 'Look at the program' }).click();
  await expect(workbench.run).toBeDisabled();
  await expect(page.getByText('Read-only')).toBeVisible();
  await page.getByRole('link', { name: 'Open the report card' }).click();
  await expect(page).toHaveURL(/\/interview\/.*\/report\?id=/);
  await expect(page.getByText('Report card').first()).toBeVisible();
  await expect(page.getByText('survived, of 100k rps')).toBeVisible();
  await expect(page.getByText('3 points for hints taken off')).toBeVisible();
  await expect(page.getByText(/Measured before changing: first run at/)).toBeVisible();
  await axeFindsNothing(page, 'main');
  await readsOffline(page);
});

/** What is saved as a file says the same where there is no network, and asks for nothing. */
async function readsOffline(page: Page): Promise<void> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  const context = await (page.context().browser() as Browser).newContext({ offline: true });
  const file = await context.newPage();
  await file.setContent(text);
  await expect(file.getByRole('heading', { level: 1 })).toHaveText('The order page that asks too often');
  await expect(file.getByText('3 points for hints taken off')).toBeVisible();
  await expect(file.getByText('Save as a file')).toHaveCount(0);
  expect(await file.evaluate(() => document.querySelectorAll('script, link, img').length)).toBe(0);
  await context.close();
}

test('the clock waits for the runtimes, and a second visit finds the same interview', async ({ page }) => {
  await withoutRuntimes(page);
  await page.goto(INTERVIEW);
  await page.getByRole('button', { name: 'Start' }).click();
  const clock = page.getByRole('timer', { name: 'Clock of the interview' });
  await expect(clock).toContainText('not started');
  await expect(clock).toContainText('15:00');
  const workbench = new WorkbenchPage(page, 'typescript');
  await workbench.write('// written in the interview\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('// written in the interview')).toBeVisible();
  await page.goto(`/challenges/${CHALLENGE}?lang=typescript`);
  await expect(workbench.editor()).toBeAttached();
  await expect(page.getByText('// written in the interview')).toHaveCount(0);
});
