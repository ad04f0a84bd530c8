// Modules that programs import and that we stand in for: name -> the namespace, made anew for every worker.

import { ASYNC_HOOKS_MODULES } from './async-hooks.ts';
import { EVENTS_MODULES } from './events/events.ts';
import { NODE_MODULES } from './node-modules.ts';
import { PG_MODULES } from './pg/pg.ts';
import { PISCINA_MODULES } from './piscina/modules.ts';
import { REDIS_MODULES } from './redis/ioredis.ts';
import { UNDICI_MODULES } from './undici/undici.ts';
import { WATCH_MODULES } from './watch.ts';

export const SHIMS: Record<string, () => object> = {
  ...PG_MODULES,
  ...REDIS_MODULES,
  ...PISCINA_MODULES,
  ...ASYNC_HOOKS_MODULES,
  ...EVENTS_MODULES,
  ...NODE_MODULES,
  ...UNDICI_MODULES,
  ...WATCH_MODULES,
};
