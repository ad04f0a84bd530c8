import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ProgramLanguage } from '#components/language/program-language.ts';
import { SILENCE_LIMIT_MS, WALL_LIMIT_MS } from '#components/sandbox/sandbox-host.ts';
import { ConsoleText } from './console/console-text.tsx';
import { type GoToLine, PlaceButton } from './place-button.tsx';
import type { FailureKind, RunFailure } from './run-state.ts';

const TITLES = {
  guest: 'guest',
  internal: 'internal',
  'bad-report': 'internal',
  'load-failed': 'load-failed',
  'no-answer': 'ended',
  'wall-limit': 'ended',
  crashed: 'ended',
  flood: 'ended',
} as const satisfies Record<FailureKind, string>;
const ADVICE = {
  guest: 'doGuest',
  internal: 'doInternal',
  'bad-report': 'doReport',
  'load-failed': 'doLoad',
  'no-answer': 'doEnded',
  'wall-limit': 'doEnded',
  crashed: 'doEnded',
  flood: 'doEnded',
} as const satisfies Record<FailureKind, string>;

export interface FailureViewProps {
  readonly failure: RunFailure;
  readonly language: ProgramLanguage;
  readonly onGoToLine: GoToLine;
}

/** A run that gave no report: what happened, where, and what to do. */
export function FailureView({ failure, language, onGoToLine }: FailureViewProps) {
  const t = useTranslations('results.failure');
  const name = useTranslations('common')(language);
  const message = useMessage(failure, name);
  const { kind, traceback, file, line } = failure;
  return (
    <section className="rounded border border-line">
      <div className="flex gap-3 bg-saturated-soft px-4 py-3">
        <CircleAlert size={16} aria-hidden className="mt-1 shrink-0 text-saturated" />
        <div className="min-w-0">
          <h3 className="text-base font-semibold">{t(TITLES[kind], { language: name })}</h3>
          {message && <p className={`text-sm break-words ${kind === 'guest' || kind === 'internal' ? 'font-mono' : ''}`}>{message}</p>}
        </div>
      </div>
      <div className="space-y-3 px-4 py-3">
        {traceback && (
          <div>
            <h4 className="mb-1 text-xs font-medium text-muted">{t('traceback')}</h4>
            <pre tabIndex={0} className="max-h-80 overflow-auto rounded border border-line bg-sunken p-3 font-mono text-xs leading-5">
              <ConsoleText text={traceback} onGoToLine={onGoToLine} />
            </pre>
          </div>
        )}
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-56 text-sm text-pretty text-muted">{t(ADVICE[kind])}</p>
          {file !== null && line !== null && <PlaceButton file={file} line={line} onGoToLine={onGoToLine} spelled />}
        </div>
      </div>
    </section>
  );
}

/** The host tells only the kind of an end that it brought about; the program and the loader bring words of their own. */
function useMessage({ kind, message }: RunFailure, language: string): string {
  const t = useTranslations('results.failure');
  switch (kind) {
    case 'no-answer':
      return t('noAnswer', { seconds: SILENCE_LIMIT_MS / 1000 });
    case 'wall-limit':
      return t('wallLimit', { seconds: WALL_LIMIT_MS / 1000 });
    case 'crashed':
      return t('crashed');
    case 'flood':
      return t('flood');
    case 'bad-report':
      return t('badReport');
    case 'load-failed':
      return t('loadFailed', { language, message });
    default:
      return message;
  }
}
