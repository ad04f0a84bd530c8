// CPU charged for user code against what CPython really takes (fidelity/user-code.py measures it).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openNodePython } from './node-python.ts';
import type { PythonGuest } from './python-guest.ts';
import { get, load } from './testing/turns.ts';

interface Piece {
  readonly name: string;
  readonly setup: string;
  readonly code: string;
  readonly us: number;
}

const pieces = JSON.parse(readFileSync(join(import.meta.dirname, '../../fidelity/user-code.json'), 'utf8')) as Piece[];

let guest: PythonGuest;
beforeAll(async () => {
  guest = await openNodePython();
});

describe('CPU of user code', () => {
  it.each(pieces)('$name: charged within a factor of two of the real $us us', ({ setup, code, us, name }) => {
    const body = code.replaceAll('\n', '\n    ');
    load(
      guest,
      `import time\nfrom fastapi import FastAPI\napp = FastAPI()\n${setup}\ndef piece():\n    ${body}\n@app.get("/work")\nasync def work():\n    begin = time.perf_counter_ns()\n    piece()\n    return time.perf_counter_ns() - begin\n`,
    );
    const { body: ns, console } = get(guest, '/work');
    expect(console).toEqual([]);
    const ratio = Number(ns) / 1000 / us;
    if (process.env.SURGE_SHOW_RATIOS)
      process.stdout.write(`| ${name} | ${Math.round(us)} | ${Math.round(Number(ns) / 1000)} | ${ratio.toFixed(2)} |\n`);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
