// What util.inspect writes before the braces: the class of an object, of a function, of an error.

import { valueBehind } from '../../kernel/realm.ts';
import { INTRINSICS, isAsyncFunction, isClass, isGeneratorFunction } from './kinds.ts';
import type { Context } from './primitives.ts';

/** The name of an object's class; null: it has no prototype. */
export function constructorName(object: object, context: Context, depth: number): string | null {
  let first: object | null | undefined;
  for (let at: object | null = object; at !== null; ) {
    const intrinsic = at === object ? undefined : INTRINSICS.get(at);
    if (intrinsic) return intrinsic;
    const found = Object.getOwnPropertyDescriptor(at, 'constructor');
    const made: unknown = found?.value ?? valueBehind(found?.get);
    if (typeof made === 'function' && made.name !== '' && isInstance(object, made)) return String(made.name);
    at = Object.getPrototypeOf(at) as object | null;
    if (first === undefined) first = at;
  }
  if (first === null || first === undefined) return null;
  const own = Object.prototype.toString.call(object).slice(8, -1);
  if (depth > context.depth) return `${own} <Complex prototype>`;
  return `${own} <${constructorName(first, context, depth + 1) ?? '[Object: null prototype] {}'}>`;
}

function isInstance(object: object, made: unknown): boolean {
  try {
    return object instanceof (made as new () => object);
  } catch {
    return false;
  }
}

export function prefixOf(className: string | null, tag: string, fallback: string, size = ''): string {
  if (className === null) return `[${fallback}${size}: null prototype] ${tag !== '' && fallback !== tag ? `[${tag}] ` : ''}`;
  return `${className}${size} ${tag !== '' && className !== tag ? `[${tag}] ` : ''}`;
}

export function describeFunction(value: object, className: string | null, tag: string): string {
  if (isClass(value)) return describeClass(value, className, tag);
  const isAsync = isAsyncFunction(value);
  const isGenerator = isGeneratorFunction(value);
  const type = `${isAsync ? 'Async' : ''}${isGenerator ? 'Generator' : ''}Function`;
  const { name } = value as { name: unknown };
  const base = `[${type}${className === null ? ' (null prototype)' : ''}${name === '' ? ' (anonymous)' : `: ${String(name)}`}]`;
  const lowered = isAsync && className === 'Function';
  const own = className === null || className === type || lowered ? '' : ` ${className}`;
  return `${base}${own}${tag !== '' && className !== tag && tag !== type ? ` [${tag}]` : ''}`;
}

function describeClass(value: object, className: string | null, tag: string): string {
  const own = Object.getOwnPropertyDescriptor(value, 'name')?.value as unknown;
  let base = `class ${own ? String(own) : '(anonymous)'}`;
  if (className !== 'Function' && className !== null) base += ` [${className}]`;
  if (tag !== '' && className !== tag) base += ` [${tag}]`;
  if (className === null) return `[${base} extends [null prototype]]`;
  const parent = (Object.getPrototypeOf(value) as { name?: unknown } | null)?.name;
  return `[${base}${parent ? ` extends ${String(parent)}` : ''}]`;
}

/** The text of an error. Takes those keys out that its text shows already, and adds the cause. */
export function describeError(error: Error, className: string | null, tag: string, context: Context, keys: (string | symbol)[]): string {
  const name = error.name != null ? String(error.name) : 'Error';
  const written = error.stack ? String(error.stack) : '';
  let stack = written || Error.prototype.toString.call(error);
  if (!context.showHidden && keys.length > 0) {
    for (const key of ['name', 'message', 'stack'] as const) {
      const at = keys.indexOf(key);
      // Only hide the property in case it is part of the original stack.
      if (at !== -1 && (typeof error[key] !== 'string' || stack.includes(error[key]))) keys.splice(at, 1);
    }
  }
  if ('cause' in error && !keys.includes('cause')) keys.push('cause');
  if (Array.isArray(Object.getOwnPropertyDescriptor(error, 'errors')?.value) && !keys.includes('errors')) keys.push('errors');
  stack = withClass(stack, className, name, tag);
  const from = error.message ? stack.indexOf(error.message) : -1;
  const frames = stack.indexOf('\n    at', from === -1 ? 0 : from + error.message.length);
  // Node marks errors that have no stack by brackets. Here an error that was never thrown has a stack without frames: what is around it is laid out
  // as if it had one.
  if (frames === -1) stack = hasHead(written, name) ? `${stack}\n    at <anonymous>` : `[${stack}]`;
  return context.indentation === 0 ? stack : stack.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
}

const hasHead = (stack: string, name: string): boolean =>
  stack !== '' && (stack.startsWith(name) || /^[\w$.]*(?:Error|Exception)\b/.test(stack));

/** The name of the error's class in front of its message. */
function withClass(stack: string, className: string | null, name: string, tag: string): string {
  let { length } = name;
  const regular =
    name.endsWith('Error') && stack.startsWith(name) && (stack.length === length || stack[length] === ':' || stack[length] === '\n');
  if (className !== null && !regular) return stack;
  let fallback = 'Error';
  if (className === null) {
    const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    fallback = start?.[1] ?? '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const prefix = prefixOf(className, tag, fallback).slice(0, -1);
  if (name === prefix) return stack;
  if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
}
