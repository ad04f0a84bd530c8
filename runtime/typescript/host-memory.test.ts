// What this computer's memory is taken up with by others is no reason to end a program.
import { describe, expect, it } from 'vitest';
import { runProgram } from './testing/run-program.ts';

const PAGE = 65_536;
const SPINNING = 'let sum = 0;\nfor (let i = 0; i < 3_000_000; i++) sum += i;\nconsole.log(sum);';

describe('the memory of this computer', () => {
  it('is not used up by what was there before the program: interpreters of earlier runs', async () => {
    // Reserved, never touched: it counts as external memory of V8.
    const earlier = new WebAssembly.Memory({ initial: Math.floor(4e9 / PAGE) });
    const { fault, lines } = await runProgram(SPINNING);
    expect(earlier.buffer.byteLength).toBeGreaterThan(3.9e9);
    expect(fault).toBeNull();
    expect(lines).toEqual(['4499998500000']);
  });
});
