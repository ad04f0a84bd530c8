// What a finding says: what stands there, why it matters, and what kind of change would help. Never the code of the change.
import type { CodeFinding } from '#engine/guest-port.ts';
import type { Text } from '../diagnosis/text.ts';

interface Wording {
  /** Whole sentences; `name` is what is called, between backticks. */
  readonly what: (name: string, finding: CodeFinding) => Text;
  readonly instead: Text;
}

const COMPUTES = /pbkdf2|scrypt|bcrypt|generate|zip|deflate|inflate|brotli/i;

const COMPUTED: Wording['instead'] = {
  en: 'It belongs in a thread or a process, or should run less often.',
  zh: '这类计算应交给线程或进程，或者减少执行次数。',
};

const WORDINGS: Readonly<Record<string, Wording>> = {
  'blocking-call': {
    what: (name) => ({
      en: `${name} blocks: until it returns, the event loop runs nothing else, and every other request of this worker stands still.`,
      zh: `${name} 是阻塞调用：在它返回之前，事件循环无法做任何其他事情，这个 worker 上的其他请求全部停住。`,
    }),
    instead: {
      en: 'It belongs in a thread, or in a client that can be awaited.',
      zh: '应把它移到线程中，或换成可以 await 的客户端。',
    },
  },
  'unbounded-fan-out': {
    what: (name) => ({
      en: `${name} is started once for each element, all at the same time, and nothing bounds how many: a long list, or many requests, become a burst for whoever is called.`,
      zh: `${name} 对每个元素各启动一次，全部同时进行，且没有任何并发上限：列表一长或请求一多，对被调用方就是一阵突发流量。`,
    }),
    instead: {
      en: 'A bound for the whole process helps, or one call for many elements.',
      zh: '应设置整个进程共用的并发上限，或用一次调用处理多个元素。',
    },
  },
  'no-timeout': {
    what: (name) => ({
      en: `${name} has no time-out of its own worth the name: when the other side hangs, the request hangs with it and keeps what it holds.`,
      zh: `${name} 没有设置真正有用的超时：对方一旦卡住，请求就跟着卡住，并一直占用它持有的资源。`,
    }),
    instead: {
      en: 'A limit below the time that the caller has helps, with an answer for when it is reached.',
      zh: '应设置短于调用方时间预算的超时，并准备好超时后的应答。',
    },
  },
  'client-per-request': {
    what: (name) => ({
      en: `${name} is made for each request: every time it opens connections that nobody uses again, and pays for setting up.`,
      zh: `每个请求都新建一个 ${name}：每次都要重新建立连接、付出初始化的开销，而这些连接之后再也不会被复用。`,
    }),
    instead: {
      en: 'One that is made at start-up and shared keeps its connections open.',
      zh: '应在启动时创建一个并共享，让连接保持打开。',
    },
  },
  'lock-across-await': {
    what: (name) => ({
      en: `${name} is held while something outside is awaited: one request at a time gets through, also those that have nothing to do with each other.`,
      zh: `${name} 在等待外部操作期间一直被持有：一次只放行一个请求，互不相干的请求也要排队。`,
    }),
    instead: {
      en: 'A shorter section, or a lock for each key, lets the others pass; what several workers share needs the database to guard it.',
      zh: '应缩小加锁范围，或为每个键单独加锁；多个 worker 共享的数据则要由数据库来保护。',
    },
  },
  'query-in-loop': {
    what: (name) => ({
      en: `${name} asks the database once for each element (N+1): the number of statements grows with the list.`,
      zh: `${name} 对每个元素各查询一次数据库（N+1）：语句数量随列表长度增长。`,
    }),
    instead: {
      en: 'One statement for all of them helps: a join, or a list of keys as its parameter.',
      zh: '应改为一条语句查出全部：使用 JOIN，或把键的列表作为参数。',
    },
  },
  'sequential-awaits': {
    what: (name, { line, endLine }) =>
      endLine > line
        ? {
            en: `${name}: each is awaited before the next one starts, although none needs the result of the one before, so their times add up.`,
            zh: `${name}：每一个都等前一个完成才开始，尽管并不需要前一个的结果，耗时因此逐个相加。`,
          }
        : {
            en: `${name} is awaited element by element, although none needs the result of the one before, so the times add up.`,
            zh: `${name} 逐个元素 await，尽管并不需要前一个的结果，耗时因此逐个相加。`,
          },
    instead: {
      en: 'Started together they take as long as the slowest; several reads of one database can also become one statement.',
      zh: '一起启动后，总耗时只取决于最慢的一个；对同一数据库的多次读取也可以合并为一条语句。',
    },
  },
  'sleep-zero': {
    what: (name) => ({
      en: `${name} only gives the others a turn: the work that keeps the loop is still all there, and is done no sooner.`,
      zh: `${name} 只是让其他任务先运行一轮：占住事件循环的工作一点没少，也不会更早完成。`,
    }),
    instead: {
      en: 'What helps is less of that work, or moving it off the loop; what waits for something should wait for an event.',
      zh: '真正有效的是减少这些工作，或把它们移出事件循环；若是在等待某件事，应等待事件通知。',
    },
  },
  'wall-time': {
    what: (name) => ({
      en: `What is measured with ${name} around an await is the time that passed: waiting, and the turns of other requests, are in it, so it does not say where the time goes.`,
      zh: `用 ${name} 在 await 前后计时，得到的是流逝的时间：等待和其他请求的运行时间都算在内，因此说明不了时间花在哪里。`,
    }),
    instead: {
      en: 'A profile of the CPU, or spans for each wait, tell the two apart.',
      zh: 'CPU 剖析，或为每次等待单独记录区间，才能把两者分开。',
    },
  },
};

/** null: a rule that this version does not know. */
export function wordFinding(finding: CodeFinding): Text | null {
  const wording = WORDINGS[finding.rule];
  if (wording === undefined) return null;
  const { en, zh } = wording.what(
    finding.name
      .split(', ')
      .map((name) => `\`${name}\``)
      .join(', '),
    finding,
  );
  const instead = finding.rule === 'blocking-call' && COMPUTES.test(finding.name) ? COMPUTED : wording.instead;
  return { en: `${en} ${instead.en}`, zh: `${zh}${instead.zh}` };
}
