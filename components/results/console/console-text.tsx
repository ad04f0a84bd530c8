import type { GoToLine } from '../place-button.tsx';
import { splitPlaces } from './console-lines.ts';

/** A text with its places in the user's code made to follow. */
export function ConsoleText({ text, onGoToLine }: { readonly text: string; readonly onGoToLine: GoToLine }) {
  return splitPlaces(text).map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <button
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name and never move.
        key={index}
        type="button"
        onClick={() => onGoToLine(part.file, part.line)}
        className="touch-line rounded-[3px] text-accent underline underline-offset-2"
      >
        {part.text}
      </button>
    ),
  );
}
