// What rules are called in a heading.
import type { Text } from '../diagnosis/text.ts';

const NAMES: Readonly<Record<string, Text>> = {
  'blocking-call': { en: 'Blocking call', zh: '阻塞调用' },
  'unbounded-fan-out': { en: 'No bound on calls at once', zh: '并发没有上限' },
  'no-timeout': { en: 'No time-out', zh: '没有超时' },
  'client-per-request': { en: 'Client made for each request', zh: '每个请求新建客户端' },
  'lock-across-await': { en: 'Lock held across an await', zh: '持锁跨越 await' },
  'query-in-loop': { en: 'Query in a loop', zh: '循环中查询' },
  'sequential-awaits': { en: 'One await after the other', zh: '逐个 await' },
  'sleep-zero': { en: 'A pause as a cure', zh: '用让出代替解决' },
  'wall-time': { en: 'Wall time around an await', zh: '在 await 前后计时' },
};

export const nameRule = (rule: string): Text => NAMES[rule] ?? { en: rule, zh: rule };
