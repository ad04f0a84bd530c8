import { Pool } from 'pg';
import { outcome, show } from './show.ts';

const pool = new Pool();
const client = await pool.connect();
const circular: any = { name: 'c' };
circular.self = circular;
class Own {
  toPostgres(prepare: any) {
    return prepare([1, 'two']);
  }
}
const own = new Own();
const values: [string, any][] = [
  ['text', 'a'], ['text', ''], ['text', 'ümläut \u{1F600} "q" \\ \''], ['int', 1], ['int', '1'], ['float8', 1.5], ['float8', 1e21], ['float8', Infinity],
  ['float8', NaN], ['int', -0], ['int8', 9007199254740993n], ['bool', true], ['bool', 'no'], ['text', true], ['text', null], ['text', undefined],
  ['jsonb', { a: [1, null], b: 'x"y' }], ['json', { d: new Date(0) }], ['jsonb', JSON.stringify([1])], ['jsonb', '3'], ['jsonb', [1, 2]], ['text', { a: 1 }],
  ['int[]', [1, 2, null]], ['int[][]', [[1, 2], [3, 4]]], ['text[]', ['a', 'b,c', '"q"', '\\', '', 'NULL', null, undefined]], ['text[]', []],
  ['jsonb[]', [{ a: 1 }, { b: [1] }]], ['timestamptz[]', [new Date(0)]], ['bytea[]', [Buffer.from([1, 255])]], ['bool[]', [true, false]],
  ['timestamptz', new Date(1767225600123)], ['timestamp', new Date(1767225600123)], ['date', new Date(1767225600123)], ['text', new Date(1767225600123)],
  ['timestamptz', new Date(-62198755200000)], ['timestamptz', new Date(NaN)], ['bytea', Buffer.from('héllo')], ['bytea', new Uint8Array([0, 1, 2])],
  ['text', own], ['text[]', own], ['jsonb', circular], ['jsonb', { big: 1n }], ['text', Symbol('s')], ['int', 'x'], ['int', 1.5], ['int', 2147483648],
  ['int', true], ['uuid', 'nope'], ['text', new Map([[1, 2]])], ['jsonb', new Set([1])], ['interval', '1 day'], ['numeric', '12345678901234567890.5'], ['date', '2026-02-30'],
];
for (const [type, value] of values) {
  const text = `SELECT $1::${type} AS v`;
  console.log(type, '<=', typeof value === 'symbol' ? 'symbol' : value === circular ? 'circular' : show(value), '=>', await outcome(client.query(text, [value]).then((r) => r.rows[0].v)));
}
console.log(await outcome(client.query('SELECT $1::int + $2::int AS sum, $1 AS again', [1, 2]).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT 1 AS a', []).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT 1 AS a', null as any).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT $1::int AS a', 'no array' as any).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT $1::int AS a').then((r) => r.rows)));
console.log(await outcome(client.query('SELECT $1::int AS a', [1, 2]).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT $1::int, $2::int', [1]).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT * FROM items WHERE id = ANY($1) ORDER BY id', [[1, 2]]).then((r) => r.rows)));
console.log(await outcome(client.query('SELECT * FROM items WHERE id IN ($1, $2) ORDER BY id', ['3', 4]).then((r) => r.rows)));
client.release();
await pool.end();
