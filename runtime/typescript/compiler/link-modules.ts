// import and export, as the kernel links modules (kernel/modules.ts): exports are getters, so that bindings are live and a name read before its
// declaration has run is the ReferenceError that it is in Node; what is imported is read from the other module's namespace each time.
import { type NodePath, type PluginObj, types as t } from '@babel/core';
import { COUNTERS, EXPORTS, GATE, IMPORT, LINES_PER_FILE } from './names.ts';

export interface Import {
  readonly specifier: string;
  /** Line of the guest interface; 0: a library's. */
  readonly line: number;
  /** What is taken of it by name. */
  readonly names: readonly string[];
}

export interface Links {
  readonly imports: { specifier: string; line: number; names: string[] }[];
  /** export * from */
  readonly stars: string[];
  /** It has a top-level await. */
  isAsync: boolean;
}

const call = (callee: string, ...args: t.Expression[]) => t.callExpression(t.identifier(callee), args);
const nameOf = (node: t.Identifier | t.StringLiteral) => (t.isIdentifier(node) ? node.name : node.value);
const DEFAULT = 'default\u02d1';

export function linkModules(links: Links, fileIndex: number | null): PluginObj {
  return {
    visitor: {
      Program(path) {
        path.scope.crawl();
        const exported = new Map<string, t.Expression>();
        const imported = new Map<string, t.Expression>();
        const body: t.Statement[] = [];
        const namespaceOf = (source: t.StringLiteral, name?: string): t.Identifier => {
          let index = links.imports.findIndex(({ specifier }) => specifier === source.value);
          if (index < 0) {
            const line = fileIndex === null || !source.loc ? 0 : fileIndex * LINES_PER_FILE + source.loc.start.line;
            index = links.imports.push({ specifier: source.value, line, names: [] }) - 1;
          }
          const { names } = links.imports[index] as { names: string[] };
          if (name !== undefined && !names.includes(name)) names.push(name);
          return t.identifier(`n${index}\u02d1`);
        };
        const memberOf = (source: t.StringLiteral, name: string) =>
          t.memberExpression(namespaceOf(source, name), t.stringLiteral(name), true);
        for (const node of path.node.body) {
          if (t.isImportDeclaration(node)) {
            namespaceOf(node.source);
            for (const each of node.specifiers) {
              if (t.isImportNamespaceSpecifier(each)) imported.set(each.local.name, namespaceOf(node.source));
              else imported.set(each.local.name, memberOf(node.source, t.isImportSpecifier(each) ? nameOf(each.imported) : 'default'));
            }
          } else if (t.isExportAllDeclaration(node)) {
            namespaceOf(node.source);
            links.stars.push(node.source.value);
          } else if (t.isExportDefaultDeclaration(node)) body.push(...exportDefault(node, exported));
          else if (!t.isExportNamedDeclaration(node)) body.push(node);
          else if (node.declaration) {
            for (const name of Object.keys(t.getBindingIdentifiers(node.declaration, false, true))) exported.set(name, t.identifier(name));
            body.push(node.declaration);
          } else if (node.source) {
            namespaceOf(node.source);
            for (const each of node.specifiers) {
              if (t.isExportNamespaceSpecifier(each)) exported.set(each.exported.name, namespaceOf(node.source));
              else if (t.isExportSpecifier(each))
                exported.set(nameOf(each.exported), memberOf(node.source, nameOf(each.local as t.Identifier | t.StringLiteral)));
            }
          } else
            for (const each of node.specifiers)
              if (t.isExportSpecifier(each)) exported.set(nameOf(each.exported), imported.get(each.local.name) ?? each.local);
        }
        for (const [name, value] of imported) rewrite(path.scope.getBinding(name)?.referencePaths ?? [], value);
        links.isAsync = body.some(awaitsOutside);
        path.node.body = assemble(links, exported, body);
        path.stop();
      },
    },
  };
}

