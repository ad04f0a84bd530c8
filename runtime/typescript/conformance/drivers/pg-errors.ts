import pg, { DatabaseError, Pool } from 'pg';

const pool = new Pool();
const client = await pool.connect();
const FIELDS = ['name', 'message', 'severity', 'code', 'detail', 'hint', 'position', 'schema', 'table', 'column', 'constraint'];
const fails = async (text: any, values?: any) => {
  try {
    await client.query(text, values);
    console.log('no error:', text);
  } catch (error: any) {
    console.log(FIELDS.map((field) => error[field]).join(' | '), error instanceof DatabaseError, error instanceof Error, String(error), error.stack.split('\n')[0]);
  }
};
await client.query("INSERT INTO users (email) VALUES ('taken@x') ON CONFLICT DO NOTHING");
await fails("INSERT INTO users (email) VALUES ('taken@x')");
await fails('INSERT INTO users (email) VALUES (NULL)');
await fails('INSERT INTO notes (id, owner) VALUES (1, 1)');
await fails('INSERT INTO accounts (id, balance) VALUES (9, -5)');
await fails('INSERT INTO entries (id, account) VALUES (1, 99)');
await fails('DELETE FROM accounts WHERE id = 1');
await fails('SELEC 1');
await fails('SELECT * FROM nope');
await fails('SELECT nope FROM items');
await fails('SELECT nope()');
await fails('SELECT $1::int', ['x']);
await fails('SELECT 1/0');
await fails("SELECT 'x'::int");
await fails("SELECT '2026-02-30'::date");
await fails("INSERT INTO items (id, stock) VALUES (2147483648, 1)");
await fails("SELECT * FROM items WHERE id = 'x'");
await fails("SELECT id FROM items GROUP BY stock");
await fails('INSERT INTO items (id, stock, extra) VALUES (1, 2, 3)');
await fails('INSERT INTO items VALUES (1, 2, 3)');
await fails("INSERT INTO short (name) VALUES ('too long for it')");
await fails('BEGIN; SELECT nope');
await client.query('ROLLBACK');
await client.query('BEGIN');
await fails('SELECT 1/0');
console.log(client.getTransactionStatus?.());
await fails('SELECT 1');
await client.query('ROLLBACK');
console.log(client.getTransactionStatus?.());
await fails({ values: [1] });
await fails({});
try {
  await client.query(null as any);
} catch (error: any) {
  console.log(error.name, error.message);
}
console.log(pg.DatabaseError === DatabaseError, pg.escapeIdentifier('a"b'), pg.escapeLiteral("it's"), pg.escapeLiteral('a\\b'), pg.native === null);
client.release();
await pool.end();
