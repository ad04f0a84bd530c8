// What is waited for less, and what more, at the same stage of two runs: where the largest part of the difference is.
import type { Text } from './diagnosis/finding.ts';
import { wordMs } from './figures.ts';
import type { ResourceReport } from './report.ts';

/** Less than this, or than this share of the longer wait, is not worth a sentence. */
const NOTABLE_MS = 1;
const NOTABLE_SHARE = 0.2;

const NAMES: Readonly<Record<string, Text>> = {
  loop: { en: 'the event loop', zh: '事件循环' },
  database: { en: 'the database', zh: '数据库' },
  cache: { en: 'the cache', zh: '缓存' },
};

interface Waiting {
  readonly name: Text;
  readonly wasMs: number;
  readonly isMs: number;
}

export function describeWaiting(previous: readonly ResourceReport[], current: readonly ResourceReport[]): Text[] {
  const differences = pairUp(previous, current).filter(isNotable);
  const by = ({ wasMs, isMs }: Waiting) => isMs - wasMs;
  const sorted = differences.sort((a, b) => by(a) - by(b));
  const less = sorted[0];
  const more = sorted.at(-1);
  return [...(less && by(less) < 0 ? [sentence(less)] : []), ...(more && by(more) > 0 ? [sentence(more)] : [])];
}

/** By name; a lock or semaphore that is called after its line, and is the only one of its kind, by its kind. */
function pairUp(previous: readonly ResourceReport[], current: readonly ResourceReport[]): Waiting[] {
  const only = (resources: readonly ResourceReport[], kind: string) => {
    const alike = resources.filter((resource) => resource.kind === kind);
    return alike.length === 1 ? alike[0] : undefined;
  };
  return current.flatMap((now) => {
    const before =
      previous.find((each) => each.name === now.name) ?? (only(current, now.kind) === now ? only(previous, now.kind) : undefined);
    if (before === undefined) return [];
    return { name: NAMES[now.kind] ?? { en: now.name, zh: now.name }, wasMs: before.meanWaitMs, isMs: now.meanWaitMs };
  });
}

function isNotable({ wasMs, isMs }: Waiting): boolean {
  const difference = Math.abs(isMs - wasMs);
  return difference >= NOTABLE_MS && difference > NOTABLE_SHARE * Math.max(wasMs, isMs);
}

function sentence({ name, wasMs, isMs }: Waiting): Text {
  const was = wordMs(wasMs);
  const is = wordMs(isMs);
  const less = isMs < wasMs;
  return {
    en: `There the mean wait for ${name.en} ${less ? 'falls' : 'rises'} from ${was} to ${is}.`,
    zh: `在该档，等待${gap(name.zh)}的平均时间由 ${was} ${less ? '降至' : '升至'} ${is}。`,
  };
}

/** Chinese text stands apart from Latin names. */
function gap(name: string): string {
  return /^[\x20-\x7e]/.test(name) ? ` ${name} ` : name;
}
