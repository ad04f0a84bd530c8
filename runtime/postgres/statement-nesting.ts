// How deep a statement's expressions nest. Postgres walks them by recursion on the host's stack, whose size differs from
// browser to browser and which it cannot survive running out of; so statements that come near are refused here, at the
// same depth everywhere.
import type { Token } from './statement-text.ts';

/** In Node 20, 300 operators or calls, or 200 subqueries, exhaust the stack. */
export const NESTING_MAX = 150;
const SUBQUERY_WEIGHT = 2;
const SUBQUERIES = new Set(['select', 'with', 'values']);
/** Behind these another expression begins. */
const SEPARATORS = new Set([
  ...['select', 'from', 'where', 'and', 'or', 'on', 'when', 'then', 'else', 'group', 'order', 'having', 'values', 'set', 'limit'],
  ...['offset', 'returning', 'using', 'join', 'union', 'as'],
]);
const OPERATOR = /^[-+*/<>=~!@#%^&|`?:]$/;

export function nestingOf(tokens: Iterable<Token>): number {
  // What each open parenthesis weighs, and how long the chain of operators in it is.
  const weights: number[] = [];
  const chains = [0];
  let depth = 0;
  let deepest = 0;
  let previous = '';
  const open = () => {
    weights.push(1);
    chains.push(0);
    depth++;
  };
  const close = () => {
    if (weights.length === 0) return;
    depth -= (weights.pop() as number) + (chains.pop() as number);
  };
  for (const { text, kind } of tokens) {
    const level = chains.length - 1;
    if (kind === 'mark' && OPERATOR.test(text)) {
      if (!OPERATOR.test(previous)) lengthen(level);
    } else if (text === '(' || text === '[' || text === 'case') open();
    else if (text === ')' || text === ']' || text === 'end') close();
    else if (text === ',' || SEPARATORS.has(text)) {
      if (previous === '(' && SUBQUERIES.has(text)) {
        weights[level - 1] = (weights[level - 1] as number) + SUBQUERY_WEIGHT;
        depth += SUBQUERY_WEIGHT;
      }
      depth -= chains[level] as number;
      chains[level] = 0;
    } else if (text === 'not') lengthen(level);
    if (depth > deepest) deepest = depth;
    previous = text;
  }
  return deepest;

  function lengthen(level: number): void {
    chains[level] = (chains[level] as number) + 1;
    depth++;
  }
}
