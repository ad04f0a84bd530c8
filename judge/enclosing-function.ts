// Which function a line stands in, read from the program's indentation: a name for people, nothing is computed from it.
type Language = 'python' | 'typescript';

const PYTHON = [/^\s*(?:async\s+)?def\s+(\w+)/];
const TYPESCRIPT = [
  /^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b\s*\*?\s*(\w+)/,
  /^\s*(?:export\s+)?(?:const|let|var)\s+(\w+)\b[^=]*=\s*(?:async\s*)?(?:function\b|\(|\w+\s*=>)/,
  /^\s*(\w+)\s*:\s*(?:async\s*)?(?:function\b|\(|\w+\s*=>)/,
  /^\s*(?:(?:public|private|protected|static|override|async|get|set)\s+)*\*?\s*(#?\w+)\s*(?:<[^>]*>)?\([^;]*\{\s*$/,
];
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'function', 'await', 'else', 'do']);
/** app.get('/orders/:id', async (c) => { */
const ROUTE = /\.(get|post|put|patch|delete|all)\(\s*(['"`])(.+?)\2.*(?:=>|function\b)/;

/** Name of the innermost function around the line (from 1) or declared in it, "GET /orders/:id" for a route's; null at a module's top. */
export function enclosingFunction(text: readonly string[], line: number, language: Language): string | null {
  let indent = Number.POSITIVE_INFINITY;
  let from = line - 1;
  // A decorator belongs to what follows it.
  while (text[from]?.trimStart().startsWith('@')) from++;
  for (let at = from; at >= 0; at--) {
    const row = text[at] ?? '';
    const own = row.search(/\S/);
    // A closing bracket belongs to the row that opened it: a signature over several rows.
    if (own < 0 || own >= indent || /[)\]}]/.test(row.charAt(own))) continue;
    indent = own;
    const name = functionIn(row, language);
    if (name !== null) return name;
  }
  return null;
}

function functionIn(row: string, language: Language): string | null {
  if (language === 'typescript') {
    const route = ROUTE.exec(row);
    if (route) return `${(route[1] as string).toUpperCase()} ${route[3]}`;
  }
  for (const pattern of language === 'python' ? PYTHON : TYPESCRIPT) {
    const name = pattern.exec(row)?.[1];
    if (name !== undefined && !KEYWORDS.has(name)) return name;
  }
  return null;
}
