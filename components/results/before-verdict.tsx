import { Flame, ListChecks, Rows3, Workflow } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { languageTag } from '#components/shell/locale.ts';
import { ProgressLine } from '#components/ui/progress-line.tsx';
import type { Task } from '#judge/task.ts';
import type { GoToLine } from './place-button.tsx';
import type { RunState } from './run-state.ts';
import { plannedRows } from './slo-rule.ts';
import { Thresholds } from './verdict/thresholds.tsx';

const COMING = [
  { key: 'verdict', Icon: ListChecks },
  { key: 'cause', Icon: Flame },
  { key: 'picture', Icon: Workflow },
  { key: 'requests', Icon: Rows3 },
] as const;

/** Before the first run: what to do, and what will be here. */
export function EmptyState({ firstRps }: { readonly firstRps: number }) {
  const t = useTranslations('results.empty');
  const rps = new Intl.NumberFormat(languageTag(useLocale())).format(firstRps);
  return (
    <section>
      <h3 className="text-base font-semibold">{t('title')}</h3>
      <p className="mt-1 max-w-prose text-sm text-pretty text-muted">{t('lead', { rps })}</p>
      <p className="mt-5 text-xs font-medium text-muted">{t('will')}</p>
      <ul className="mt-2 space-y-2 text-sm">
        {COMING.map(({ key, Icon }) => (
          <li key={key} className="flex gap-2.5">
            <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
            <span className="text-pretty">{t(key)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Run was pressed before the runtimes were there. */
export function LoadingState({ state }: { readonly state: RunState }) {
  const t = useTranslations('results.loading');
  const language = useTranslations('common')(state.language);
  return (
    <section>
      <h3 className="text-base font-semibold">{t('title', { language })}</h3>
      <p className="mt-1 mb-4 max-w-prose text-sm text-pretty text-muted">{t('lead', { language })}</p>
      <ProgressLine label={t('progress', { language })} fraction={state.loadedShare} />
    </section>
  );
}

export interface UnfinishedRunProps {
  readonly state: RunState;
  readonly task: Task | null;
  /** The stage to look at; the last one that was finished unless chosen. */
  readonly stage: number | null;
  readonly onGoToLine: GoToLine;
}

/** While the ladder is climbed, and after Stop: the thresholds of what is finished so far, at first without figures. */
export function UnfinishedRun({ state, task, stage, onGoToLine }: UnfinishedRunProps) {
  const t = useTranslations('results');
  const rung = stage === null ? undefined : state.ladder[stage];
  const finished = rung?.state === 'done' ? <Thresholds stage={rung.stage} deciding={false} onGoToLine={onGoToLine} /> : null;
  if (state.phase === 'stopped') {
    return (
      <div className="space-y-6">
        <section>
          <h3 className="text-base font-semibold">{t('stopped.title')}</h3>
          <p className="mt-1 max-w-prose text-sm text-pretty text-muted">{finished ? t('stopped.lead') : t('stopped.none')}</p>
        </section>
        {finished}
      </div>
    );
  }
  const first = state.ladder[0];
  if (finished || first === undefined || task === null) return finished ?? <Quiet>{t('thresholds.empty')}</Quiet>;
  return <Thresholds stage={{ offeredRps: first.offeredRps, slo: plannedRows(task.slo) }} deciding={false} onGoToLine={onGoToLine} />;
}

export function Quiet({ children }: { readonly children: ReactNode }) {
  return <p className="max-w-prose text-sm text-pretty text-muted">{children}</p>;
}
