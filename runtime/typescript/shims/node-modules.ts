// Node's own modules that need nothing of the world.
import { ASSERT_MODULES } from './assert.ts';
import { BUFFER_MODULES } from './buffer.ts';
import { CRYPTO_MODULES } from './crypto/crypto.ts';
import { FILE_MODULES } from './files.ts';
import { OS_MODULES } from './os.ts';
import { PATH_MODULES } from './path.ts';
import { PERFORMANCE_MODULES } from './performance.ts';
import { PROCESS_MODULES } from './process.ts';
import { TIMERS_MODULES } from './timers-promises.ts';
import { UTIL_MODULES } from './util.ts';

export const NODE_MODULES = {
  ...ASSERT_MODULES,
  ...BUFFER_MODULES,
  ...CRYPTO_MODULES,
  ...FILE_MODULES,
  ...OS_MODULES,
  ...PATH_MODULES,
  ...PERFORMANCE_MODULES,
  ...PROCESS_MODULES,
  ...TIMERS_MODULES,
  ...UTIL_MODULES,
};
