'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { World } from '#engine/world/world.ts';
import { monaco } from '../workbench/monaco.ts';
import { PYTHON_CALL_COSTS } from './call-costs.ts';
import { costFigures } from './cost-figures.ts';
import { type LanguageService, registerLanguage, toMarkers } from './providers.ts';
import { createServerWorker, type Files, fetchPythonService, PythonService, type ServiceAssets } from './python-service.ts';

export type LanguageStatus = 'waiting' | 'starting' | 'ready' | 'failed';

/** What the machine has time for: bytes once the runtimes have theirs, work once they stand. */
export type LanguageTurn = 'wait' | 'fetch' | 'start';

const MARKERS = 'python';
const SCHEME = 'surge';

const modelOf = (file: string) => monaco.editor.getModel(monaco.Uri.from({ scheme: SCHEME, path: `/${file}` }));

/** Completions, signatures, hovers and marks for the program's Python files; the editor works without them. */
export function usePythonService(files: Files, world: World, turn: LanguageTurn): LanguageStatus {
  const locale = useLocale();
  const t = useTranslations('editor.cost');
  const figures = useMemo(() => {
    const all = costFigures(world);
    return { ...all, services: all.services || t('noServices') };
  }, [world, t]);
  const [assets, setAssets] = useState<ServiceAssets | null>(null);
  const [service, setService] = useState<PythonService | null>(null);
  const [failed, setFailed] = useState(false);
  const current = useRef(files);
  current.current = files;

  // Once begun, it goes on: a later run takes nothing back.
  const reached = useRef<LanguageTurn>('wait');
  if (turn === 'start' || reached.current === 'wait') reached.current = turn;
  const mayFetch = reached.current !== 'wait';
  const mayStart = reached.current === 'start';

  useEffect(() => {
    if (!mayFetch) return;
    const loading = new AbortController();
    fetchPythonService(loading.signal).then(setAssets, () => setFailed(!loading.signal.aborted));
    return () => loading.abort();
  }, [mayFetch]);

  useEffect(() => {
    if (!mayStart || !assets) return;
    let isOver = false;
    let own: PythonService | null = null;
    const fail = () => {
      if (isOver) return;
      setFailed(true);
      setService(null);
    };
    PythonService.start(createServerWorker(assets.script), assets.library, current.current, {
      locale,
      onCrash: fail,
      onDiagnostics(file, diagnostics) {
        const model = modelOf(file);
        if (!isOver && model) monaco.editor.setModelMarkers(model, MARKERS, toMarkers(monaco, diagnostics));
      },
    }).then((started) => {
      own = started;
      if (isOver) started.dispose();
      else setService(started);
    }, fail);
    return () => {
      isOver = true;
      own?.dispose();
      setService(null);
      monaco.editor.removeAllMarkers(MARKERS);
    };
  }, [mayStart, assets, locale]);

  useEffect(() => service?.sync(files), [service, files]);

  useEffect(() => {
    if (!service) return;
    const fileOf = (model: monaco.editor.ITextModel) => {
      const file = model.uri.path.slice(1);
      // What has just been typed, before the page has drawn it.
      service.write(file, model.getValue());
      return file;
    };
    const own: LanguageService = {
      complete: (model, position, cancellation) => service.complete(fileOf(model), position, cancellation),
      resolveCompletion: (item, cancellation) => service.resolveCompletion(item, cancellation),
      signatureHelp: (model, position, cancellation) => service.signatureHelp(fileOf(model), position, cancellation),
      hover: (model, position, cancellation) => service.hover(fileOf(model), position, cancellation),
      async cost(model, position, cancellation) {
        const name = await service.qualifiedName(fileOf(model), position, cancellation);
        const kind = name === null ? undefined : PYTHON_CALL_COSTS.get(name);
        return kind ? `**${t('title')}** ${t(kind, figures)}` : null;
      },
    };
    const registered = registerLanguage(monaco, { language: 'python', scheme: SCHEME }, own);
    return () => registered.dispose();
  }, [service, t, figures]);

  if (failed) return 'failed';
  if (service) return 'ready';
  return mayStart ? 'starting' : 'waiting';
}
