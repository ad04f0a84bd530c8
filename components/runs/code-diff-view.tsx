'use client';

import { useTranslations } from 'next-intl';
import { Fragment, useMemo } from 'react';
import type { Files } from '../workbench/draft-store.ts';
import { type DiffLine, diffPrograms, type FileDiff } from './code-diff.ts';

/** What changed in the code: added and removed lines have a sign and a word, too. Its colours are not those of load. */
export function CodeDiffView({ before, after }: { readonly before: Files; readonly after: Files }) {
  const t = useTranslations('runs.diff');
  const files = useMemo(() => diffPrograms(before, after), [before, after]);
  if (files.length === 0) return <p className="text-sm text-muted">{t('same')}</p>;
  return (
    <div className="space-y-4">
      {files.map((file) => (
        <FileView key={file.file} file={file} />
      ))}
    </div>
  );
}

function FileView({ file: { file, state, added, removed, pieces } }: { readonly file: FileDiff }) {
  const t = useTranslations('runs.diff');
  return (
    <section aria-label={file} className="overflow-hidden rounded border border-line">
      <h4 className="flex items-baseline justify-between gap-3 border-b border-line bg-surface px-3 py-1.5 text-xs">
        <span className="truncate font-mono font-medium">
          {file}
          {state !== 'changed' && <span className="ml-2 font-sans font-normal text-muted">{t(`file.${state}`)}</span>}
        </span>
        <span className="shrink-0 text-muted tabular-nums">{t('counts', { added, removed })}</span>
      </h4>
      <div
        tabIndex={0}
        className="relative max-h-96 overflow-auto bg-sunken print:max-h-none print:overflow-visible py-1 font-mono text-xs leading-5 focus-visible:-outline-offset-2"
      >
        <div className="w-max min-w-full">
          {pieces.map((piece, index) => (
            <Fragment key={`${piece[0]?.before}:${piece[0]?.after}`}>
              {index > 0 && (
                <p aria-hidden className="px-3 text-muted select-none">
                  ⋯
                </p>
              )}
              {piece.map((line) => (
                <Line key={`${line.before}:${line.after}`} line={line} />
              ))}
            </Fragment>
          ))}
        </div>
      </div>
    </section>
  );
}

const LOOKS = { added: 'bg-accent-soft', removed: 'bg-idle-soft text-muted', same: '' } as const;
const SIGNS = { added: '+', removed: '−', same: '' } as const;

function Line({ line: { kind, text, before, after } }: { readonly line: DiffLine }) {
  const t = useTranslations('runs.diff');
  const Text = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span';
  return (
    <div className={`flex ${LOOKS[kind]}`}>
      <span aria-hidden className="w-9 shrink-0 pr-2 text-right text-muted tabular-nums select-none">
        {after ?? before}
      </span>
      <span aria-hidden className={`w-4 shrink-0 text-center font-semibold select-none ${kind === 'added' ? 'text-accent' : 'text-muted'}`}>
        {SIGNS[kind]}
      </span>
      {kind !== 'same' && <span className="sr-only">{t(kind)}: </span>}
      <Text className="pr-3 whitespace-pre no-underline">{text || '\u200b'}</Text>
    </div>
  );
}
