// What the editor knows of Python: completions, signatures, hovers with the cost of a call, and marks, from a server in a worker.
import { expect, test } from './guard.ts';
import { sharedWorkbench } from './shared-page.ts';
import { WORKBENCH, WorkbenchPage } from './workbench-page.ts';

// The server starts when Python is ready.
const { workbench: shared } = sharedWorkbench();

const PROGRAM = `import asyncpg
import httpx
from fastapi import FastAPI

app = FastAPI()
client = httpx.AsyncClient()


@app.get("/orders/{order_id}")
async def order(order_id: int, conn: asyncpg.Connection):
    answer = await client.get(f"/prices/{order_id}")
    row = await conn.fetchrwo("SELECT 1")
    return {"price": answer.json(), "row": row}
`;

test('a name that does not exist is marked, and its mark goes when it is corrected', async () => {
  const workbench = shared();
  const { page } = workbench;
  await workbench.write(PROGRAM);
  const mark = page.locator('.monaco-editor .squiggly-error');
  await expect(mark).toHaveCount(1);
  await workbench.pointAt('fetchrwo');
  await expect(page.getByText('Cannot access attribute "fetchrwo" for class "Connection"')).toBeVisible();
  await workbench.write(PROGRAM.replace('fetchrwo', 'fetchrow'));
  await expect(mark).toHaveCount(0);
});

test('typing after a connection offers its methods, and a bracket its parameters', async () => {
  const workbench = shared();
  const { page } = workbench;
  // All but the dot in one piece: Monaco does not indent what comes in faster than it colours it.
  await workbench.write(`${PROGRAM}\n\nasync def work(conn: asyncpg.Connection):\n    await conn`);
  await expect(page.locator('.monaco-editor .squiggly-error')).toHaveCount(1);
  await page.keyboard.type('.');
  const offered = page.locator('.suggest-widget .monaco-list-row');
  await expect(offered.first()).toBeVisible();
  await page.keyboard.type('fetch');
  await expect(offered.filter({ hasText: 'fetchrow' })).toBeVisible();
  await expect(offered.filter({ hasText: 'fetchval' })).toBeVisible();
  await expect(offered.filter({ hasText: '__' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.type('val(');
  await expect(page.locator('.parameter-hints-widget').getByText('column: int = 0')).toBeVisible();
});

/** In Chinese: the way to the other language's sentences is the longer one. */
test('the hover of a call says what it costs in the world', async ({ page, baseURL }) => {
  const workbench = new WorkbenchPage(page);
  await page.context().addCookies([{ name: 'locale', value: 'zh', url: baseURL ?? '' }]);
  await page.goto(WORKBENCH);
  await page.getByRole('textbox', { name: /main\.py/ }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(PROGRAM);
  await expect(page.locator('.monaco-editor .squiggly-error')).toHaveCount(1);
  await workbench.pointAt('get(f');
  const hover = page.locator('.monaco-hover').filter({ hasText: '在这个世界里的代价：' });
  await expect(hover).toBeVisible();
  await expect(hover.getByText(/服务的应答时间（pricing\.test ≈ 41\sms）/)).toBeVisible();
  await expect(hover.getByText('CoroutineType[Any, Any, Response]')).toBeAttached();
});

test('the editor works without the language server, and says that it is not there', async ({ page, guard }) => {
  const workbench = new WorkbenchPage(page);
  await page.route('**/runtime/python-server.*', (route) => route.abort());
  await workbench.open();
  await expect(page.getByText('No completions')).toBeVisible();
  await workbench.write('app = 1\n');
  await expect(page.getByText(/^Saved/)).toBeVisible();
  // The browser itself reports what could not be fetched.
  guard.splice(0, guard.length, ...guard.filter((problem) => !problem.includes('net::ERR_FAILED')));
});
