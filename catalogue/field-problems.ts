// Turns what zod found into sentences that begin with the path of the field, as a person would write it in code:
// services["http://x"].latency.lognormal.sigma: must be at least 0
import type { z } from 'zod';

type Path = readonly PropertyKey[];

export function describeProblems(issues: readonly z.core.$ZodIssue[], value: unknown): string[] {
  return issues.flatMap((issue) => describeIssue(issue, issue.path, value));
}

export function wordPath(path: Path): string {
  let words = '';
  for (const part of path) {
    if (typeof part === 'number') words += `[${part}]`;
    else if (/^[A-Za-z_]\w*$/.test(String(part))) words += words === '' ? String(part) : `.${String(part)}`;
    else words += `[${JSON.stringify(String(part))}]`;
  }
  return words;
}

function describeIssue(issue: z.core.$ZodIssue, path: Path, value: unknown): string[] {
  const at = (text: string, where: Path = path) => (where.length === 0 ? text : `${wordPath(where)}: ${text}`);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at('unknown field', [...path, key]));
    case 'invalid_type': {
      const found = valueAt(value, path);
      return [found === undefined ? at('is required') : at(`must be ${wordType(issue.expected)}, not ${wordValue(found)}`)];
    }
    case 'too_small':
      return [at(wordBound(issue.origin, issue.minimum, issue.inclusive === true, 'least'))];
    case 'too_big':
      return [at(wordBound(issue.origin, issue.maximum, issue.inclusive === true, 'most'))];
    case 'invalid_value':
      return [at(`must be ${issue.values.map((each) => JSON.stringify(each)).join(' or ')}, not ${wordValue(valueAt(value, path))}`)];
    case 'invalid_key':
      return issue.issues.map((inner) => at(inner.message));
    default:
      return [at(issue.message)];
  }
}

function wordBound(origin: string, bound: number | bigint, inclusive: boolean, side: 'least' | 'most'): string {
  if (origin === 'string' || origin === 'array') {
    const things = origin === 'string' ? 'characters' : 'entries';
    return side === 'least' && bound === 1 ? 'must not be empty' : `must have at ${side} ${bound} ${things}`;
  }
  if (inclusive) return `must be at ${side} ${bound}`;
  return side === 'least' ? `must be more than ${bound}` : `must be less than ${bound}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

function wordType(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

function wordValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  return JSON.stringify(value);
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (here === null || typeof here !== 'object') return undefined;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  return here;
}
