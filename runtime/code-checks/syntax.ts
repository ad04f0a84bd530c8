// A program's syntax without its language: what both guests hand to the checks, as plain data. Types, operators and
// literals that no check asks for are left out or become `other`.

export interface Span {
  readonly line: number;
  readonly end: number;
}

export type Expr =
  | { readonly k: 'name'; readonly id: string }
  | { readonly k: 'attr'; readonly of: Expr; readonly id: string }
  | { readonly k: 'item'; readonly of: Expr; readonly at: Expr }
  | CallExpr
  | ({ readonly k: 'await'; readonly of: Expr } & Span)
  /** A text, with the expressions inside it. */
  | { readonly k: 'text'; readonly value: string; readonly parts: readonly Expr[] }
  | { readonly k: 'const'; readonly value: number | boolean | null }
  | { readonly k: 'list'; readonly items: readonly Expr[] }
  | { readonly k: 'dict'; readonly entries: readonly (readonly [string | null, Expr])[] }
  | { readonly k: 'spread'; readonly of: Expr }
  | EachExpr
  | { readonly k: 'function'; readonly fn: FunctionNode }
  | AssignExpr
  | { readonly k: 'minus'; readonly left: Expr; readonly right: Expr }
  | { readonly k: 'slice'; readonly of: Expr }
  | { readonly k: 'other'; readonly parts: readonly Expr[] };

export interface CallExpr extends Span {
  readonly k: 'call';
  readonly of: Expr;
  readonly args: readonly Expr[];
  readonly named: readonly (readonly [string, Expr])[];
  /** `new X()`. */
  readonly made?: boolean;
}

/** A comprehension: `value` for each element of `over`. */
export interface EachExpr extends Span {
  readonly k: 'each';
  readonly names: readonly string[];
  readonly over: Expr;
  readonly value: Expr;
}

export interface AssignExpr {
  readonly k: 'assign';
  /** The names are the function's own from here on; else they are somebody's already. */
  readonly declares: boolean;
  /** Names, attributes and items; a pattern is a list of the names in it. */
  readonly targets: readonly Expr[];
  readonly type: Expr | null;
  readonly value: Expr;
}

export type Stmt =
  | ({ readonly s: 'do'; readonly value: Expr } & Span)
  | ({ readonly s: 'leave'; readonly how: 'return' | 'raise' | 'break' | 'continue'; readonly value: Expr | null } & Span)
  | ({ readonly s: 'if'; readonly test: Expr; readonly yes: readonly Stmt[]; readonly no: readonly Stmt[] } & Span)
  | LoopStmt
  | WithStmt
  | ({ readonly s: 'try'; readonly parts: readonly (readonly Stmt[])[] } & Span)
  | ({ readonly s: 'function'; readonly fn: FunctionNode } & Span)
  | ({ readonly s: 'class'; readonly name: string; readonly bases: readonly Expr[]; readonly fields: readonly AssignExpr[] } & {
      readonly methods: readonly FunctionNode[];
    } & Span)
  /** Local name, module, name in it ('*': the module itself, 'default': what it exports by default). */
  | ({ readonly s: 'import'; readonly names: readonly (readonly [string, string, string])[] } & Span)
  | ({ readonly s: 'global'; readonly names: readonly string[] } & Span);

/** `over` is null for a loop with a condition only. */
export interface LoopStmt extends Span {
  readonly s: 'loop';
  readonly names: readonly string[];
  readonly over: Expr | null;
  readonly test: Expr | null;
  readonly body: readonly Stmt[];
}

export interface WithStmt extends Span {
  readonly s: 'with';
  readonly items: readonly { readonly value: Expr; readonly names: readonly string[] }[];
  readonly body: readonly Stmt[];
  readonly isAsync: boolean;
}

export interface Param {
  readonly name: string;
  readonly type: Expr | null;
  readonly init: Expr | null;
}

export interface FunctionNode extends Span {
  readonly name: string;
  readonly isAsync: boolean;
  readonly params: readonly Param[];
  readonly decorators: readonly Expr[];
  readonly body: readonly Stmt[];
}

export interface SourceFile {
  readonly path: string;
  /** How other files import it: a dotted name, or the path itself. */
  readonly module: string;
  readonly body: readonly Stmt[];
}

/** Expressions directly inside an expression, in the order in which they are evaluated. Functions are not entered. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.k) {
    case 'attr':
    case 'await':
    case 'spread':
    case 'slice':
      return [expr.of];
    case 'item':
      return [expr.of, expr.at];
    case 'call':
      return [expr.of, ...expr.args, ...expr.named.map(([, value]) => value)];
    case 'text':
    case 'other':
      return expr.parts;
    case 'list':
      return expr.items;
    case 'dict':
      return expr.entries.map(([, value]) => value);
    case 'each':
      return [expr.over, expr.value];
    case 'assign':
      return [expr.value, ...expr.targets.filter(({ k }) => k !== 'name')];
    case 'minus':
      return [expr.left, expr.right];
    default:
      return [];
  }
}

/** Expressions directly inside a statement, without those of the statements in it. */
export function exprsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.s) {
    case 'do':
      return [stmt.value];
    case 'leave':
      return stmt.value === null ? [] : [stmt.value];
    case 'if':
      return [stmt.test];
    case 'loop':
      return [...(stmt.over === null ? [] : [stmt.over]), ...(stmt.test === null ? [] : [stmt.test])];
    case 'with':
      return stmt.items.map(({ value }) => value);
    default:
      return [];
  }
}

/** Blocks of statements directly inside a statement. */
export function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.s) {
    case 'if':
      return [stmt.yes, stmt.no];
    case 'loop':
    case 'with':
      return [stmt.body];
    case 'try':
      return stmt.parts;
    default:
      return [];
  }
}

/** "app.state.pool.fetch"; what is no name in it is "?". */
export function dotted(expr: Expr): string {
  if (expr.k === 'name') return expr.id;
  if (expr.k === 'attr') return `${dotted(expr.of)}.${expr.id}`;
  if (expr.k === 'item' || expr.k === 'slice') return `${dotted(expr.of)}[]`;
  if (expr.k === 'call') return `${dotted(expr.of)}()`;
  return expr.k === 'await' ? dotted(expr.of) : '?';
}

/** Names that an expression reads, functions in it included. */
export function namesIn(expr: Expr, found: Set<string> = new Set()): Set<string> {
  if (expr.k === 'name') found.add(expr.id);
  else if (expr.k === 'function') for (const stmt of expr.fn.body) namesInStatement(stmt, found);
  for (const part of partsOf(expr)) namesIn(part, found);
  return found;
}

export function namesInStatement(stmt: Stmt, found: Set<string> = new Set()): Set<string> {
  for (const expr of exprsOf(stmt)) namesIn(expr, found);
  for (const block of blocksOf(stmt)) for (const inner of block) namesInStatement(inner, found);
  return found;
}

/** Names that the targets of an assignment bind; of `row.total = x` the `row`, which then holds something of x. */
export function boundNames(target: Expr): readonly string[] {
  if (target.k === 'name') return [target.id];
  if (target.k === 'list') return target.items.flatMap(boundNames);
  if (target.k === 'spread' || target.k === 'attr' || target.k === 'item') return boundNames(target.of);
  return [];
}