/** An anonymous function or class is named "default". */
function exportDefault(node: t.ExportDefaultDeclaration, exported: Map<string, t.Expression>): t.Statement[] {
  const { declaration } = node;
  if ((t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration)) && declaration.id) {
    exported.set('default', t.identifier(declaration.id.name));
    return [declaration];
  }
  exported.set('default', t.identifier(DEFAULT));
  if (t.isFunctionDeclaration(declaration)) {
    declaration.id = t.identifier(DEFAULT);
    return [nameDefault(), declaration];
  }
  const value = t.toExpression(declaration as t.ClassDeclaration | t.Expression);
  const named = t.memberExpression(t.objectExpression([t.objectProperty(t.identifier('default'), value)]), t.identifier('default'));
  const needsName = t.isArrowFunctionExpression(value) || t.isFunctionExpression(value) || t.isClassExpression(value);
  return [
    t.variableDeclaration('const', [t.variableDeclarator(t.identifier(DEFAULT), needsName ? named : value)]),
    ...(needsName && !t.isClass(value) && value.async ? [nameDefault()] : []),
  ];
}

function nameDefault(): t.Statement {
  const properties = t.objectExpression([t.objectProperty(t.identifier('value'), t.stringLiteral('default'))]);
  return t.expressionStatement(hook('p', t.identifier(DEFAULT), t.stringLiteral('name'), properties));
}

const hook = (name: string, ...args: t.Expression[]) =>
  t.callExpression(t.memberExpression(t.identifier(COUNTERS), t.identifier(name)), args);

function rewrite(references: readonly NodePath[], value: t.Expression): void {
  for (const reference of references) {
    const { parent, key } = reference;
    if (t.isExportSpecifier(parent)) continue;
    if (t.isObjectProperty(parent)) parent.shorthand = false;
    const copy = t.inherits(t.cloneNode(value), reference.node);
    const called = (t.isCallExpression(parent) || t.isOptionalCallExpression(parent)) && key === 'callee';
    const detached = t.isMemberExpression(value) && (called || (t.isTaggedTemplateExpression(parent) && key === 'tag'));
    // Without a `this`, as a call of a plain name has none.
    reference.replaceWith(detached ? t.sequenceExpression([t.numericLiteral(0), copy]) : copy);
  }
}

/** What the kernel runs in two steps: up to the gate, where exports and imports are known, and then the module's own statements. */
function assemble(links: Links, exported: ReadonlyMap<string, t.Expression>, body: t.Statement[]): t.Statement[] {
  const table = t.objectExpression(
    [...exported].map(([name, value]) => t.objectProperty(t.stringLiteral(name), t.arrowFunctionExpression([], value))),
  );
  const head: t.Statement[] = [t.expressionStatement(call(EXPORTS, table))];
  const namespaces = links.imports.map(({ specifier }, index) =>
    t.variableDeclarator(t.identifier(`n${index}\u02d1`), call(IMPORT, t.stringLiteral(specifier))),
  );
  if (namespaces.length > 0) head.push(t.variableDeclaration('const', namespaces));
  if (!links.isAsync) return [...head, t.expressionStatement(t.yieldExpression()), ...body];
  const gate = t.expressionStatement(t.awaitExpression(t.identifier(GATE)));
  return [t.returnStatement(t.callExpression(t.arrowFunctionExpression([], t.blockStatement([...head, gate, ...body]), true), []))];
}

function awaitsOutside(node: t.Node): boolean {
  if (t.isFunction(node)) return 'computed' in node && node.computed === true && awaitsOutside(node.key as t.Node);
  if (t.isClassBody(node))
    return node.body.some((member) => 'computed' in member && member.computed && awaitsOutside(member.key as t.Node));
  if (t.isAwaitExpression(node) || (t.isForOfStatement(node) && node.await)) return true;
  if (t.isVariableDeclaration(node) && node.kind === 'await using') return true;
  return (t.VISITOR_KEYS[node.type] ?? []).some((key) => {
    const value = (node as unknown as Record<string, unknown>)[key];
    return Array.isArray(value) ? value.some((item) => item && awaitsOutside(item)) : value ? awaitsOutside(value as t.Node) : false;
  });
}
