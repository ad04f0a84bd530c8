import type { types as t } from '@babel/core';

/** Ends the compilation with an error of syntax at the node. */
export function refuse(what: string, { loc }: t.Node): never {
  throw Object.assign(new SyntaxError(what), { loc: loc?.start });
}
