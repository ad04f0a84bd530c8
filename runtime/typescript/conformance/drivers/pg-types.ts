import { Pool } from 'pg';
import { show } from './show.ts';

const pool = new Pool();
const values = [
  '1::int2', '1::int4', '9007199254740993::int8', '-5::int8', '1.50::numeric', "'NaN'::numeric", '1.5::float4', '0.1::float8', "'Infinity'::float8",
  "'-Infinity'::float8", "'NaN'::float8", 'true', 'false', 'null::int', "'text'::text", "'v'::varchar", "'c '::char(3)", "'x'::\"char\"", "'a-b'::name",
  "'{\"a\": [1, null, \"x\"]}'::json", "'{\"b\": 1, \"a\": 2}'::jsonb", "'3'::jsonb", "'null'::jsonb", "'2026-03-04 05:06:07.891234'::timestamp",
  "'2026-03-04 05:06:07.891234+02'::timestamptz", "'2026-03-04'::date", "'0044-03-15 BC'::date", "'0050-01-01'::date", "'infinity'::timestamp",
  "'-infinity'::timestamptz", "'infinity'::date", "'05:06:07'::time", "'05:06:07+02'::timetz", "'1 year 2 mons 3 days 04:05:06.789'::interval",
  "'-1 day -00:00:01.5'::interval", "'0'::interval", "'\\xdeadbeef'::bytea", "''::bytea", "'{1,2,NULL}'::int[]", "'{{1,2},{3,4}}'::int[]",
  "'{9007199254740993}'::int8[]", "'{1.5,NULL}'::numeric[]", "'{a,\"b,c\",NULL,\"NULL\",\"q\\\"\\\\\",\"\"}'::text[]", "'{}'::text[]", "'{t,f}'::bool[]",
  "'[0:1]={1,2}'::int[]", "'{2026-03-04}'::date[]", "'{\"2026-03-04 05:06:07+00\"}'::timestamptz[]", "'{\"{\\\"a\\\":1}\"}'::jsonb[]", "'{1.5}'::float8[]",
  "'{1 day}'::interval[]", "'{\\\\xff}'::bytea[]", "'6b1e2f6e-0000-4000-8000-000000000001'::uuid", "'{6b1e2f6e-0000-4000-8000-000000000001}'::uuid[]",
  "'(1,2)'::point", "'<(1,2),3>'::circle", "'192.168.0.1/24'::inet", "'10.0.0.0/8'::cidr", "'[1,5)'::int4range", "'12.5'::money", 'ROW(1, 2)',
  "'101'::bit(3)", "'<a/>'::text", "E'a\\nb'", "'ümläut \u{1F600}'", '16::oid',
];
for (const value of values) {
  const { rows, fields } = await pool.query(`SELECT ${value} AS v`);
  console.log(value.replace(/\n/g, ' '), '=>', show(rows[0].v), fields[0].dataTypeID, fields[0].format, fields[0].dataTypeSize);
}
await pool.end();
