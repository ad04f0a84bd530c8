// TypeScript in the workbench: its own drafts and results, the same report as in Node, errors at their lines, declarations in the editor.
import { expect, test } from './guard.ts';
import { sharedWorkbench } from './shared-page.ts';
import { reportInNode, solution, WORKBENCH, WorkbenchPage, withoutRuntimes } from './workbench-page.ts';

const ANSWER = 'export default { async fetch(): Promise<Response> { return Response.json({}); } };\n';
// As most people see it; the other journeys ask for less motion.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });
const { workbench: shared } = sharedWorkbench('typescript');

for (const [name, survived] of [
  ['starter', '2k'],
  ['reference', '100k'],
] as const) {
  test(`the ${name} survives ${survived}, and Node gives the same report`, async () => {
    const workbench = shared();
    const inNode = reportInNode(name, 'typescript');
    await workbench.write(solution(name, 'typescript'));
    await workbench.runToVerdict();
    await workbench.survived(survived);
    const first = await workbench.reportHash();
    expect(first).toBe((await inNode).hash);
    if (name !== 'starter') return;
    await workbench.runToVerdict();
    expect(await workbench.reportHash()).toBe(first);
    // What it would be without the limit that it fell by comes after the verdict.
    await expect(workbench.results.getByText(/did not hold the event loop, p99 at 5k requests\/s would be/)).toBeVisible();
    await scrubsTime(workbench);
    await seesWhatBlocks(workbench);
  });
}

