// The grammar of Lua that script.ts runs.
import { CacheError, NotSimulated } from './keyspace.ts';

export type Expression =
  | { readonly kind: 'constant'; readonly value: undefined | boolean | number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly table: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'table'; readonly items: readonly Expression[]; readonly fields: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export type Statement =
  | { readonly kind: 'local'; readonly names: readonly string[]; readonly values: readonly Expression[] }
  | { readonly kind: 'assign'; readonly target: Extract<Expression, { kind: 'name' | 'index' }>; readonly value: Expression }
  | { readonly kind: 'call'; readonly call: Expression }
  | { readonly kind: 'if'; readonly branches: readonly { readonly test: Expression | null; readonly body: readonly Statement[] }[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly from: Expression;
      readonly to: Expression;
      readonly by: Expression | null;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'each'; readonly names: readonly string[]; readonly list: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'return'; readonly value: Expression | null };

const TOKEN =
  /\s+|--\[\[[\s\S]*?\]\]|--[^\n]*|(\d+\.?\d*(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(\.\.|==|~=|<=|>=|[-+*/%#<>=(){}[\],;.:^])/gy;

/** Binds tighter the further down it stands; `or` and `and` come first. */
const LEVELS: readonly (readonly string[])[] = [['or'], ['and'], ['<', '>', '<=', '>=', '~=', '=='], ['..'], ['+', '-'], ['*', '/', '%']];
const ENDS = new Set(['end', 'else', 'elseif', 'until']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

interface Token {
  readonly kind: 'number' | 'word' | 'text' | 'sign';
  readonly text: string;
}

export function parse(source: string): readonly Statement[] {
  const parser = new Parser(tokens(source));
  const program = parser.block();
  if (!parser.atEnd) throw new CacheError(`ERR Error compiling script: unexpected '${parser.peek()}'`);
  return program;
}

function tokens(source: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new CacheError(`ERR Error compiling script: unexpected symbol near '${source.slice(from, from + 20)}'`);
    const [, number, word, text, sign] = match;
    if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
    else if (text !== undefined)
      found.push({ kind: 'text', text: text.slice(1, -1).replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char) });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
  }
  return found;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Text of the next token, unless it is a text in quotes. */
  peek(): string {
    const token = this.#tokens[this.#at];
    return token && token.kind !== 'text' ? token.text : '';
  }

  block(): Statement[] {
    const statements: Statement[] = [];
    while (!this.atEnd && !ENDS.has(this.peek())) {
      if (this.#take(';')) continue;
      statements.push(this.#statement());
    }
    return statements;
  }

  #take(text: string): boolean {
    if (this.peek() !== text || this.atEnd) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new CacheError(`ERR Error compiling script: '${text}' expected near '${this.peek() || '<eof>'}'`);
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'word') throw new CacheError(`ERR Error compiling script: <name> expected near '${token?.text ?? '<eof>'}'`);
    return token.text;
  }

  #names(): string[] {
    const names = [this.#name()];
    while (this.#take(',')) names.push(this.#name());
    return names;
  }

  #body(): Statement[] {
    const body = this.block();
    this.#expect('end');
    return body;
  }

  #statement(): Statement {
    if (this.#take('local')) {
      if (this.peek() === 'function') throw new NotSimulated('functions in Lua');
      const names = this.#names();
      return { kind: 'local', names, values: this.#take('=') ? this.#expressions() : [] };
    }
    if (this.#take('if')) return this.#if();
    if (this.#take('for')) return this.#for();
    if (this.#take('while')) {
      const test = this.expression();
      this.#expect('do');
      return { kind: 'while', test, body: this.#body() };
    }
    if (this.#take('return')) {
      const ended = this.atEnd || ENDS.has(this.peek()) || this.peek() === ';';
      return { kind: 'return', value: ended ? null : this.expression() };
    }
    if (['function', 'repeat', 'goto', 'break', 'do'].includes(this.peek())) throw new NotSimulated(`${this.peek()} in Lua`);
    const target = this.#suffixed();
    if (target.kind === 'call') return { kind: 'call', call: target };
    this.#expect('=');
    if (target.kind !== 'name' && target.kind !== 'index') throw new CacheError('ERR Error compiling script: cannot assign');
    return { kind: 'assign', target, value: this.expression() };
  }

  #if(): Statement {
    const branches: { test: Expression | null; body: Statement[] }[] = [];
    do {
      const test = this.expression();
      this.#expect('then');
      branches.push({ test, body: this.block() });
    } while (this.#take('elseif'));
    if (this.#take('else')) branches.push({ test: null, body: this.block() });
    this.#expect('end');
    return { kind: 'if', branches };
  }

  #for(): Statement {
    const names = this.#names();
    if (this.#take('in')) {
      const list = this.expression();
      this.#expect('do');
      return { kind: 'each', names, list, body: this.#body() };
    }
    this.#expect('=');
    const [from, to, by = null] = this.#expressions();
    if (!from || !to) throw new CacheError("ERR Error compiling script: 'for' needs two limits");
    this.#expect('do');
    return { kind: 'for', name: names[0] as string, from, to, by, body: this.#body() };
  }

  #expressions(): Expression[] {
    const list = [this.expression()];
    while (this.#take(',')) list.push(this.expression());
    return list;
  }

  expression(level = 0): Expression {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.expression(level + 1);
    while (operators.includes(this.peek())) {
      const operator = this.peek();
      this.#at++;
      // `..` groups to the right.
      const right = this.expression(operator === '..' ? level : level + 1);
      left = operator === 'and' || operator === 'or' ? { kind: operator, left, right } : { kind: 'binary', operator, left, right };
    }
    return left;
  }

  #unary(): Expression {
    for (const operator of ['not', '-', '#']) {
      if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    }
    if (this.peek() === '^') throw new NotSimulated('^ in Lua');
    return this.#suffixed();
  }

  #suffixed(): Expression {
    let found = this.#primary();
    for (;;) {
      if (this.#take('.')) found = { kind: 'index', table: found, key: { kind: 'constant', value: this.#name() } };
      else if (this.#take('[')) {
        found = { kind: 'index', table: found, key: this.expression() };
        this.#expect(']');
      } else if (this.#take('(')) {
        const args = this.peek() === ')' ? [] : this.#expressions();
        this.#expect(')');
        found = { kind: 'call', callee: found, args };
      } else if (this.peek() === ':') throw new NotSimulated('methods (a:b) in Lua');
      else return found;
    }
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at++];
    if (!token) throw new CacheError("ERR Error compiling script: unexpected symbol near '<eof>'");
    if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'constant', value: token.text };
    if (token.kind === 'word') return namedOrConstant(token.text);
    if (token.text === '(') {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    if (token.text === '{') return this.#table();
    throw new CacheError(`ERR Error compiling script: unexpected symbol near '${token.text}'`);
  }

  #table(): Expression {
    const items: Expression[] = [];
    const fields: [string, Expression][] = [];
    while (!this.#take('}')) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'word' && this.#tokens[this.#at + 1]?.text === '=') {
        this.#at += 2;
        fields.push([token.text, this.expression()]);
      } else items.push(this.expression());
      if (!this.#take(',') && !this.#take(';') && this.peek() !== '}') this.#expect('}');
    }
    return { kind: 'table', items, fields };
  }
}

function namedOrConstant(word: string): Expression {
  if (word === 'nil') return { kind: 'constant', value: undefined };
  if (word === 'true' || word === 'false') return { kind: 'constant', value: word === 'true' };
  return { kind: 'name', name: word };
}
