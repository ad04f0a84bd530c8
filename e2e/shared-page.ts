// One page for all journeys of a file: its runtimes load once. What a journey leaves behind (a draft, a result) the next one writes over.
import { expect, test } from '@playwright/test';
import { watch } from './guard.ts';
import { type Language, WorkbenchPage } from './workbench-page.ts';

interface SharedWorkbench {
  readonly workbench: () => WorkbenchPage;
  /** What the guard has seen since it was asked last, for a journey that looks at it itself. */
  readonly takeProblems: () => string[];
}

/** To be called at the top of a file. The workbench is there once the file's tests run. */
export function sharedWorkbench(language: Language = 'python'): SharedWorkbench {
  let workbench: WorkbenchPage;
  let problems: string[] = [];
  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage();
    problems = watch(page, new URL(test.info().project.use.baseURL ?? '').origin);
    workbench = new WorkbenchPage(page, language);
    await workbench.open();
  });
  test.afterEach(() => expect(problems.splice(0)).toEqual([]));
  test.afterAll(() => workbench.page.close());
  return { workbench: () => workbench, takeProblems: () => problems.splice(0) };
}
