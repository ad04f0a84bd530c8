// Real libraries, in the real Node and in the guest: programs that use them for what they are there for print the same.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, runNatively } from './testing/run-natively.ts';
import { runProgram } from './testing/run-program.ts';

const FOLDER = join(import.meta.dirname, 'testing/libraries');
const SERVER = '\nexport default { fetch() { return null; } };\n';

describe('a program on a library from npm prints what it prints in Node', () => {
  for (const name of readdirSync(FOLDER).sort()) {
    it(name, async () => {
      const source = readFileSync(join(FOLDER, name), 'utf8');
      const [native, { output, failed, fault, crash }] = [await runNatively({ 'main.ts': source }), await runProgram(source + SERVER)];
      expect({ failed, fault, crash }).toEqual({ failed: null, fault: null, crash: null });
      expect(native.length).toBeGreaterThan(0);
      expect(output.flatMap((text) => linesOf(`${text}\n`))).toEqual(native);
    });
  }
});

describe('an app of Hono is a program', () => {
  const APP = `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/orders/:id', (c) => c.json({ id: c.req.param('id') }));\n`;
  const requests = ['GET /orders/7\n\n', 'GET /nothing\n\n'];
  const answers = [
    { status: 200, body: '{"id":"7"}' },
    { status: 404, body: '404 Not Found' },
  ];

  it('as the default export', async () => {
    expect(await runProgram(`${APP}export default app;`, { requests })).toMatchObject({ failed: null, answers });
  });

  it('as the export named app', async () => {
    expect(await runProgram(APP.replace('const app', 'export const app'), { requests })).toMatchObject({ failed: null, answers });
  });
});

describe('a library', () => {
  it('that is not there is refused with what is available', async () => {
    const { failed } = await runProgram(`import pad from 'left-pad';\nexport default { fetch() { return pad; } };`);
    expect(failed).toContain("import of 'left-pad'");
    for (const name of ['async-mutex', 'dataloader', 'hono', 'lru-cache', 'p-limit', 'p-queue', 'p-retry', 'pg', 'zod'])
      expect(failed).toContain(name);
    const known = await runProgram(`import express from 'express';\nexport default { fetch() { return express; } };`);
    expect(known.failed).toMatch(/import of 'express'.*hono/);
  });

  it("takes time that is counted, and its errors name the user's line", async () => {
    const program = (times: number) => `import { z } from 'zod';\nconst schema = z.array(z.object({ a: z.string().min(1) }));
const list = Array.from({ length: ${times} }, (_, i) => ({ a: String(i) }));\nschema.parse(list);\n`;
    const few = await runProgram(`${program(100)}export default { fetch() {} };`);
    const many = await runProgram(`${program(10_000)}export default { fetch() {} };`);
    expect(many.nowNs - few.nowNs).toBeGreaterThan(9_900 * 50);
    const { failed } = await runProgram(`import { z } from 'zod';\n\nz.string().parse(1);\nexport default {};`);
    expect(failed).toContain('at main.ts:3');
  });
});
