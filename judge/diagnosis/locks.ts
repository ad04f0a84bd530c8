// Locks of the database: rows that everybody wants, transactions that wait for each other in a circle, time-outs while
// waiting, transactions that must be tried again, and updates that were lost because nothing was locked.
import type { LockRecording } from '#engine/stage.ts';
import { wordCount, wordMs, wordPlace, wordShare } from '../figures.ts';
import type { Task } from '../task.ts';
import { heldConnectionsNs, type StageFacts, statusShare, waitsFor } from './facts.ts';
import { evidenceOf, type Finding, RANK, type Rule, type Text } from './finding.ts';

/** Somebody waits for a row nearly always, and that is what connections are held for. Modelled. */
const ALWAYS_WAITED_FOR = 0.8;
const QUEUE_SHARE = 0.1;
const QUEUE_SHARE_ALONE = 0.3;

type Hot = LockRecording['hottest'][number];

export const diagnoseHotRows: Rule = (facts) => {
  const waits = waitsFor(facts, 'rows')[0];
  const [hot] = facts.recording.locks.hottest;
  if (facts.report.passed || waits === undefined || hot === undefined) return [];
  const ofHolding = shareOfHolding(facts);
  const share = Math.max(waits.queueShare, ofHolding);
  const saturated = (waits.resource.utilisation >= ALWAYS_WAITED_FOR && share >= QUEUE_SHARE) || share >= QUEUE_SHARE_ALONE;
  if (!saturated) return [];
  const at = wordPlace(waits.queueLine, facts.files);
  const what = wordLock(hot);
  const { told } = waits;
  const words = wordShare(ofHolding > 0 ? ofHolding : told.queueShare);
  const of = ofHolding > 0 ? { en: 'the time that they hold their connection', zh: '其持有连接时间' } : { en: 'the latency', zh: '延迟' };
  return [
    {
      cause: 'hot-row',
      resource: waits.resource.name,
      evidence: evidenceOf({
        table: hot.table,
        row: hot.row,
        waitMs: told.queueMs,
        waitingShare: share,
        shareOfWaits: hot.waitNs / Math.max(1, facts.recording.locks.totalWaitNs),
        maxQueue: waits.resource.maxQueue,
      }),
      line: waits.queueLine,
      text: {
        en: `Transactions wait ${wordMs(told.queueMs)} a request for a lock${at.en}, ${words.en} of ${of.en}; most for ${what.en}. A row stays locked until COMMIT, so a row that everybody changes lets one transaction through at a time: lock it last, await nothing else before COMMIT, do it in one statement, or spread it over several rows.`,
        zh: `事务为获得行锁每个请求等待 ${wordMs(told.queueMs)}${at.zh}，占${of.zh}的 ${words.zh}；主要等待的是${what.zh}。行锁一直保持到 COMMIT，因此人人都要修改的热点行一次只放行一个事务：请最后再加锁、加锁后到 COMMIT 之间不做其他 await、用一条语句完成，或把它拆成多行。`,
      },
      rank: RANK.saturated + 100 * share + 1,
      explains: ['pool-exhausted', 'thread-starvation', 'database-slow', 'timeouts', 'load-shed'],
    },
  ];
};

/** Share of the time that connections are held in which they wait for a lock: who waits for the pool waits for that, too. */
function shareOfHolding({ recording }: StageFacts): number {
  const heldNs = heldConnectionsNs(recording);
  return heldNs === 0 ? 0 : Math.min(1, recording.locks.totalWaitNs / heldNs);
}

