import { expect, test } from 'vitest';
import { statementInfo } from './statement-kind.ts';
import { nestingOf } from './statement-nesting.ts';
import { splitStatements, tokensOf } from './statement-text.ts';

test.each([
  ['SELECT 1; SELECT 2', ['SELECT 1', ' SELECT 2']],
  ["SELECT 'a;''b'; SELECT E'c\\';d'", ["SELECT 'a;''b'", " SELECT E'c\\';d'"]],
  ['SELECT $$;$$; SELECT $a$ $$;$a$', ['SELECT $$;$$', ' SELECT $a$ $$;$a$']],
  ['SELECT ";" -- ;\n; /* ; /* ; */ ; */ SELECT 2', ['SELECT ";" -- ;\n', ' /* ; /* ; */ ; */ SELECT 2']],
  [';;\n-- only a comment', []],
  ["SELECT 'never closed; SELECT 2", ["SELECT 'never closed; SELECT 2"]],
  ['SELECT $1; SELECT a$b$c', ['SELECT $1', ' SELECT a$b$c']],
])('%s is split where Postgres would split it', (sql, pieces) => {
  expect(splitStatements(sql).map((piece) => piece.text)).toEqual(pieces);
});

test.each([
  ['/* hint */ (SELECT 1)', 'planned'],
  ['with x as (select 1) select * from x', 'planned'],
  ['ROLLBACK TO SAVEPOINT a', 'rollback-to'],
  ['rollback work', 'rollback'],
  ['Start Transaction Read Only', 'begin'],
  ['SET search_path TO public', 'set'],
  ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', 'set'],
  ['SET session authorization x', 'refused'],
  ['SET LOCAL role x', 'refused'],
  ['SET NAMES latin1', 'refused'],
  ['RESET ALL', 'reset-all'],
  ['CREATE TABLE t ()', 'other'],
  ['UNLISTEN *', 'harmless'],
])('%s is of kind %s', (sql, kind) => {
  expect(statementInfo(sql).kind).toBe(kind);
});

test.each([
  ['SELECT 1', 0],
  ["SELECT a + b || c->>'d', (e * f)", 3],
  [`SELECT * FROM t WHERE ${Array(500).fill('id = $1').join(' OR ')}`, 1],
  [`SELECT * FROM t WHERE id IN (${Array(500).fill('-1').join(', ')})`, 2],
  [`INSERT INTO t VALUES ${Array(500).fill("(1, now() - interval '1 day')").join(', ')}`, 2],
  [`SELECT ${Array(200).fill('1').join('+')}`, 199],
  [`SELECT ${'abs('.repeat(200)}1${')'.repeat(200)}`, 200],
  ['SELECT CASE WHEN a THEN CASE WHEN b THEN (SELECT 1) END END', 5],
])('%s nests as deep as its longest chain', (sql, depth) => {
  expect(nestingOf(tokensOf(sql))).toBe(depth);
});
