'use client';

import { useEffect, useRef } from 'react';

export interface PlainEditorProps {
  readonly text: string;
  readonly label: string;
  /** The line to show, as an object of its own for each time it is asked for. */
  readonly target: { readonly line: number } | null;
  readonly readOnly?: boolean;
  readonly onEdit: (text: string) => void;
}

/** leading-6 */
const LINE_HEIGHT_PX = 24;

/** For small screens, where the browser's own text field is the better editor. */
export function PlainEditor({ text, label, target, readOnly = false, onEdit }: PlainEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const element = field.current;
    if (!element || !target) return;
    const before = element.value.split('\n').slice(0, target.line - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = element.value.indexOf('\n', start);
    element.focus();
    element.setSelectionRange(start, end < 0 ? element.value.length : end);
    element.scrollTop = Math.max(0, before.length * LINE_HEIGHT_PX - element.clientHeight / 2);
  }, [target]);

  return (
    <textarea
      ref={field}
      value={text}
      readOnly={readOnly}
      onChange={(event) => onEdit(event.target.value)}
      aria-label={label}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      autoComplete="off"
      wrap="off"
      // 16 px: below that, phones zoom into a field that takes the focus.
      className="block h-full w-full resize-none overflow-auto bg-surface p-3 font-mono text-[16px] leading-6 outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent"
    />
  );
}
