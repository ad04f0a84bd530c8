'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import type { ProgramLanguage } from '../language/program-language.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { Files } from './draft-store.ts';
import { checkFileName, type NameProblem } from './program-files.ts';

export interface FileNameDialogProps {
  /** Null: closed. Empty: a new file. Else the file to rename. */
  readonly from: string | null;
  readonly files: Files;
  readonly language: ProgramLanguage;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

export function FileNameDialog({ from, ...rest }: FileNameDialogProps) {
  const t = useTranslations('editor');
  return (
    <Dialog open={from !== null} title={from ? t('renameFile', { file: from }) : t('addFile')} onClose={rest.onClose}>
      {from !== null && <FileNameForm from={from} {...rest} />}
    </Dialog>
  );
}

function FileNameForm({ from, files, language, onName, onClose }: FileNameDialogProps & { readonly from: string }) {
  const t = useTranslations('editor');
  const c = useTranslations('common');
  const id = useId();
  const [name, setName] = useState(from);
  const [problem, setProblem] = useState<NameProblem | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = name === from && from !== '' ? null : checkFileName(name, files, language);
    setProblem(found);
    if (found) return;
    if (name !== from) onName(name);
    onClose();
  }

  return (
    <form onSubmit={submit}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {t('fileName')}
      </label>
      <input
        id={id}
        value={name}
        onChange={(event) => setName(event.target.value)}
        data-autofocus
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        placeholder={language === 'python' ? 'helpers.py' : 'helpers.ts'}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-note`}
        className="h-10 w-full rounded border border-line-strong bg-surface px-3 font-mono text-base placeholder:text-muted"
      />
      <p id={`${id}-note`} role={problem ? 'alert' : undefined} className={`mt-2 text-sm ${problem ? 'text-saturated' : 'text-muted'}`}>
        {problem === 'taken' ? t('nameTaken') : t(`nameInvalid.${language}`)}
      </p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{c('cancel')}</Button>
        <Button look="primary" type="submit">
          {from ? t('rename') : t('create')}
        </Button>
      </div>
    </form>
  );
}
