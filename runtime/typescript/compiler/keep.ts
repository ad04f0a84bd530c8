// What a program keeps is told to the kernel (kernel/memory.ts): the bindings of its modules by their names and lines, and how to look into the
// private fields of classes, which nobody else can.
import { type PluginObj, types as t } from '@babel/core';
import { COUNTERS, LINES_PER_FILE } from './names.ts';

const hook = (name: string, ...args: t.Expression[]) =>
  t.expressionStatement(t.callExpression(t.memberExpression(t.identifier(COUNTERS), t.identifier(name)), args));

/** S.k("cache", 12, () => cache) for each variable and class of the module, before its first statement: it is read when it has a value. */
export function keepBindings(ast: t.File, fileIndex: number | null): void {
  if (fileIndex === null) return;
  const { body } = ast.program;
  const kept: t.Statement[] = [];
  for (const statement of body) {
    const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
    if (!t.isVariableDeclaration(declaration) && !t.isClassDeclaration(declaration)) continue;
    const line = fileIndex * LINES_PER_FILE + (declaration.loc?.start.line ?? 0);
    for (const name of Object.keys(t.getBindingIdentifiers(declaration, false, true))) {
      kept.push(hook('k', t.stringLiteral(name), t.numericLiteral(line), t.arrowFunctionExpression([], t.identifier(name))));
    }
  }
  const first = body.findIndex((statement) => !t.isImportDeclaration(statement));
  if (first >= 0) body.splice(first, 0, ...kept);
}

/** class Store { #items; static { S.i(this, (o) => [o.#items], () => []) } } */
export function keepPrivateFields(): PluginObj {
  return {
    visitor: {
      ClassBody: {
        exit(path) {
          const fields = path.node.body.filter((member): member is t.ClassPrivateProperty => t.isClassPrivateProperty(member));
          if (fields.length === 0) return;
          const object = path.scope.generateUidIdentifier('o');
          const read = (of: t.Expression, isStatic: boolean) =>
            t.arrayExpression(
              fields
                .filter((field) => Boolean(field.static) === isStatic)
                .map((field) => t.memberExpression(t.cloneNode(of), t.privateName(t.identifier(field.key.id.name)))),
            );
          const peek = t.arrowFunctionExpression([object], read(object, false));
          const peekStatic = t.arrowFunctionExpression([], read(t.thisExpression(), true));
          path.node.body.push(t.staticBlock([hook('i', t.thisExpression(), peek, peekStatic)]));
        },
      },
    },
  };
}
