// The language server as we serve it, with our stubs and settings, in Node.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PYTHON_CALL_COSTS } from '#components/language/call-costs.ts';
import type { Cancellation } from '#components/language/language-server.ts';
import type { Diagnostic } from '#components/language/lsp.ts';
import { PythonService } from '#components/language/python-service.ts';
import { languageServerScript, pythonLibrary } from './language-server.ts';
import { serverInNode } from './testing/server-in-node.ts';

const root = join(import.meta.dirname, '../..');
const never: Cancellation = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
const library = pythonLibrary(root, () => true);

/** Files under a folder whose names have this ending, by path. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

let service: PythonService;
const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
beforeAll(async () => {
  service = await PythonService.start(
    serverInNode(languageServerScript()),
    library,
    {},
    {
      locale: 'en',
      onDiagnostics: (file, diagnostics) => waiting.get(file)?.(diagnostics),
      onCrash: (message) => expect.unreachable(message),
    },
  );
});

let programs = 0;
/** Errors and warnings, as "line: message". The last line of what is checked is wrong: when that is found, all has been looked at. */
async function problemsOf(text: string): Promise<string[]> {
  programs += 1;
  const name = `program_${programs}.py`;
  const isEnd = ({ message }: Diagnostic) => message === '"end_of_program" is not defined';
  const diagnostics = await new Promise<readonly Diagnostic[]>((resolve) => {
    waiting.set(name, (found) => found.some(isEnd) && resolve(found));
    // What was checked before is closed: the server keeps all that it is shown.
    service.sync({ [name]: `${text}\nend_of_program\n` });
  });
  waiting.delete(name);
  return diagnostics
    .filter((diagnostic) => (diagnostic.severity ?? 1) <= 2 && !isEnd(diagnostic))
    .map(({ range, message }) => `${range.start.line + 1}: ${message.split('\n')[0]}`);
}

const HEAD = `import asyncio
import asyncpg, httpx
from fastapi import FastAPI

app = FastAPI()
client = httpx.AsyncClient()
pool: asyncpg.Pool = None
`;

describe('the Python language server', () => {
  // Traps and other answers are made of the same parts.
  it.each([
    ...filesIn('challenges', 'starter.py'),
    ...filesIn('challenges', 'reference.py'),
    ...filesIn('cli/assets/testing/programs', '.py'),
  ])('finds nothing wrong in %s', async (path) => {
    expect(await problemsOf(readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('leaves a program alone that trusts its rows and its globals', async () => {
    const program = `${HEAD}
@app.on_event("startup")
async def start():
    global pool
    pool = await asyncpg.create_pool("postgresql://app@db.test/shop", max_size=8)
    app.state.lock = asyncio.Lock()

@app.get("/orders/{order_id}")
async def order(order_id: int) -> dict:
    async with pool.acquire() as conn, conn.transaction():
        row = await conn.fetchrow("SELECT * FROM orders WHERE id = $1", order_id)
        total = row["total"] + 1
    prices = await asyncio.gather(*(client.get(f"/prices/{i}") for i in range(3)))
    async with app.state.lock:
        return {**dict(row), "total": total, "prices": [price.json() for price in prices]}
`;
    expect(await problemsOf(program)).toEqual([]);
  });

  it('marks what is not there', async () => {
    const program = `${HEAD}
import numpy
from fastapi import WebSocket

async def work(conn: asyncpg.Connection):
    await conn.fetchrwo("SELECT 1")
    await client.get("/", retries=3)
    httpx.MockTransport(None)
    asyncio.sleep(1)
    undefined_name
`;
    expect(await problemsOf(program)).toEqual([
      '9: Import "numpy" could not be resolved',
      '10: "WebSocket" is unknown import symbol',
      '13: Cannot access attribute "fetchrwo" for class "Connection"',
      '14: No parameter named "retries"',
      '15: "MockTransport" is not a known attribute of module "httpx"',
      '16: Result of async function call is not used; use "await" or assign result to variable',
      '17: "undefined_name" is not defined',
    ]);
  });

  it('completes by type, across the files of the program', async () => {
    service.write('store.py', 'import asyncpg\n\n\nasync def connection() -> asyncpg.Connection: ...\n');
    const text = 'import store\n\n\nasync def work():\n    conn = await store.connection()\n    conn.\n';
    service.write('uses.py', text);
    const list = await service.complete('uses.py', { line: 5, character: 9 }, never);
    const labels = list?.items.map((item) => item.label);
    expect(labels).toEqual(expect.arrayContaining(['fetch', 'fetchrow', 'transaction']));
    expect(labels).not.toContain('copy_to_table');
  });

  it('helps with a signature', async () => {
    service.write('call.py', 'import asyncio\nasyncio.Semaphore(\n');
    const help = await service.signatureHelp('call.py', { line: 1, character: 18 }, never);
    expect(help?.signatures[0]?.label).toBe('(value: int = 1) -> Semaphore');
  });

  it('is given the stubs of libraries that have a stand-in', () => {
    const offered = Object.keys(pythonLibrary(root, (name) => name === 'httpx'));
    expect(offered).toEqual(['/program/pyrightconfig.json', '/stubs/httpx/__init__.pyi']);
  });

  it.each([...PYTHON_CALL_COSTS.keys()])('knows %s by the name that its cost has', async (name) => {
    const parts = name.split('.');
    const module = parts.filter((_, index) => index === 0 || isModule(parts.slice(0, index + 1))).join('.');
    const text = `import ${module}\n${name}\n`;
    service.write('name.py', text);
    expect(await service.qualifiedName('name.py', { line: 1, character: name.length - 1 }, never)).toBe(name);
  });
});

function isModule(parts: readonly string[]): boolean {
  const path = parts.join('/');
  if (parts[0] === 'asyncio') return parts.length === 2 && /^[a-z]/.test(parts[1] ?? '');
  return `/stubs/${path}.pyi` in library || `/stubs/${path}/__init__.pyi` in library;
}
