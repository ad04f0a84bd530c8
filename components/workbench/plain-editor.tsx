'use client';

export interface PlainEditorProps {
  readonly text: string;
  readonly label: string;
  readonly onEdit: (text: string) => void;
}

/** For small screens, where the browser's own text field is the better editor. */
export function PlainEditor({ text, label, onEdit }: PlainEditorProps) {
  return (
    <textarea
      value={text}
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
