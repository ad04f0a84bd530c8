import { Bug, CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Report } from '#judge/report.ts';
import { formatMoment } from '../format.ts';
import type { GoToLine } from '../place-button.tsx';
import { SectionTitle } from '../section-title.tsx';
import { type ConsoleGroup, groupLines, splitTraceback } from './console-lines.ts';
import { ConsoleText } from './console-text.tsx';

const LEVELS = ['debug', 'info', 'warning', 'error'] as const;
type Level = (typeof LEVELS)[number];
const ICONS: Readonly<Record<Level, LucideIcon>> = { debug: Bug, info: Info, warning: TriangleAlert, error: CircleAlert };
const TEXT: Readonly<Record<Level, string>> = { debug: 'text-muted', info: 'text-muted', warning: 'text-busy', error: 'text-saturated' };

/** What the program printed and logged, in virtual time. */
export function ConsoleTab({ report, onGoToLine }: { readonly report: Report; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.console');
  const groups = groupLines(report.console);
  return (
    <section>
      <SectionTitle>{t('title')}</SectionTitle>
      <p className="mb-3 text-sm text-muted">{groups.length === 0 ? t('empty') : t('intro')}</p>
      {groups.length > 0 && (
        <ol
          tabIndex={0}
          aria-label={t('title')}
          className="max-h-[32rem] overflow-auto rounded border border-line bg-sunken py-1 font-mono text-xs"
        >
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and never move.
            <Line key={index} group={group} onGoToLine={onGoToLine} />
          ))}
        </ol>
      )}
      {report.consoleDropped > 0 && <p className="pt-2 text-xs text-muted">{t('dropped', { count: report.consoleDropped })}</p>}
    </section>
  );
}

interface LineTextProps {
  readonly text: string;
  readonly isError: boolean;
  readonly onGoToLine: GoToLine;
}

/** A traceback keeps its columns and scrolls by itself; the error at its end stands out. */
function LineText({ text, isError, onGoToLine }: LineTextProps) {
  const place = 'min-w-0 basis-full @md:flex-1 @md:basis-0';
  const parts = splitTraceback(text);
  if (parts === null) {
    return (
      <span className={`${place} break-words whitespace-pre-wrap ${isError ? 'text-saturated' : ''}`}>
        <ConsoleText text={text} onGoToLine={onGoToLine} />
      </span>
    );
  }
  return (
    <span tabIndex={0} className={`${place} overflow-x-auto whitespace-pre`}>
      <ConsoleText text={parts.frames} onGoToLine={onGoToLine} />
      <span className={isError ? 'font-medium text-saturated' : ''}>{parts.error}</span>
    </span>
  );
}

function Line({ group, onGoToLine }: { readonly group: ConsoleGroup; readonly onGoToLine: GoToLine }) {
  const t = useTranslations('results.console');
  const { line, times } = group;
  const level = LEVELS.find((known) => known === line.level) ?? 'info';
  const Icon = ICONS[level];
  return (
    <li className="flex flex-wrap gap-x-2 px-3 py-1 leading-5 @md:flex-nowrap">
      <span className={`flex h-5 shrink-0 items-center ${TEXT[level]}`} title={t(level)}>
        <Icon size={12} aria-hidden />
        <span className="sr-only">{t(level)}</span>
      </span>
      <span className="shrink-0 text-muted tabular-nums">{formatMoment(line.timeNs)}</span>
      <span className="shrink-0 text-muted" title={t('worker', { number: line.worker })}>
        w{line.worker}
      </span>
      {times > 1 && (
        <span className="shrink-0 text-muted tabular-nums">
          <span aria-hidden="true">{t('times', { count: times })}</span>
          <span className="sr-only">{t('timesSaid', { count: times })}</span>
        </span>
      )}
      <LineText text={line.text} isError={level === 'error'} onGoToLine={onGoToLine} />
    </li>
  );
}
