// Runs the Lua of EVAL: the part of the language that scripts of caches use (locks, rate limits, counters). Anything else
// is refused by name. Numbers are doubles, as in Lua 5.1.
import { CacheError, NotSimulated, type Reply } from './keyspace.ts';
import { type Expression, parse, type Statement } from './script-parser.ts';

class Table {
  readonly items = new Map<string | number, Value>();
  get length(): number {
    let length = 0;
    while (this.items.get(length + 1) !== undefined) length++;
    return length;
  }
}
type Builtin = (args: readonly Value[]) => Value | readonly Value[];
type Value = undefined | boolean | number | string | Table | Builtin;
type Scope = { readonly names: Map<string, Value>; readonly outer: Scope | null };

/** Steps after which a script counts as endless. */
const MAX_STEPS = 1_000_000;
const parsed = new Map<string, readonly Statement[]>();

export function runScript(
  source: string,
  keys: readonly string[],
  args: readonly string[],
  call: (command: readonly string[]) => Reply,
): Reply {
  let program = parsed.get(source);
  if (!program) {
    program = parse(source);
    parsed.set(source, program);
  }
  return toReply(new Interpreter(keys, args, call).run(program));
}

class Interpreter {
  readonly #globals: Scope = { names: new Map(), outer: null };
  #steps = 0;

  constructor(keys: readonly string[], args: readonly string[], call: (command: readonly string[]) => Reply) {
    const redis = tableOf({
      call: (given: readonly Value[]) => fromReply(call(given.map(argumentText)), true),
      pcall: (given: readonly Value[]) => {
        try {
          return fromReply(call(given.map(argumentText)), false);
        } catch (error) {
          if (error instanceof CacheError) return tableOf({ err: error.message });
          throw error;
        }
      },
      error_reply: ([text]: readonly Value[]) => tableOf({ err: textOf(text) }),
      status_reply: ([text]: readonly Value[]) => tableOf({ ok: textOf(text) }),
      log: () => undefined,
    });
    const number = (name: string, work: (...values: number[]) => number) => (given: readonly Value[]) =>
      work(...given.map((value) => numberOf(value, name)));
    const globals: Record<string, Value> = {
      KEYS: listOf(keys),
      ARGV: listOf(args),
      redis,
      math: tableOf({
        floor: number('floor', Math.floor),
        ceil: number('ceil', Math.ceil),
        abs: number('abs', Math.abs),
        max: number('max', Math.max),
        min: number('min', Math.min),
        huge: Number.POSITIVE_INFINITY,
      }),
      table: tableOf({
        insert: ([table, value]: readonly Value[]) => {
          const items = (table as Table).items;
          items.set((table as Table).length + 1, value);
          return undefined;
        },
        getn: ([table]: readonly Value[]) => (table as Table).length,
      }),
      tonumber: ([value]: readonly Value[]) => toNumber(value),
      tostring: ([value]: readonly Value[]) => textOf(value),
      type: ([value]: readonly Value[]) => typeOf(value),
      unpack: ([table]: readonly Value[]) => Array.from({ length: (table as Table).length }, (_, i) => (table as Table).items.get(i + 1)),
      // A list of pairs is what `for` takes them as.
      ipairs: ([table]: readonly Value[]) => table,
    };
    for (const [name, value] of Object.entries(globals)) this.#globals.names.set(name, value);
  }

  run(program: readonly Statement[]): Value {
    return this.#block(program, { names: new Map(), outer: this.#globals })?.value;
  }

