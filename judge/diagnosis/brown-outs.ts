// When the world browned a service out, as a sentence for the finding about it.
import type { BrownOut, ServiceWorld } from '#engine/world/world.ts';
import { serviceOf } from '../demand.ts';
import { wordMs } from '../figures.ts';
import { type StageFacts, waitsFor } from './facts.ts';
import type { Text } from './finding.ts';

const NOTHING: Text = { en: '', zh: '' };
const IT: Text = { en: 'It', zh: '它' };

export function tellFailing(service: ServiceWorld | undefined, facts: StageFacts): Text {
  const when = wordWhen(service, facts, ({ failures }) => failures !== undefined && failures.rate > 0);
  if (when === null) return NOTHING;
  return { en: ` It was browned out and answered with errors ${when.en}.`, zh: `它${when.zh}发生部分故障（brown-out），返回错误。` };
}

export function tellSlow(service: ServiceWorld | undefined, facts: StageFacts, subject: Text = IT): Text {
  const when = wordWhen(service, facts, ({ latency, concurrency }) => latency !== undefined || concurrency !== undefined);
  if (when === null) return NOTHING;
  return {
    en: ` ${subject.en} was browned out and answered slowly ${when.en}.`,
    zh: `${subject.zh}${when.zh}性能下降（brown-out），应答缓慢。`,
  };
}

/** The services that requests called and that were slow for a while: what a time-out may be due to. */
export function tellSlowServices(facts: StageFacts): Text {
  const told = waitsFor(facts, 'service')
    .filter(({ calls }) => calls > 0)
    .map(({ resource }) => tellSlow(serviceOf(resource, facts.task), facts, { en: resource.name, zh: `${resource.name} ` }));
  return { en: told.map(({ en }) => en).join(''), zh: told.map(({ zh }) => zh).join('') };
}

/** "from 300 ms to 900 ms of the window"; null: never in it. */
function wordWhen(service: ServiceWorld | undefined, { recording }: StageFacts, fits: (brownOut: BrownOut) => boolean): Text | null {
  const windowMs = recording.seconds * 1000;
  const parts = (service?.brownOuts ?? [])
    .filter((brownOut) => fits(brownOut) && brownOut.fromMs < windowMs && brownOut.toMs > 0)
    .sort((a, b) => a.fromMs - b.fromMs)
    .map(({ fromMs, toMs }) => [wordMs(Math.max(0, fromMs)), wordMs(Math.min(windowMs, toMs))] as const);
  if (parts.length === 0) return null;
  return {
    en: `${parts.map(([from, to]) => `from ${from} to ${to}`).join(' and ')} of the window`,
    zh: `在测量窗口的 ${parts.map(([from, to]) => `${from} 至 ${to}`).join('、')} 期间`,
  };
}
