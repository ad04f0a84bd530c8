'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { World } from '#engine/world/world.ts';
import { monaco } from '../workbench/monaco.ts';
import { costFigures } from './cost-figures.ts';
import type { Files, LanguageBackend, LanguageStatus, LanguageTurn, ProgramService, ServiceAssets } from './language-service.ts';
import type { ProgramLanguage } from './program-language.ts';
import { type LanguageService, registerLanguage, toMarkers } from './providers.ts';
import { PYTHON } from './python-service.ts';
import { TYPESCRIPT } from './typescript-service.ts';

const BACKENDS: Readonly<Record<ProgramLanguage, LanguageBackend>> = { python: PYTHON, typescript: TYPESCRIPT };

const MARKERS = 'language';
const SCHEME = 'surge';

const modelOf = (file: string) => monaco.editor.getModel(monaco.Uri.from({ scheme: SCHEME, path: `/${file}` }));

/** Completions, signatures, hovers and marks for the program's files; the editor works without them. */
export function useLanguageService(language: ProgramLanguage, files: Files, world: World, turn: LanguageTurn): LanguageStatus {
  const backend = BACKENDS[language];
  const locale = useLocale();
  const t = useTranslations('editor.cost');
  const figures = useMemo(() => {
    const all = costFigures(world);
    return { ...all, services: all.services || t('noServices') };
  }, [world, t]);
  const [assets, setAssets] = useState<ServiceAssets | null>(null);
  const [service, setService] = useState<ProgramService | null>(null);
  const [failed, setFailed] = useState(false);
  const current = useRef(files);
  current.current = files;

  // Once begun, it goes on: a later run takes nothing back.
  const reached = useRef({ language, turn });
  if (reached.current.language !== language || turn === 'start' || reached.current.turn === 'wait') reached.current = { language, turn };
  const mayFetch = reached.current.turn !== 'wait';
  const mayStart = reached.current.turn === 'start';

  useEffect(() => {
    if (!mayFetch) return;
    const loading = new AbortController();
    backend.fetch(loading.signal).then(setAssets, () => setFailed(!loading.signal.aborted));
    return () => {
      loading.abort();
      setAssets(null);
      setFailed(false);
    };
  }, [mayFetch, backend]);

  useEffect(() => {
    if (!mayStart || !assets) return;
    let isOver = false;
    let own: ProgramService | null = null;
    const fail = () => {
      if (isOver) return;
      setFailed(true);
      setService(null);
    };
    backend
      .start(assets, current.current, {
        locale,
        onCrash: fail,
        onDiagnostics(file, diagnostics) {
          const model = modelOf(file);
          if (!isOver && model) monaco.editor.setModelMarkers(model, MARKERS, toMarkers(monaco, diagnostics));
        },
      })
      .then((started) => {
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
  }, [mayStart, assets, locale, backend]);

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
        const kind = name === null ? undefined : backend.costs.get(name);
        return kind ? `**${t('title')}** ${t(kind, figures)}` : null;
      },
    };
    const registered = registerLanguage(monaco, { language, scheme: SCHEME }, own);
    return () => registered.dispose();
  }, [service, t, figures, backend, language]);

  if (failed) return 'failed';
  if (service) return 'ready';
  return mayStart ? 'starting' : 'waiting';
}
