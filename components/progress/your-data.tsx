'use client';

import { CircleAlert, Download, Trash2, Upload } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { browserRuns } from '../runs/browser-runs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { saveFile } from '../ui/save-file.ts';
import { browserStorage } from '../workbench/draft-store.ts';
import { deleteAll, exportAll, importAll } from './browser-data.ts';
import { readDataFile } from './data-file.ts';
import { ImportOutcome, type Outcome } from './import-outcome.tsx';

/** All that Surge keeps is in this browser: to take with you, to bring along, to delete. */
export function YourData() {
  const t = useTranslations('progress.data');
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [asking, setAsking] = useState(false);

  async function work(task: () => Promise<Outcome | null>) {
    setBusy(true);
    try {
      setOutcome(await task());
    } finally {
      setBusy(false);
    }
  }

  const save = () =>
    work(async () => {
      try {
        const now = new Date();
        const parts = await exportAll(window.localStorage, browserRuns(), now.getTime());
        saveFile(`surge-${now.toISOString().slice(0, 10)}.json`, parts, 'application/json');
        return { kind: 'exported' };
      } catch {
        return { kind: 'export-failed' };
      }
    });

  const bring = (file: File) =>
    work(async () => {
      const result = readDataFile(await file.text(), locale);
      if (!('content' in result)) return { kind: 'refused', file: file.name, result };
      const imported = await importAll(result.content, browserStorage(), browserRuns(), Date.now());
      // What reads the storage on this page hears of it as if another tab had written.
      window.dispatchEvent(new StorageEvent('storage'));
      return { kind: 'imported', imported, oldReports: result.content.oldReports, exportedAtMs: result.content.exportedAtMs };
    });

  const forget = () =>
    work(async () => {
      await deleteAll(window.localStorage, browserRuns());
      window.location.reload();
      return null;
    });

  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <Button disabled={busy} onClick={save} icon={<Download size={14} aria-hidden />}>
          {t('export')}
        </Button>
        <Button disabled={busy} onClick={() => input.current?.click()} icon={<Upload size={14} aria-hidden />}>
          {t('import')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          aria-label={t('file')}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file can be chosen again.
            event.target.value = '';
            if (file) void bring(file);
          }}
        />
        <Button disabled={busy} onClick={() => setAsking(true)} icon={<Trash2 size={14} aria-hidden />}>
          {t('delete')}
        </Button>
      </div>
      <div aria-live="polite" className="mt-4 empty:hidden">
        {outcome && <ImportOutcome outcome={outcome} />}
      </div>
      <Dialog open={asking} title={t('deleteTitle')} onClose={() => setAsking(false)}>
        <p className="flex gap-3 text-sm text-pretty">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-saturated" />
          {t('deleteText')}
        </p>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button data-autofocus onClick={() => setAsking(false)}>
            {t('deleteNo')}
          </Button>
          <Button look="primary" disabled={busy} onClick={forget}>
            {t('deleteYes')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
