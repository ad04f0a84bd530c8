import { beforeAll, describe, expect, it } from 'vitest';
import type { Guest } from '#engine/guest-port.ts';
import { openNodePython } from '#runtime/python/node-python.ts';
import { openNodeTypeScript } from '#runtime/typescript/node-typescript.ts';

const HANDLERS = {
  python: (body: string) =>
    `import time\nfrom fastapi import FastAPI\napp = FastAPI()\n${body}\n@app.get("/")\nasync def read():\n    time.sleep(1)\n`,
  typescript: (body: string) =>
    `import { readFileSync } from 'node:fs';\nimport { Hono } from 'hono';\nconst app = new Hono();\n${body}\napp.get('/', () => readFileSync('x'));\n`,
} as const;
const NAMES = { python: 'main.py', typescript: 'main.ts' } as const;

describe.each(['python', 'typescript'] as const)('programs that want to be hard to check, %s', (language) => {
  let guest: Guest;
  beforeAll(async () => {
    guest = language === 'python' ? await openNodePython() : await openNodeTypeScript();
  });
  const check = (text: string) => guest.check({ [NAMES[language]]: text }).map(({ rule }) => rule);
  const handler = HANDLERS[language];

  it('have no findings where they have an error of syntax or nest thousands deep, and the next one has', () => {
    expect(check(handler('x = ((('))).toEqual([]);
    expect(check(handler(`x = ${'['.repeat(5000)}${']'.repeat(5000)}`))).toEqual([]);
    expect(check(handler(`x = ${Array.from({ length: 1_500 }, () => '1').join(' + ')}`)).length).toBeLessThanOrEqual(1);
    expect(check(handler(''))).toEqual(['blocking-call']);
  });

  it('cost no more for functions that call each other in every way', () => {
    const define =
      language === 'python'
        ? (name: string, calls: string) => `async def ${name}():\n    ${calls}\n`
        : (name: string, calls: string) => `async function ${name}() { ${calls} }\n`;
    const all = Array.from({ length: 40 }, (_, i) =>
      define(`f${i}`, `await f${(i + 1) % 40}(); await f${(i + 2) % 40}(); await f${(i * 7) % 40}()`),
    );
    expect(check(handler(all.join('')))).toEqual(['blocking-call']);
  });

  it('may call things as JavaScript calls its own', () => {
    const names = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'proto'];
    const body = names
      .map((name) => (language === 'python' ? `def ${name}():\n    return 1\n${name}_x = ${name}()\n` : `const ${name}_x = 1;\n`))
      .join('');
    expect(check(handler(body))).toEqual(['blocking-call']);
  });
});