/** One moment for everything: chosen from a broken promise, by keyboard, in a chart and in the lanes. */
async function scrubsTime({ page, results }: WorkbenchPage): Promise<void> {
  const slider = results.getByRole('slider', { name: 'Moment of the stage' });
  const isAt = (moment: RegExp | string) => expect(slider).toHaveAttribute('aria-valuetext', moment);
  await isAt('whole stage');
  await results
    .getByRole('button', { name: /^since \d/ })
    .first()
    .click();
  await expect(results.getByRole('tab', { name: 'Charts' })).toHaveAttribute('aria-selected', 'true');
  await expect(slider).toBeFocused();
  await isAt(/^0\.20.s of 1\.50.s$/);
  await expect(results.getByText(/waiting for pg pool$/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await isAt(/^0\.30.s/);
  await results
    .getByRole('figure', { name: /^Waiting over time/ })
    .getByRole('img')
    .first()
    .click({ position: { x: 200, y: 100 } });
  await expect(slider).not.toHaveAttribute('aria-valuetext', /^0\.30.s/);
  await results.getByRole('tab', { name: 'Event loop' }).click();
  await results.getByRole('button', { name: 'Largest lag' }).click();
  await expect(results.getByRole('tabpanel', { name: 'Event loop' }).getByText(/^worker 1 /)).toBeVisible();
  await slider.press('Escape');
  await isAt('whole stage');
}

/** From the lanes to the line that keeps the loop, and the same line at the top of the profile. */
async function seesWhatBlocks({ page, results }: WorkbenchPage): Promise<void> {
  await results.getByRole('tab', { name: 'Event loop' }).click();
  await results.getByRole('button', { name: 'Next blocking call' }).click();
  const panel = results.getByRole('tabpanel', { name: 'Event loop' });
  await expect(panel.getByText(/crypto\.pbkdf2 \d/).first()).toBeVisible();
  await panel.getByRole('group', { name: /Event loops at/ }).press('Enter');
  await expect(page.locator('.monaco-editor').first()).toHaveClass(/focused/);
  await results.getByRole('tab', { name: 'Profile' }).click();
  await expect(results.getByRole('row', { name: /main\.ts:\d+ constructor/ })).toBeVisible();
  // Who called it: looked into, and back.
  const flames = results.getByRole('tree', { name: /^Flame graph/ });
  const blocks = flames.getByRole('treeitem', { name: /^GET \/orders\/:id, main\.ts:\d+, / }).first();
  await blocks.click();
  await expect(blocks).toHaveAttribute('aria-selected', 'true');
  await results.getByRole('button', { name: 'Show everything' }).click();
  await expect(flames.getByRole('treeitem', { name: /^Everything, / })).toHaveAttribute('aria-selected', 'true');
  await results.getByRole('tab', { name: 'Verdict' }).click();
}

test('a type error is marked and does not keep the program from running', async () => {
  const workbench = shared();
  await workbench.write(`const port: number = 'x';\n${ANSWER}`);
  await expect(workbench.page.locator('.monaco-editor .squiggly-error')).toHaveCount(1);
  await workbench.runToVerdict();
});

test('a syntax error names its line', async () => {
  const workbench = shared();
  await workbench.write(`${ANSWER}const x = ;\n`);
  await workbench.page.keyboard.press('ControlOrMeta+Enter');
  await expect(workbench.results.getByText('Your program did not start')).toBeVisible();
  await expect(workbench.results.getByText('SyntaxError: Unexpected token').first()).toBeVisible();
  await expect(workbench.results.getByRole('button', { name: /main\.ts.*2/ }).first()).toBeVisible();
});

test('a loop without an end is ended, and the verdict says where', async () => {
  const workbench = shared();
  await workbench.write(`export default {\n  async fetch(): Promise<Response> {\n    for (;;) {}\n  },\n};\n`);
  await workbench.runToVerdict();
  await workbench.survived('0');
  await expect(workbench.results.getByText(/main\.ts/).first()).toBeVisible();
});

test('the editor completes by type, and a hover says what a call costs in the world', async () => {
  const workbench = shared();
  const { page } = workbench;
  await workbench.write(
    `import { Pool } from 'pg';\nconst pool = new Pool();\nawait pool.query('SELECT 1');\nconst n: number = 'marked';\npool`,
  );
  await expect(page.locator('.monaco-editor .squiggly-error')).toHaveCount(1);
  await page.keyboard.type('.');
  const offered = page.locator('.suggest-widget .monaco-list-row');
  await expect(offered.first()).toBeVisible();
  await page.keyboard.type('wait');
  await expect(offered.filter({ hasText: 'waitingCount' })).toBeVisible();
  await page.keyboard.press('Escape');
  await workbench.pointAt("query('");
  const hover = page.locator('.monaco-hover').filter({ hasText: 'Cost in this world:' });
  await expect(hover).toBeVisible();
  await expect(hover.getByText(/waits for a free connection of the pool/)).toBeVisible();
  await expect(hover.getByText(/Promise<QueryResult/)).toBeAttached();
});

test('each language loads its own runtime and not the other one', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url().replace(/^.*\/runtime\//, '')));
  const count = (name: RegExp) => fetched.filter((url) => name.test(url)).length;
  await withoutRuntimes(page);
  await page.goto(`${WORKBENCH}?lang=typescript`);
  await expect.poll(() => [count(/^pyodide|^snapshot/), count(/^compiler/), count(/^libraries/)]).toEqual([0, 1, 1]);
  await expect(page.getByRole('tab', { name: 'main.ts' })).toBeVisible();
  fetched.length = 0;
  await page.getByRole('group', { name: 'Language of the program' }).getByRole('radio', { name: 'Python' }).check();
  await expect(page).toHaveURL(/lang=python/);
  await expect.poll(() => [count(/^snapshot/), count(/^compiler|^libraries/)]).toEqual([1, 0]);
});

test('switching the language keeps both drafts, and the choice is remembered', async ({ page }) => {
  const python = new WorkbenchPage(page);
  await python.openToWrite();
  await python.write('# in Python\n');
  const language = page.getByRole('group', { name: 'Language of the program' });
  await language.getByRole('radio', { name: 'TypeScript' }).check();
  const typescript = new WorkbenchPage(page, 'typescript');
  await typescript.write('// in TypeScript\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  await language.getByRole('radio', { name: 'Python' }).check();
  await expect(page.getByText('# in Python')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Z');
  await language.getByRole('radio', { name: 'TypeScript' }).check();
  await page.reload();
  await expect(page.getByText('// in TypeScript')).toBeVisible();
});
