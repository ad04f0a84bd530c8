'use client';

import { useTranslations } from 'next-intl';
import { formatMs, formatQuantity, formatRps } from '../format.ts';
import type { SystemSource } from '../picture/system.ts';
import type { Breach } from './breaches.ts';
import { readMoment } from './moment-readout.ts';
import { useBreachText } from './use-breach-text.ts';
import { useBucket } from './use-moment.ts';
import { useResourceName } from './use-resource-name.ts';

/** The figures of the moment; of the whole stage, when its promise broke. */
export function Readout({ source, breach }: { readonly source: SystemSource; readonly breach: Breach | null }) {
  const t = useTranslations('results.moment');
  const picture = useTranslations('results.picture');
  const bucket = useBucket();
  const nameOf = useResourceName();
  const breachText = useBreachText();
  if (bucket === null) {
    const { stage } = source;
    const words = breach ? breachText(breach) : stage === null || stage.skipped ? '' : stage.passed ? t('kept') : t('failsNowhere');
    return <p className="text-xs text-pretty text-muted">{words}</p>;
  }
  const { traffic, longest } = readMoment({ ...source, bucket });
  const { offeredRps, throughputRps, errorsRps, latencyMs, open } = traffic;
  const figures = [
    picture('arriving', { value: formatRps(offeredRps ?? 0) }),
    picture('served', { value: formatRps(throughputRps ?? 0) }),
    errorsRps ? t('errors', { value: formatRps(errorsRps) }) : null,
    latencyMs ? picture('mean', { value: formatMs(latencyMs) }) : null,
    picture('open', { value: formatQuantity(open ?? 0) }),
    longest ? t('longest', { name: nameOf(longest), queue: formatQuantity(longest.queue) }) : t('nobodyWaits'),
  ];
  return (
    <p className="flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
      {figures
        .filter((figure) => figure !== null)
        .map((figure) => (
          <span key={figure}>{figure}</span>
        ))}
    </p>
  );
}
