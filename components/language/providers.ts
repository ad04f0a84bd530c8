// The language service as Monaco asks for it. Lines and columns count from 1 there, from 0 in the protocol.
import type * as monaco from 'monaco-editor/editor/editor.api.js';
import type { Cancellation } from './language-server.ts';
import type * as lsp from './lsp.ts';

type Monaco = typeof monaco;
type Model = monaco.editor.ITextModel;

/** What a language brings; positions and answers as in the protocol. */
export interface LanguageService {
  complete(model: Model, position: lsp.Position, cancellation: Cancellation): Promise<lsp.CompletionList | null>;
  resolveCompletion(item: lsp.CompletionItem, cancellation: Cancellation): Promise<lsp.CompletionItem | null>;
  signatureHelp(model: Model, position: lsp.Position, cancellation: Cancellation): Promise<lsp.SignatureHelp | null>;
  hover(model: Model, position: lsp.Position, cancellation: Cancellation): Promise<lsp.Hover | null>;
  /** A sentence about what the call at the position costs in the world, or null. */
  cost(model: Model, position: lsp.Position, cancellation: Cancellation): Promise<string | null>;
}

const fromMonaco = (at: monaco.IPosition): lsp.Position => ({ line: at.lineNumber - 1, character: at.column - 1 });

export const toMonaco = ({ start, end }: lsp.Range): monaco.IRange => ({
  startLineNumber: start.line + 1,
  startColumn: start.character + 1,
  endLineNumber: end.line + 1,
  endColumn: end.character + 1,
});

const markdown = (content: string | lsp.MarkupContent | undefined): monaco.IMarkdownString | undefined =>
  content === undefined ? undefined : { value: typeof content === 'string' ? content : content.value };

/** The protocol's kinds of completions, from 1, as Monaco's names. */
// biome-ignore format: a list
const KINDS = [
  'Text', 'Method', 'Function', 'Constructor', 'Field', 'Variable', 'Class', 'Interface', 'Module', 'Property', 'Unit', 'Value', 'Enum',
  'Keyword', 'Snippet', 'Color', 'File', 'Reference', 'Folder', 'EnumMember', 'Constant', 'Struct', 'Event', 'Operator', 'TypeParameter',
] as const;

/** Monaco's item keeps the server's own, which it wants back to say more about it. */
type Item = monaco.languages.CompletionItem & { readonly source: lsp.CompletionItem };

/** A hover that says nothing: the mark on the word already says that nobody knows it. */
const UNKNOWN = /: Unknown\s*```\s*$/;

export function registerLanguage(editor: Monaco, language: monaco.languages.LanguageFilter, service: LanguageService): monaco.IDisposable {
  const { languages } = editor;
  const disposables = [
    languages.registerCompletionItemProvider(language, {
      triggerCharacters: ['.', '[', '"', "'"],
      async provideCompletionItems(model, position, _context, token) {
        const list = await service.complete(model, fromMonaco(position), token);
        const word = model.getWordUntilPosition(position);
        // Names like __reduce_ex__ are for those who begin to type them.
        const isOffered = ({ label }: lsp.CompletionItem) => word.word.startsWith('_') || !label.startsWith('__');
        const range = new editor.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
        const suggestions = (list?.items ?? []).filter(isOffered).map(
          (item): Item => ({
            label: item.label,
            kind: languages.CompletionItemKind[KINDS[(item.kind ?? 1) - 1] ?? 'Text'],
            insertText: item.textEdit?.newText ?? item.insertText ?? item.label,
            range: item.textEdit ? toMonaco(item.textEdit.range) : range,
            ...(item.detail === undefined ? {} : { detail: item.detail }),
            ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
            ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
            source: item,
          }),
        );
        return { suggestions, incomplete: list?.isIncomplete ?? false };
      },
      async resolveCompletionItem(item, token) {
        const resolved = await service.resolveCompletion((item as Item).source, token);
        const documentation = markdown(resolved?.documentation);
        return documentation ? { ...item, documentation } : item;
      },
    }),
    languages.registerSignatureHelpProvider(language, {
      signatureHelpTriggerCharacters: ['(', ','],
      signatureHelpRetriggerCharacters: [')'],
      async provideSignatureHelp(model, position, token) {
        const help = await service.signatureHelp(model, fromMonaco(position), token);
        if (!help || help.signatures.length === 0) return null;
        const signatures = help.signatures.map(
          ({ label, documentation, parameters, activeParameter }): monaco.languages.SignatureInformation => ({
            label,
            documentation: markdown(documentation) ?? '',
            parameters: (parameters ?? []).map((parameter) => ({ label: parameter.label })),
            ...(activeParameter === undefined ? {} : { activeParameter }),
          }),
        );
        const value = { signatures, activeSignature: help.activeSignature ?? 0, activeParameter: help.activeParameter ?? 0 };
        return { value, dispose() {} };
      },
    }),
    languages.registerHoverProvider(language, {
      async provideHover(model, at, token) {
        const position = fromMonaco(at);
        const [hover, cost] = await Promise.all([service.hover(model, position, token), service.cost(model, position, token)]);
        if (!hover || UNKNOWN.test(hover.contents.value)) return null;
        // The cost first: signatures can be long.
        const contents = [...(cost ? [{ value: cost }] : []), { value: hover.contents.value }];
        return { contents, ...(hover.range ? { range: toMonaco(hover.range) } : {}) };
      },
    }),
  ];
  return { dispose: () => disposables.forEach((disposable) => void disposable.dispose()) };
}

/** Its second line says the first one again. */
const REPEATS_ITSELF = 'reportAttributeAccessIssue';

const UNNECESSARY = 1;
const DEPRECATED = 2;

export function toMarkers(editor: Monaco, diagnostics: readonly lsp.Diagnostic[]): monaco.editor.IMarkerData[] {
  const { MarkerSeverity, MarkerTag } = editor;
  const severities = [MarkerSeverity.Error, MarkerSeverity.Warning, MarkerSeverity.Info, MarkerSeverity.Hint];
  return diagnostics.map(({ range, severity, code, message, tags = [] }) => ({
    ...toMonaco(range),
    message: code === REPEATS_ITSELF ? (message.split('\n')[0] ?? '') : message,
    severity: severities[(severity ?? 1) - 1] ?? MarkerSeverity.Info,
    tags: [...(tags.includes(UNNECESSARY) ? [MarkerTag.Unnecessary] : []), ...(tags.includes(DEPRECATED) ? [MarkerTag.Deprecated] : [])],
  }));
}
