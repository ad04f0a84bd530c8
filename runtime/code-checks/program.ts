// The program as an index: its functions, classes and names, and what a name stands for where it is used.
import type { Kind } from './libraries.ts';
import {
  type AssignExpr,
  blocksOf,
  boundNames,
  type Expr,
  exprsOf,
  type FunctionNode,
  partsOf,
  type SourceFile,
  type Stmt,
} from './syntax.ts';

/** A function, or the statements of a file outside of functions. */
export interface Fn {
  readonly file: SourceFile;
  readonly node: FunctionNode;
  readonly parent: Fn | null;
  readonly owner: Class | null;
  /** Written where it is used: a lambda, an arrow function as an argument. */
  readonly inline: boolean;
  readonly names: Map<string, Binding>;
  /** Assigned to with `global` or `nonlocal`. */
  readonly outer: Set<string>;
}

export interface Class {
  readonly file: SourceFile;
  readonly name: string;
  readonly bases: readonly Expr[];
  readonly fields: readonly AssignExpr[];
  readonly methods: Map<string, Fn>;
  readonly scope: Fn;
}

export type Binding =
  | { readonly is: 'function'; readonly fn: Fn }
  | { readonly is: 'class'; readonly cls: Class }
  | { readonly is: 'import'; readonly module: string; readonly name: string }
  /** `value` null: not known (a loop's name, a parameter). `type`: its annotation. */
  | { readonly is: 'value'; readonly value: Expr | null; readonly type: Expr | null; readonly scope: Fn };

/** What is assigned to an attribute (`app.state.pool = ...`, a field of a class), by the attribute's own name. */
export interface Attribute {
  readonly value: Expr;
  readonly scope: Fn;
  readonly owner: Class | null;
}

/** What a value is: of a library, or of a class of the program. */
export type Type = { readonly kind: Kind } | { readonly cls: Class };

export interface Program {
  readonly modules: Map<string, Fn>;
  readonly functions: readonly Fn[];
  readonly classes: readonly Class[];
  readonly inline: Map<FunctionNode, Fn>;
  readonly attributes: Map<string, Attribute[]>;
  /** Every binding of a value, by name, wherever it is. */
  readonly values: Map<string, (Binding & { is: 'value' })[]>;
  /** Found out as they are asked for (types.ts). */
  readonly typesByName: Map<string, Type | null>;
}