  /** What a block returns; undefined if it came to its end. */
  #block(statements: readonly Statement[], scope: Scope): { readonly value: Value } | undefined {
    for (const statement of statements) {
      const returned = this.#statement(statement, scope);
      if (returned) return returned;
    }
    return undefined;
  }

  #statement(statement: Statement, scope: Scope): { readonly value: Value } | undefined {
    if (++this.#steps > MAX_STEPS) throw new CacheError('BUSY the script did not end');
    const inner = (): Scope => ({ names: new Map(), outer: scope });
    switch (statement.kind) {
      case 'local': {
        const values = this.#list(statement.values, scope);
        statement.names.forEach((name, i) => {
          scope.names.set(name, values[i]);
        });
        return undefined;
      }
      case 'assign': {
        const value = this.#value(statement.value, scope);
        const { target } = statement;
        if (target.kind === 'index') {
          const table = this.#value(target.table, scope);
          if (!(table instanceof Table)) throw new CacheError('ERR attempt to index a non-table value');
          table.items.set(keyOf(this.#value(target.key, scope)), value);
          return undefined;
        }
        const found = scopeOf(scope, target.name);
        if (!found || found === this.#globals)
          throw new CacheError(`ERR user_script: Script attempted to create global variable '${target.name}'`);
        found.names.set(target.name, value);
        return undefined;
      }
      case 'call':
        this.#list([statement.call], scope);
        return undefined;
      case 'if': {
        const branch = statement.branches.find(({ test }) => test === null || truthy(this.#value(test, scope)));
        return branch && this.#block(branch.body, inner());
      }
      case 'for': {
        const from = numberOf(this.#value(statement.from, scope), 'for');
        const to = numberOf(this.#value(statement.to, scope), 'for');
        const by = statement.by ? numberOf(this.#value(statement.by, scope), 'for') : 1;
        for (let i = from; by > 0 ? i <= to : i >= to; i += by) {
          const body = inner();
          body.names.set(statement.name, i);
          const returned = this.#block(statement.body, body);
          if (returned) return returned;
          if (++this.#steps > MAX_STEPS) throw new CacheError('BUSY the script did not end');
        }
        return undefined;
      }
      case 'each': {
        const table = this.#value(statement.list, scope);
        if (!(table instanceof Table)) throw new NotSimulated('a loop of Lua over anything but ipairs(table)');
        for (let i = 1; i <= table.length; i++) {
          const body = inner();
          statement.names.forEach((name, at) => {
            body.names.set(name, at === 0 ? i : table.items.get(i));
          });
          const returned = this.#block(statement.body, body);
          if (returned) return returned;
        }
        return undefined;
      }
      case 'while': {
        while (truthy(this.#value(statement.test, scope))) {
          const returned = this.#block(statement.body, inner());
          if (returned) return returned;
          if (++this.#steps > MAX_STEPS) throw new CacheError('BUSY the script did not end');
        }
        return undefined;
      }
      case 'return':
        return { value: statement.value ? this.#value(statement.value, scope) : undefined };
    }
  }

  /** Values of a list of expressions; the last one may be a call that gives several. */
  #list(expressions: readonly Expression[], scope: Scope): Value[] {
    return expressions.flatMap((expression, i) => {
      const value = this.#evaluate(expression, scope);
      return Array.isArray(value) ? (i === expressions.length - 1 ? value : [value[0]]) : [value as Value];
    });
  }

  #value(expression: Expression, scope: Scope): Value {
    const value = this.#evaluate(expression, scope);
    return Array.isArray(value) ? value[0] : (value as Value);
  }

  #evaluate(expression: Expression, scope: Scope): Value | readonly Value[] {
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'name': {
        const found = scopeOf(scope, expression.name);
        if (!found) throw new NotSimulated(`the name ${expression.name} in Lua`);
        return found.names.get(expression.name);
      }
      case 'index': {
        const table = this.#value(expression.table, scope);
        if (!(table instanceof Table)) throw new CacheError('ERR attempt to index a nil value');
        const key = keyOf(this.#value(expression.key, scope));
        const value = table.items.get(key);
        const library = expression.table.kind === 'name' && scopeOf(scope, expression.table.name) === this.#globals;
        if (value === undefined && library && typeof key === 'string')
          throw new NotSimulated(`${expression.table.kind === 'name' ? expression.table.name : ''}.${key} in Lua`);
        return value;
      }
      case 'call': {
        const callee = this.#value(expression.callee, scope);
        if (typeof callee !== 'function') throw new CacheError('ERR attempt to call a nil value');
        return callee(this.#list(expression.args, scope));
      }
      case 'table': {
        const table = new Table();
        this.#list(expression.items, scope).forEach((value, i) => {
          table.items.set(i + 1, value);
        });
        for (const [name, value] of expression.fields) table.items.set(name, this.#value(value, scope));
        return table;
      }
      case 'and': {
        const left = this.#value(expression.left, scope);
        return truthy(left) ? this.#value(expression.right, scope) : left;
      }
      case 'or': {
        const left = this.#value(expression.left, scope);
        return truthy(left) ? left : this.#value(expression.right, scope);
      }
      case 'unary': {
        const value = this.#value(expression.operand, scope);
        if (expression.operator === 'not') return !truthy(value);
        if (expression.operator === '#') return value instanceof Table ? value.length : textOf(value).length;
        return -numberOf(value, 'unary minus');
      }
      case 'binary':
        return compute(expression.operator, this.#value(expression.left, scope), this.#value(expression.right, scope));
    }
  }
}

function compute(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
      return left === right;
    case '~=':
      return left !== right;
    case '..':
      return textOf(left) + textOf(right);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(operator, left, right);
  }
  const a = numberOf(left, 'arithmetic');
  const b = numberOf(right, 'arithmetic');
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (operator === '/') return a / b;
  return a - Math.floor(a / b) * b;
}

function compare(operator: string, left: Value, right: Value): boolean {
  const alike = typeof left === typeof right && (typeof left === 'number' || typeof left === 'string');
  if (!alike) throw new CacheError(`ERR user_script: attempt to compare ${typeOf(left)} with ${typeOf(right)}`);
  const [a, b] = [left as number, right as number];
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

function scopeOf(scope: Scope, name: string): Scope | null {
  for (let at: Scope | null = scope; at; at = at.outer) if (at.names.has(name)) return at;
  return null;
}

function tableOf(fields: Readonly<Record<string, Value>>): Table {
  const table = new Table();
  for (const [name, value] of Object.entries(fields)) table.items.set(name, value);
  return table;
}

function listOf(values: readonly Value[]): Table {
  const table = new Table();
  values.forEach((value, i) => {
    table.items.set(i + 1, value);
  });
  return table;
}

const truthy = (value: Value) => value !== undefined && value !== false;

function typeOf(value: Value): string {
  if (value === undefined) return 'nil';
  return value instanceof Table ? 'table' : typeof value;
}

function keyOf(value: Value): string | number {
  if (typeof value !== 'string' && typeof value !== 'number') throw new CacheError(`ERR user_script: index is ${typeOf(value)}`);
  return value;
}

function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

function numberOf(value: Value, what: string): number {
  const number = toNumber(value);
  if (number === undefined) throw new CacheError(`ERR user_script: attempt to perform ${what} on a ${typeOf(value)} value`);
  return number;
}

function textOf(value: Value): string {
  return value === undefined ? 'nil' : String(value);
}

function argumentText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(17)));
  throw new CacheError('ERR Lua redis lib command arguments must be strings or integers');
}

function fromReply(reply: Reply, raise: boolean): Value {
  if (reply === null) return false;
  if (typeof reply === 'number' || typeof reply === 'string') return reply;
  if (Array.isArray(reply)) return listOf(reply.map((item: Reply) => fromReply(item, raise)));
  if ('error' in reply) {
    if (raise) throw new CacheError(reply.error);
    return tableOf({ err: reply.error });
  }
  return tableOf({ ok: (reply as { ok: string }).ok });
}

function toReply(value: Value): Reply {
  if (value === undefined || value === false || typeof value === 'function') return null;
  if (value === true) return 1;
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'string') return value;
  const error = value.items.get('err');
  if (typeof error === 'string') return { error };
  const ok = value.items.get('ok');
  if (typeof ok === 'string') return { ok };
  return Array.from({ length: value.length }, (_, i) => toReply(value.items.get(i + 1)));
}
