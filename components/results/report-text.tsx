import { useLocale } from 'next-intl';

/** A sentence of the report, which carries both languages; `code` between backticks. */
export function ReportText({ text }: { readonly text: { readonly en: string; readonly zh: string } }) {
  const locale = useLocale();
  const parts = text[locale].split('`');
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name and never move.
      <code key={index} className="rounded bg-sunken px-1 py-px font-mono text-[0.92em] break-words">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
