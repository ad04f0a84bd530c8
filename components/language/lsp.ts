// The part of the Language Server Protocol that the editor uses. Lines and characters count from 0.

export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
export interface Location {
  readonly uri: string;
  readonly range: Range;
}
export interface MarkupContent {
  readonly kind: 'markdown' | 'plaintext';
  readonly value: string;
}
export interface Diagnostic {
  readonly range: Range;
  /** 1 error, 2 warning, 3 information, 4 hint. */
  readonly severity?: number;
  readonly code?: string | number;
  readonly message: string;
  /** 1 unnecessary, 2 deprecated. */
  readonly tags?: readonly number[];
}
export interface CompletionItem {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly documentation?: string | MarkupContent;
  readonly sortText?: string;
  readonly filterText?: string;
  readonly insertText?: string;
  readonly textEdit?: { readonly range: Range; readonly newText: string };
  readonly data?: unknown;
}
export interface CompletionList {
  readonly isIncomplete: boolean;
  readonly items: readonly CompletionItem[];
}
export interface Hover {
  readonly contents: MarkupContent;
  readonly range?: Range;
}
export interface SignatureHelp {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation?: string | MarkupContent;
    readonly parameters?: readonly { readonly label: string | [number, number]; readonly documentation?: string | MarkupContent }[];
    readonly activeParameter?: number;
  }[];
  readonly activeSignature?: number;
  readonly activeParameter?: number | null;
}
export interface DocumentSymbol {
  readonly name: string;
  readonly range: Range;
  readonly children?: readonly DocumentSymbol[];
}

const isBefore = (a: Position, b: Position) => a.line < b.line || (a.line === b.line && a.character < b.character);

/** Names from the outside to the inside of what encloses the position: ["AsyncClient", "get"]. */
export function symbolPath(symbols: readonly DocumentSymbol[], at: Position): string[] {
  const found = symbols.find(({ range }) => !isBefore(at, range.start) && !isBefore(range.end, at));
  return found ? [found.name, ...symbolPath(found.children ?? [], at)] : [];
}