export const diagnoseDeadlocks: Rule = (facts) => {
  const { deadlocks } = facts.recording.locks;
  if (deadlocks === 0) return [];
  const failed = facts.failures.get('deadlock');
  const line = failed?.line || waitsFor(facts, 'rows')[0]?.queueLine || 0;
  const at = wordPlace(line, facts.files);
  return [
    {
      cause: 'transaction-deadlock',
      resource: waitsFor(facts, 'rows')[0]?.resource.name ?? null,
      evidence: evidenceOf({ deadlocks, failedShare: statusShare(facts, /^5\d\d$/), waitMs: waitsFor(facts, 'rows')[0]?.queueMs ?? 0 }),
      line,
      text: {
        en: `Postgres found ${wordCount(deadlocks)} deadlocks (40P01)${at.en}: transactions lock the same rows in different orders, each waits for a row that the other holds, and after 1 s one of them is the victim. Lock rows in one order everywhere (sort the ids first), and retry the victim.`,
        zh: `Postgres 检测到 ${wordCount(deadlocks)} 次死锁（40P01）${at.zh}：不同事务以不同顺序锁定相同的行，彼此等待对方持有的行，1 秒后其中一个成为牺牲者。请在所有地方按同一顺序加锁（先对 id 排序），并重试被牺牲的事务。`,
      },
      rank: facts.report.passed ? RANK.symptom + 6 : RANK.decisive + 45,
      explains: ['guest-error', 'hot-row', 'pool-exhausted', 'timeouts'],
    },
  ];
};

/** Waits that the server cut off, and transactions that it could not put in an order. */
export const diagnoseLockFailures: Rule = (facts) => {
  const { lockTimeouts, statementTimeouts, serializationFailures, serializationLine, notAvailable, notAvailableLine } =
    facts.recording.locks;
  const findings: Finding[] = [];
  const waitLine = waitsFor(facts, 'rows')[0]?.queueLine ?? waitsFor(facts, 'database')[0]?.callLine ?? 0;
  const at = wordPlace(waitLine, facts.files);
  const failedShare = statusShare(facts, /^5\d\d$/);
  const failed = wordShare(failedShare);
  const found = { resource: null, explains: ['guest-error'] };
  // Told first where it is what requests fail of; who waited too long waited for something else.
  const rankOf = (share: number) =>
    facts.report.passed ? RANK.symptom + 4 : share > facts.task.slo.errorRate ? RANK.decisive + 25 : RANK.slow + 90;
  if (lockTimeouts + statementTimeouts > 0) {
    const count = lockTimeouts + statementTimeouts;
    findings.push({
      ...found,
      cause: 'statement-timeouts',
      evidence: evidenceOf({ count, statementTimeouts, lockTimeouts, failedShare }),
      line: waitLine,
      text: {
        en: `Postgres cancelled ${wordCount(count)} statements${at.en} (statement_timeout ${wordCount(statementTimeouts)}, lock_timeout ${wordCount(lockTimeouts)}): they took longer than that allows, waiting for a lock or a core included. In all, ${failed.en} of the requests fail with 5xx. The time-out protects the rest; what they spend the time on is the cause.`,
        zh: `Postgres 取消了 ${wordCount(count)} 条语句${at.zh}（statement_timeout ${wordCount(statementTimeouts)} 条，lock_timeout ${wordCount(lockTimeouts)} 条）：它们的耗时（包括等待锁或 CPU 核）超过了限制。总计 ${failed.zh} 的请求以 5xx 失败。超时保护了其余请求；时间花在哪里才是原因。`,
      },
      rank: rankOf(0),
    });
  }
  if (serializationFailures > 0) {
    const where = wordPlace(serializationLine, facts.files);
    findings.push({
      ...found,
      cause: 'serialization-failures',
      evidence: evidenceOf({ count: serializationFailures, failedShare }),
      line: serializationLine,
      text: {
        en: `${wordCount(serializationFailures)} transactions failed with 40001${where.en}: a row that they read or wrote was changed by another one since they began. In all, ${failed.en} of the requests fail with 5xx. REPEATABLE READ and SERIALIZABLE need a retry with a little random delay; on a row that everybody changes, one statement or FOR UPDATE is cheaper.`,
        zh: `${wordCount(serializationFailures)} 个事务以 40001 失败${where.zh}：它们读写的行在事务开始之后被其他事务修改。总计 ${failed.zh} 的请求以 5xx 失败。REPEATABLE READ 和 SERIALIZABLE 需要带少量随机延迟的重试；对热点行，用一条语句或 FOR UPDATE 代价更低。`,
      },
      rank: rankOf(failedShare),
    });
  }
  if (notAvailable > 0) {
    const where = wordPlace(notAvailableLine, facts.files);
    const refusedShare = statusShare(facts, /^[45]\d\d$/);
    const refused = wordShare(refusedShare);
    findings.push({
      ...found,
      cause: 'lock-not-available',
      evidence: evidenceOf({ count: notAvailable, failedShare: refusedShare }),
      line: notAvailableLine,
      text: {
        en: `${wordCount(notAvailable)} statements with NOWAIT found their row locked by another transaction (55P03)${where.en}; ${refused.en} of the requests are answered with 4xx or 5xx. NOWAIT fails instead of waiting: hold the row for less time, wait a little (lock_timeout) or retry, and take SKIP LOCKED where any other row will do.`,
        zh: `${wordCount(notAvailable)} 条带 NOWAIT 的语句发现行已被其他事务锁定（55P03）${where.zh}；${refused.zh} 的请求得到 4xx 或 5xx 应答。NOWAIT 不等待而直接失败：请缩短持锁时间，稍作等待（lock_timeout）或重试；若任意一行都可以，请使用 SKIP LOCKED。`,
      },
      rank: rankOf(refusedShare),
    });
  }
  return findings;
};

