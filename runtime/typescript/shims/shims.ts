// Modules that programs import and that we stand in for: name -> the namespace, made anew for every worker.
import { NODE_MODULES } from './node-modules.ts';

export const SHIMS: Record<string, () => object> = { ...NODE_MODULES };
