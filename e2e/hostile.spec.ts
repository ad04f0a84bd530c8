import { test as bare, expect as expectBare } from '@playwright/test';
import { expect, test } from './guard.ts';
import { sharedWorkbench } from './shared-page.ts';
import { solution } from './workbench-page.ts';

// All of them in one page, one after the other: what one leaves behind must not hurt the next.
const { workbench: shared, takeProblems } = sharedWorkbench();

/** A handler with this body, in an application that starts. */
const handler = (body: string) => `from fastapi import FastAPI

app = FastAPI()


@app.get("/orders/{order_id}")
async def read_order(order_id: int):
${body
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;

const ATTEMPTS: readonly { readonly name: string; readonly program: string; readonly says: RegExp }[] = [
  { name: 'a syntax error', program: 'def broken(:\n    pass\n', says: /SyntaxError/ },
  { name: 'a program without an app', program: 'print("hello")\n', says: /main\.py has no `app`/ },
  { name: 'an endless loop in a handler', program: handler('while True:\n    pass'), says: /A loop at main\.py line 8 never ends/ },
  { name: 'an allocation of 1 GB', program: handler('data = bytearray(1 << 30)\nreturn len(data)'), says: /MemoryError/ },
  {
    name: 'memory that grows with every request',
    program: handler('app.state.kept = getattr(app.state, "kept", [])\napp.state.kept.append("x" * 5_000_000)\nreturn 1'),
    says: /was killed at .*: out of memory \(384 MB\)/,
  },
  {
    name: 'memory that grows faster than it is looked at',
    program: handler('app.state.kept = getattr(app.state, "kept", [])\napp.state.kept.append("x" * 200_000_000)\nreturn 1'),
    says: /MemoryError|out of memory/,
  },
  {
    name: 'a handler that never answers',
    program: `import asyncio\n${handler('await asyncio.Event().wait()')}`,
    says: /Deadlock: .* await Event\.wait at main\.py line 9/,
  },
  {
    name: 'ten million lines on the console',
    program: handler('for n in range(10_000_000):\n    print(n)'),
    says: /too-much-output\) at main\.py line 9/,
  },
  { name: 'os.system', program: `import os\nos.system("ls")\n`, says: /not simulated: os\.system\(\)/ },
  { name: 'import js', program: 'import js\n', says: /not simulated: js/ },
  { name: 'socket', program: 'import socket\nsocket.create_connection(("example.org", 80))\n', says: /not simulated: socket/ },
  { name: 'a library that is not there', program: 'import numpy\n', says: /No module named 'numpy': not simulated\. Available: aiohttp/ },
];

for (const { name, program, says } of ATTEMPTS) {
  test(`${name}: the page stays alive and names the cause`, async () => {
    const workbench = shared();
    const { page } = workbench;
    await workbench.write(program);
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(workbench.results.getByText(says).filter({ visible: true }).first()).toBeVisible();
    await expect(workbench.run).toBeEnabled();
    await expect(page.getByText('Python ready').filter({ visible: true })).toBeVisible();
  });
}

test('Stop ends a call that nothing can interrupt, and the next run works', async () => {
  const workbench = shared();
  const { page } = workbench;
  // Arithmetic on a number of a hundred million bits is neither counted nor refused: only the end of the worker ends it.
  await workbench.write(handler('number = (1 << 100_000_000) - 1\nreturn number * number % 7'));
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(workbench.stop).toBeEnabled();
  await workbench.stop.click();
  await expect(workbench.results.getByText('You stopped the run')).toBeVisible();
  await workbench.write(solution('starter'));
  await workbench.runToVerdict();
  await workbench.survived('2k');
});

bare('the sandbox reaches no network and not the page around it', async () => {
  const { page } = shared();
  const frame = page.frames().find((candidate) => candidate.url().endsWith('/sandbox'));
  const attempts = () =>
    Promise.all([
      fetch('/').then(
        () => 'reached',
        () => 'refused',
      ),
      new Promise((resolve) => {
        try {
          resolve(window.parent.document.title ? 'reached' : 'refused');
        } catch {
          resolve('refused');
        }
      }),
      new Promise((resolve) => {
        try {
          resolve(localStorage.length >= 0 ? 'reached' : 'refused');
        } catch {
          resolve('refused');
        }
      }),
    ]);
  expectBare(await frame?.evaluate(attempts)).toEqual(['refused', 'refused', 'refused']);
  // The browser itself reports on the console what it refused.
  expectBare(takeProblems().every((problem) => problem.startsWith('console.error'))).toBe(true);
  // The canary: outside of the sandbox the same attempts succeed.
  expectBare(await page.evaluate(attempts)).toEqual(['reached', 'reached', 'reached']);
});