/** Nearly every success is missing: that is no race, which loses some. Modelled. */
const ALL = 0.95;
/** Fewer writes than this for each success: not every answer had one. Modelled. */
const EACH = 0.9;
const SQL_LENGTH = 160;

/** How often statements changed a table that an invariant speaks of, and the line that did so most. */
function writesOf({ task, recording }: StageFacts, sql: string): { readonly count: number; readonly line: number } {
  const names = new Set(sql.toLowerCase().match(/\w+/g));
  const named = recording.locks.writes.filter(({ table }) => table.split(' ').some((name) => names.has(name)));
  // A view or function hides the table: then every write may be meant.
  const writes = named.length > 0 || readsTable(task, names) ? named : recording.locks.writes;
  return { count: writes.reduce((sum, write) => sum + write.count, 0), line: writes.find(({ line }) => line > 0)?.line ?? 0 };
}

function readsTable({ world }: Task, names: ReadonlySet<string>): boolean {
  const tables = [...world.database.schemaSql.matchAll(/create\s+table\s+(?:if\s+not\s+exists\s+)?([\w.]+)/gi)].map(
    ([, name = '']) => name,
  );
  return tables.some((name) => names.has(name.toLowerCase().split('.').at(-1) ?? ''));
}

/** The database does not agree with what clients were told. */
export const diagnoseInvariants: Rule = (facts) =>
  facts.invariants
    .filter(({ broken }) => broken > 0)
    .map(({ id, broken, off, successes, share }) => {
      const words = wordShare(share);
      const lost = off < 0;
      const sql = facts.task.world.invariants.find((invariant) => invariant.id === id)?.sql ?? '';
      const writes = writesOf(facts, sql);
      const at = wordPlace(writes.line, facts.files);
      const query = shorten(sql);
      const given = `${off < 0 ? '-' : ''}${wordCount(Math.abs(off))}`;
      const late = Math.abs(off) - broken;
      const lateEn = late > 0 ? `, of which ${wordCount(late)} may be on their way` : '';
      const lateZh = late > 0 ? `，其中 ${wordCount(late)} 个可能仍在途中` : '';
      const why = lost ? tellLost(writes.count, successes, share, at) : UNREPORTED;
      return {
        cause: lost ? 'lost-updates' : 'unreported-writes',
        resource: null,
        evidence: evidenceOf({ invariant: id, broken, off, successes, share, writes: writes.count }),
        line: writes.line,
        text: {
          en: `The invariant "${id}" does not hold: ${query === '' ? 'its query' : `\`${query}\``} gives ${given} and not 0 after ${wordCount(successes)} successful requests${lateEn} (${words.en} of the requests are affected). ${why.en}${writes.line === 0 ? '' : ` The writes are${at.en}.`}`,
          zh: `不变量 “${id}” 不成立：在 ${wordCount(successes)} 个成功请求之后，${query === '' ? '其查询' : `\`${query}\``} 的结果是 ${given} 而不是 0${lateZh}（涉及 ${words.zh} 的请求）。${why.zh}${writes.line === 0 ? '' : `写入位于 ${at.bareZh}。`}`,
        },
        rank: RANK.decisive + 55,
      };
    });

function shorten(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > SQL_LENGTH ? `${line.slice(0, SQL_LENGTH)}…` : line;
}

/** Less is in the database than clients were told: never written, written wrongly by all, or overwritten by some. */
function tellLost(writes: number, successes: number, share: number, at: Text): Text {
  const made = wordCount(writes);
  if (writes < EACH * successes) {
    return {
      en: `Only ${made} statements wrote for them: unless one writes for several requests, some are answered with success without having written (nothing is written at all, an error is swallowed, or the write is put off until after the answer and is lost or still in memory).`,
      zh: `为这些请求只有 ${made} 条语句写入：除非一条语句为多个请求写入，否则有请求未写入就以成功应答（根本没有写入、错误被吞掉，或写入被推迟到应答之后，因而丢失或仍在内存中）。`,
    };
  }
  if (share >= ALL) {
    return {
      en: `${made} statements wrote for them${at.en}, and hardly one of them counts: that is no race, which loses some. What is written is not what the query expects.`,
      zh: `为这些请求有 ${made} 条语句写入${at.zh}，但几乎没有一条算数：这不是竞争（竞争只会丢失一部分），而是写入的内容与查询所要求的不符。`,
    };
  }
  return {
    en: `${made} statements wrote for them, so some overwrote others or were computed from what was already out of date (two requests read the same state before either wrote), or were undone or still to come when the count was made (work that goes on after the answer). Make read and write one step: one statement that computes the new value, a row lock before reading (SELECT ... FOR UPDATE), or a lock around both where only one worker has the state.`,
    zh: `为这些请求有 ${made} 条语句写入，因此有更新丢失：有的写入覆盖了其他写入，或基于已过时的状态计算（两个请求在对方写入之前读到了同一状态），也可能是应答之后才进行的工作被撤销或尚未完成。请把读和写合为一步：用一条语句计算新值，读取之前锁定该行（SELECT ... FOR UPDATE），或用一把锁覆盖读和写（前提是锁所保护的状态为同一 worker 独有）。`,
  };
}

const UNREPORTED: Text = {
  en: 'More has changed than clients were told: a request failed or timed out after its write had taken effect (a time-out around COMMIT, an exception after it), one request wrote twice (a retry), or two did the same work, because both had read before either wrote. Put everything that can fail before COMMIT, keep time-outs off the commit, make retries idempotent, and lock what is read to be changed (FOR UPDATE, SKIP LOCKED for a queue).',
  zh: '实际改变的比告知客户端的更多：请求在写入生效之后才失败或超时（COMMIT 期间超时，或其后抛出异常），同一请求写了两次（重试），或两个请求做了同一件事（都在对方写入之前读取）。请把可能失败的步骤放在 COMMIT 之前，不要让超时打断提交，让重试幂等，并锁定读取后要修改的行（FOR UPDATE，队列用 SKIP LOCKED）。',
};

function wordLock(hot: Hot): Text {
  switch (hot.kind) {
    case 'row':
      return { en: `row ${hot.row} of ${hot.table}`, zh: `表 ${hot.table} 的行 ${hot.row}` };
    case 'unique':
      return { en: `the unique value ${hot.row} of ${hot.table}`, zh: `表 ${hot.table} 的唯一值 ${hot.row}` };
    case 'table':
      return { en: `the whole table ${hot.table}`, zh: `整张表 ${hot.table}` };
    case 'advisory':
      return { en: `the advisory lock ${hot.row}`, zh: `咨询锁 ${hot.row}` };
  }
}