export function indexProgram(files: readonly SourceFile[]): Program {
  const functions: Fn[] = [];
  const classes: Class[] = [];
  const named: [Fn, string, FunctionNode][] = [];
  const program: Program = {
    modules: new Map(),
    functions,
    classes,
    inline: new Map(),
    attributes: new Map(),
    values: new Map(),
    typesByName: new Map(),
  };

  function push<Item>(map: Map<string, Item[]>, name: string, item: Item): void {
    const found = map.get(name);
    if (found === undefined) map.set(name, [item]);
    else found.push(item);
  }

  function bind(scope: Fn, name: string, value: Expr | null, type: Expr | null): void {
    const binding: Binding & { is: 'value' } = { is: 'value', value, type, scope };
    push(program.values, name, binding);
    const holder = scope.outer.has(name) ? (scope.parent ?? scope) : scope;
    // The first is what it is made as; a later one is often only a reset.
    if (!holder.names.has(name)) holder.names.set(name, binding);
  }

  function isKnown(scope: Fn, name: string): boolean {
    for (let fn: Fn | null = scope; fn !== null; fn = fn.parent) if (fn.names.has(name)) return true;
    return false;
  }

  function makeFn(file: SourceFile, node: FunctionNode, parent: Fn | null, owner: Class | null, inline: boolean): Fn {
    const fn: Fn = { file, node, parent, owner, inline, names: new Map(), outer: new Set() };
    functions.push(fn);
    for (const { name, type, init } of node.params) {
      bind(fn, name, null, type);
      if (init !== null) readExpr(init, parent ?? fn);
    }
    for (const decorator of node.decorators) readExpr(decorator, parent ?? fn);
    readBlock(node.body, fn);
    return fn;
  }

  function readBlock(block: readonly Stmt[], scope: Fn): void {
    // Names are known before the statements that use them run.
    for (const stmt of block) if (stmt.s === 'global') for (const name of stmt.names) scope.outer.add(name);
    for (const stmt of block) readStatement(stmt, scope);
  }

  function readStatement(stmt: Stmt, scope: Fn): void {
    for (const expr of exprsOf(stmt)) readExpr(expr, scope);
    if (stmt.s === 'function') {
      scope.names.set(stmt.fn.name, { is: 'function', fn: makeFn(scope.file, stmt.fn, scope, null, false) });
    } else if (stmt.s === 'class') readClass(stmt, scope);
    else if (stmt.s === 'import') for (const [local, module, name] of stmt.names) scope.names.set(local, { is: 'import', module, name });
    else if (stmt.s === 'loop') for (const name of stmt.names) bind(scope, name, null, null);
    else if (stmt.s === 'with') {
      for (const { value, names } of stmt.items) for (const name of names) bind(scope, name, names.length === 1 ? value : null, null);
    }
    for (const block of blocksOf(stmt)) readBlock(block, scope);
  }

  function readClass(stmt: Stmt & { s: 'class' }, scope: Fn): void {
    const cls: Class = { file: scope.file, name: stmt.name, bases: stmt.bases, fields: stmt.fields, methods: new Map(), scope };
    classes.push(cls);
    scope.names.set(stmt.name, { is: 'class', cls });
    for (const field of stmt.fields) {
      readExpr(field.value, scope);
      for (const target of field.targets) {
        if (target.k === 'name') push(program.attributes, target.id, { value: field.value, scope, owner: cls });
      }
    }
    for (const method of stmt.methods) cls.methods.set(method.name, makeFn(scope.file, method, scope, cls, false));
  }

  function readExpr(expr: Expr, scope: Fn): void {
    if (expr.k === 'function') {
      program.inline.set(expr.fn, makeFn(scope.file, expr.fn, scope, null, true));
      return;
    }
    if (expr.k === 'assign') readAssign(expr, scope);
    if (expr.k === 'each') for (const name of expr.names) bind(scope, name, null, null);
    for (const part of partsOf(expr)) readExpr(part, scope);
  }

  function readAssign({ targets, value, type, declares }: AssignExpr, scope: Fn): void {
    for (const target of targets) {
      if (target.k === 'attr') push(program.attributes, target.id, { value, scope, owner: ownerOf(scope) });
      else if (target.k === 'name') {
        if (declares || !isKnown(scope, target.id)) bind(scope, target.id, value, type);
        else push(program.values, target.id, { is: 'value', value, type, scope });
        // `const load = async () => ...` is a function with a name.
        if (value.k === 'function') named.push([scope, target.id, value.fn]);
      } else for (const name of boundNames(target)) if (target.k === 'list') bind(scope, name, null, null);
    }
  }

  for (const file of files) {
    const node: FunctionNode = { name: '', isAsync: true, params: [], decorators: [], body: file.body, line: 1, end: 1 };
    program.modules.set(file.module, makeFn(file, node, null, null, false));
  }
  for (const [scope, name, node] of named) {
    const fn = program.inline.get(node);
    if (fn) scope.names.set(name, { is: 'function', fn });
  }
  return program;
}

/** The class whose method a function is, or is written in. */
export function ownerOf(scope: Fn | null): Class | null {
  for (let fn = scope; fn !== null; fn = fn.parent) if (fn.owner) return fn.owner;
  return null;
}

/** What a name stands for in a function. Names of other files are followed to where they are made. */
export function lookUp(program: Program, name: string, scope: Fn): Binding | null {
  for (let fn: Fn | null = scope; fn !== null; fn = fn.parent) {
    const found = fn.names.get(name);
    if (found) return follow(program, found);
  }
  return null;
}

function follow(program: Program, binding: Binding): Binding {
  if (binding.is !== 'import' || binding.name === '*') return binding;
  const module = program.modules.get(binding.module);
  const found = module?.names.get(binding.name === 'default' ? 'export default' : binding.name) ?? module?.names.get(binding.name);
  if (!found || found === binding) return binding;
  if (found.is === 'value' && found.value?.k === 'name' && module) return lookUp(program, found.value.id, module) ?? found;
  return follow(program, found);
}

/** "asyncio.gather" for what is imported from a library, whatever it is called here; null for anything else. */
export function libraryName(program: Program, expr: Expr, scope: Fn): string | null {
  if (expr.k === 'name') {
    const binding = lookUp(program, expr.id, scope);
    if (binding === null) return expr.id;
    if (binding.is !== 'import') return null;
    return binding.name === '*' || binding.name === 'default' ? binding.module : `${binding.module}.${binding.name}`;
  }
  if (expr.k !== 'attr') return null;
  const of = libraryName(program, expr.of, scope);
  return of === null ? null : `${of}.${expr.id}`;
}

/** The function of the user's that a dotted name of a module leads to: `db.load_order` after `import db`. */
export function moduleMember(program: Program, expr: Expr, scope: Fn): Binding | null {
  if (expr.k !== 'attr') return null;
  const of = libraryName(program, expr.of, scope);
  const module = of === null ? undefined : program.modules.get(of);
  const found = module?.names.get(expr.id);
  return found ? follow(program, found) : null;
}
