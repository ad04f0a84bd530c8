// Short names of the causes, for sentences that only mention one. An unknown cause is called by its id.
import type { Text } from './finding.ts';

const NAMES: Readonly<Record<string, Text>> = {
  none: { en: 'nothing', zh: '无' },
  'startup-failed': { en: 'start-up failed', zh: '启动失败' },
  'endless-loop': { en: 'endless loop', zh: '死循环' },
  'endless-call': { en: 'endless call', zh: '无尽的调用' },
  spinning: { en: 'busy loop', zh: '空转轮询' },
  deadlock: { en: 'deadlock', zh: '死锁' },
  'too-many-tasks': { en: 'tasks pile up', zh: '任务堆积' },
  'too-many-steps': { en: 'too many steps', zh: '步骤过多' },
  'too-many-events': { en: 'too many events', zh: '事件过多' },
  memory: { en: 'out of memory', zh: '内存耗尽' },
  'memory-grows': { en: 'memory that grows', zh: '内存持续增长' },
  'memory-killed': { en: 'workers killed, out of memory', zh: 'worker 因内存耗尽被杀死' },
  'worker-crashed': { en: 'workers that crash', zh: 'worker 崩溃' },
  'stack-overflow': { en: 'stack overflow', zh: '栈溢出' },
  'guest-crashed': { en: 'program crashed', zh: '程序崩溃' },
  'guest-error': { en: 'errors of the program', zh: '程序错误' },
  'load-shed': { en: 'load shedding', zh: '主动卸载' },
  timeouts: { en: 'time-outs', zh: '超时' },
  'connections-refused': { en: 'refused database connections', zh: '数据库拒绝连接' },
  'connections-churn': { en: 'a connection per request', zh: '连接未复用' },
  'loop-blocked': { en: 'blocked event loop', zh: '事件循环被阻塞' },
  'loop-saturated': { en: 'saturated event loop', zh: '事件循环饱和' },
  'gil-bound': { en: 'threads that share the GIL', zh: '线程争用 GIL' },
  'pool-exhausted': { en: 'exhausted pool', zh: '连接池耗尽' },
  'pool-deadlock': { en: 'requests that wait for each other in a pool', zh: '请求在连接池中互相等待' },
  'hot-row': { en: 'a hot row', zh: '热点行' },
  'transaction-deadlock': { en: 'deadlocks of transactions', zh: '事务死锁' },
  'statement-timeouts': { en: 'cancelled statements', zh: '语句被取消' },
  'lock-not-available': { en: 'locked rows and NOWAIT', zh: '行已被锁定（NOWAIT）' },
  'serialization-failures': { en: 'serialization failures', zh: '序列化失败' },
  'unreported-writes': { en: 'writes that clients were not told of', zh: '客户端不知情的写入' },
  'lost-updates': { en: 'lost updates', zh: '更新丢失' },
  'lock-contention': { en: 'lock contention', zh: '锁竞争' },
  'queue-saturated': { en: 'a queue with too few workers', zh: '队列的处理任务不足' },
  'semaphore-limited': { en: 'semaphore', zh: '信号量受限' },
  'process-pool-exhausted': { en: 'exhausted process pool', zh: '进程池耗尽' },
  'thread-starvation': { en: 'thread starvation', zh: '线程池耗尽' },
  'database-saturated': { en: 'saturated database', zh: '数据库饱和' },
  'database-slow': { en: 'slow or repeated queries', zh: '查询慢或重复' },
  'cache-saturated': { en: 'saturated cache', zh: '缓存饱和' },
  'cache-slow': { en: 'repeated calls to the cache', zh: '缓存调用重复' },
  'cache-connections': { en: 'no connection to the cache left', zh: '缓存连接用尽' },
  'api-saturated': { en: 'saturated service', zh: '外部服务饱和' },
  'api-slow': { en: 'slow or sequential API calls', zh: 'API 调用慢或串行' },
  'api-failing': { en: 'failing API', zh: 'API 失败' },
  'rate-limited': { en: 'rate limit', zh: '触发限流' },
  'wrong-answers': { en: 'wrong answers', zh: '应答错误' },
  'stale-answers': { en: 'stale answers', zh: '应答过期' },
  'slow-requests': { en: 'slow requests', zh: '请求缓慢' },
};

/** Every cause that a diagnosis can name. */
export const CAUSES: readonly string[] = Object.keys(NAMES);

export function nameCause(cause: string): Text {
  return NAMES[cause] ?? { en: cause, zh: cause };
}
