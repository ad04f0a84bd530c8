// Node's own modules that need nothing of the world.
import { PERFORMANCE_MODULES } from './performance.ts';
import { PROCESS_MODULES } from './process.ts';

export const NODE_MODULES = { ...PERFORMANCE_MODULES, ...PROCESS_MODULES };
