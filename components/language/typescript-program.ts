// What TypeScript's language service knows of a program, in the terms of the protocol. Files are texts in memory: the program's own under
// /program, and declarations of the standard library, of the stand-ins and of real libraries.
import ts from 'typescript';
import { KINDS } from './completion-kinds.ts';
import type { CompletionItem, CompletionList, Diagnostic, Hover, Position, Range, SignatureHelp } from './lsp.ts';

const ROOT = '/program/';
const LIB = '/lib/';
/** Declarations that hold without being imported. */
const AMBIENT = '/types/';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.program.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  // As most read errors: `catch (error) { error.message }`.
  useUnknownInCatchVariables: false,
  types: [],
};

interface SourceText {
  readonly text: string;
  readonly version: number;
}

/** How to change a project that nobody has here. */
const ADVICE = / (Do you need to |Did you mean to set |Try ).*$/s;

/** Resolving a completion needs the place where it was offered. */
interface OfferedAt {
  readonly name: string;
  readonly at: number;
  readonly source?: string;
}

export class TypeScriptProgram {
  readonly #files = new Map<string, SourceText>();
  readonly #folders = new Set<string>();
  readonly #service: ts.LanguageService;
  readonly #ambient: readonly string[];
  #version = 0;

  /** `library`: path to text. */
  constructor(library: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(library)) this.#put(path, text);
    this.#ambient = Object.keys(library).filter((path) => path.startsWith(AMBIENT));
    this.#service = ts.createLanguageService(this.#host());
  }

  write(name: string, text: string): void {
    this.#put(ROOT + name, text);
  }

  remove(name: string): void {
    this.#files.delete(ROOT + name);
    this.#version += 1;
  }

  get files(): readonly string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(ROOT)).map((path) => path.slice(ROOT.length));
  }

  diagnostics(name: string): Diagnostic[] {
    const path = ROOT + name;
    const found = [
      ...this.#service.getSyntacticDiagnostics(path),
      ...this.#service.getSemanticDiagnostics(path),
      ...this.#service
        .getSuggestionDiagnostics(path)
        .filter(({ reportsUnnecessary, reportsDeprecated }) => reportsUnnecessary || reportsDeprecated),
    ];
    return found.map((each) => ({
      range: this.#rangeOf(path, { start: each.start ?? 0, length: each.length ?? 0 }),
      severity: each.category === ts.DiagnosticCategory.Error ? 1 : each.category === ts.DiagnosticCategory.Warning ? 2 : 4,
      code: each.code,
      message: ts.flattenDiagnosticMessageText(each.messageText, '\n').replace(ADVICE, ''),
      tags: [...(each.reportsUnnecessary ? [1] : []), ...(each.reportsDeprecated ? [2] : [])],
    }));
  }

  complete(name: string, position: Position): CompletionList | null {
    const path = ROOT + name;
    const at = this.#offsetOf(path, position);
    const list = this.#service.getCompletionsAtPosition(path, at, {
      includeCompletionsForModuleExports: false,
      includeCompletionsWithInsertText: true,
    });
    if (!list) return null;
    const items = list.entries.map((entry): CompletionItem => {
      const { replacementSpan, insertText } = entry;
      const data: OfferedAt = { name, at, ...(entry.source === undefined ? {} : { source: entry.source }) };
      return {
        label: entry.name,
        kind: KINDS[entry.kind] ?? 1,
        sortText: entry.sortText,
        ...(replacementSpan ? { textEdit: { range: this.#rangeOf(path, replacementSpan), newText: insertText ?? entry.name } } : {}),
        ...(insertText === undefined ? {} : { insertText }),
        data,
      };
    });
    return { isIncomplete: false, items };
  }

  resolveCompletion(item: CompletionItem): CompletionItem {
    const { name, at, source } = item.data as OfferedAt;
    const details = this.#service.getCompletionEntryDetails(ROOT + name, at, item.label, {}, source, undefined, undefined);
    if (!details) return item;
    const detail = ts.displayPartsToString(details.displayParts);
    return { ...item, documentation: { kind: 'markdown', value: described(detail, details.documentation) } };
  }

  signatureHelp(name: string, position: Position): SignatureHelp | null {
    const path = ROOT + name;
    const help = this.#service.getSignatureHelpItems(path, this.#offsetOf(path, position), {});
    if (!help) return null;
    const signatures = help.items.map((item) => {
      const text = ts.displayPartsToString;
      const parameters = item.parameters.map((each) => text(each.displayParts));
      const label = text(item.prefixDisplayParts) + parameters.join(text(item.separatorDisplayParts)) + text(item.suffixDisplayParts);
      let from = text(item.prefixDisplayParts).length;
      const places = parameters.map((each) => {
        const place: [number, number] = [from, from + each.length];
        from += each.length + text(item.separatorDisplayParts).length;
        return { label: place };
      });
      return { label, documentation: { kind: 'markdown' as const, value: text(item.documentation) }, parameters: places };
    });
    return { signatures, activeSignature: help.selectedItemIndex, activeParameter: help.argumentIndex };
  }

  hover(name: string, position: Position): Hover | null {
    const path = ROOT + name;
    const info = this.#service.getQuickInfoAtPosition(path, this.#offsetOf(path, position));
    if (!info) return null;
    const value = described(ts.displayPartsToString(info.displayParts), info.documentation);
    return { contents: { kind: 'markdown', value }, range: this.#rangeOf(path, info.textSpan) };
  }

  /** Module and name of what the word at the position stands for: "pg.Pool.query"; a global's is its name. Null for the program's own names. */
  qualifiedName(name: string, position: Position): string | null {
    const path = ROOT + name;
    const program = this.#service.getProgram();
    const source = program?.getSourceFile(path);
    if (!program || !source) return null;
    const node = tokenAt(source, this.#offsetOf(path, position));
    if (!ts.isIdentifier(node)) return null;
    const checker = program.getTypeChecker();
    let symbol = checker.getSymbolAtLocation(node);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const declared = symbol?.declarations?.[0]?.getSourceFile().fileName;
    if (!symbol || !declared || !(declared.startsWith(AMBIENT) || declared.startsWith(LIB))) return null;
    const module = moduleOf(symbol.declarations?.[0]);
    return (module ? `${module}.` : '') + checker.getFullyQualifiedName(symbol).replace(/^".*"\./, '');
  }

  #host(): ts.LanguageServiceHost {
    return {
      getCompilationSettings: () => OPTIONS,
      getCurrentDirectory: () => ROOT,
      getDefaultLibFileName: () => `${LIB}lib.program.d.ts`,
      getProjectVersion: () => String(this.#version),
      getScriptFileNames: () => [...this.#ambient, ...this.files.map((name) => ROOT + name)],
      getScriptVersion: (path) => String(this.#files.get(path)?.version ?? 0),
      getScriptSnapshot: (path) => {
        const file = this.#files.get(path);
        return file && ts.ScriptSnapshot.fromString(file.text);
      },
      fileExists: (path) => this.#files.has(path),
      readFile: (path) => this.#files.get(path)?.text,
      directoryExists: (path) => this.#folders.has(path.replace(/\/$/, '')),
      getDirectories: () => [],
    };
  }

  #put(path: string, text: string): void {
    if (this.#files.get(path)?.text === text) return;
    this.#version += 1;
    this.#files.set(path, { text, version: this.#version });
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) this.#folders.add(path.slice(0, end));
  }

  #offsetOf(path: string, { line, character }: Position): number {
    const text = this.#files.get(path)?.text ?? '';
    let start = 0;
    for (let i = 0; i < line; i++) {
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      start = end + 1;
    }
    return Math.min(text.length, start + character);
  }

  #rangeOf(path: string, { start, length }: { readonly start: number; readonly length: number }): Range {
    const text = this.#files.get(path)?.text ?? '';
    const positionOf = (offset: number): Position => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    };
    return { start: positionOf(start), end: positionOf(start + length) };
  }
}

/** The `declare module` that a declaration stands in. */
function moduleOf(node: ts.Node | undefined): string | null {
  for (let at = node; at; at = at.parent) if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return at.name.text;
  return null;
}

function described(code: string, documentation: ts.SymbolDisplayPart[] | undefined): string {
  const text = ts.displayPartsToString(documentation);
  return `\`\`\`typescript\n${code}\n\`\`\`${text ? `\n\n${text}` : ''}`;
}

function tokenAt(source: ts.SourceFile, at: number): ts.Node {
  const within = (node: ts.Node): ts.Node => {
    const inner = node.getChildren(source).find((child) => child.getStart(source) <= at && at < child.getEnd());
    return inner ? within(inner) : node;
  };
  return within(source);
}
