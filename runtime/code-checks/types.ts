// What a value is: of a library, or of one of the program's own classes. A name that cannot be followed is taken for what
// everything of that name in the program is (`app.state.pool`, `request.app.state.pool` and `pool`), if that is one thing.
import { givenBy, MAKES, TYPES } from './libraries.ts';
import { type Binding, type Fn, libraryName, lookUp, moduleMember, ownerOf, type Program, type Type } from './program.ts';
import type { Expr } from './syntax.ts';

const MOST_STEPS = 12;

export function typeOf(program: Program, expr: Expr, scope: Fn, steps = MOST_STEPS): Type | null {
  if (steps === 0) return null;
  switch (expr.k) {
    case 'await':
      return typeOf(program, expr.of, scope, steps - 1);
    case 'assign':
      return typeOf(program, expr.value, scope, steps - 1);
    case 'name': {
      if (expr.id === 'self' || expr.id === 'this') {
        const cls = ownerOf(scope);
        return cls ? { cls } : null;
      }
      const binding = lookUp(program, expr.id, scope);
      return typeOfBinding(program, binding, steps - 1) ?? (binding?.is === 'import' ? null : typeByName(program, expr.id, steps - 1));
    }
    case 'attr':
      return typeByName(program, expr.id, steps - 1);
    case 'call':
      return typeOfCall(program, expr, scope, steps - 1);
    default:
      return null;
  }
}

function typeOfCall(program: Program, { of, args }: Expr & { k: 'call' }, scope: Fn, steps: number): Type | null {
  const name = libraryName(program, of, scope);
  const made = name === null ? undefined : MAKES.get(name);
  if (made !== undefined) {
    // A semaphore of one is a lock.
    const [size] = args;
    return { kind: made === 'semaphore' && size?.k === 'const' && size.value === 1 ? 'lock' : made };
  }
  const binding = of.k === 'name' ? lookUp(program, of.id, scope) : moduleMember(program, of, scope);
  if (binding?.is === 'class') return { cls: binding.cls };
  if (of.k === 'attr') {
    const type = typeOf(program, of.of, scope, steps);
    const given = type && 'kind' in type ? givenBy(type.kind, of.id) : null;
    return given === null ? null : { kind: given };
  }
  const type = of.k === 'name' ? typeOf(program, of, scope, steps) : null;
  return type && 'kind' in type && type.kind === 'session-maker' ? { kind: 'database' } : null;
}

function typeOfBinding(program: Program, binding: Binding | null, steps: number): Type | null {
  if (binding?.is !== 'value') return null;
  const annotated = binding.type && typeOfAnnotation(program, binding.type, binding.scope);
  return annotated ?? (binding.value ? typeOf(program, binding.value, binding.scope, steps) : null);
}

function typeOfAnnotation(program: Program, type: Expr, scope: Fn): Type | null {
  const name = libraryName(program, type, scope);
  const kind = name === null ? undefined : (TYPES.get(name) ?? MAKES.get(name));
  if (kind !== undefined) return { kind };
  const binding = type.k === 'name' ? lookUp(program, type.id, scope) : moduleMember(program, type, scope);
  return binding?.is === 'class' ? { cls: binding.cls } : null;
}

function typeByName(program: Program, name: string, steps: number): Type | null {
  const known = program.typesByName.get(name);
  if (known !== undefined) return known;
  // Asked for again while it is found out: nothing is known of it there.
  program.typesByName.set(name, null);
  const types = [
    ...(program.attributes.get(name) ?? []).map(({ value, scope }) => typeOf(program, value, scope, steps)),
    ...(program.values.get(name) ?? []).map((binding) => typeOfBinding(program, binding, steps)),
  ].filter((type) => type !== null);
  const [first = null] = types;
  const type = first !== null && types.every((other) => isSame(first, other)) ? first : null;
  program.typesByName.set(name, type);
  return type;
}

function isSame(a: Type, b: Type): boolean {
  return 'kind' in a ? 'kind' in b && a.kind === b.kind : 'cls' in b && a.cls === b.cls;
}
