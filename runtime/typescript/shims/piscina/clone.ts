// What crosses between threads is copied, as postMessage does.
import { worker } from '../../kernel/worker.ts';

export function clone(value: unknown): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  return (worker().globals.structuredClone as (value: unknown) => unknown)(value);
}
