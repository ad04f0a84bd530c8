// console: what the program prints, by level.
import { GLOBAL_MAKERS } from '../kernel/globals.ts';
import { log } from '../kernel/program.ts';

GLOBAL_MAKERS.push(() => {
  const print =
    (level: number) =>
    (...values: unknown[]) =>
      log(level, values.map(String).join(' '));
  return { console: { log: print(1), info: print(1), debug: print(0), warn: print(2), error: print(3) } };
});
