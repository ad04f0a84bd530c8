import { Client } from 'pg';
import { outcome, show } from './show.ts';

const client = new Client();
const early = client.query('SELECT 1 AS early');
client.on('end', () => console.log('event end'));
client.on('drain', () => console.log('event drain'));
console.log(await outcome(client.connect().then((c: any) => c === client || c === undefined)));
console.log(await outcome(early.then((r: any) => r.rows)));
console.log(await outcome(() => client.connect()));
const order: string[] = [];
await Promise.all([
  client.query("SELECT pg_sleep(0.03), 'slow' AS v").then(() => order.push('slow')),
  client.query("SELECT 'quick' AS v").then(() => order.push('quick')),
  client.query('SELECT nope').catch((error: any) => order.push(error.code)),
  client.query("SELECT 'after' AS v").then(() => order.push('after')),
]);
console.log(order.join());
console.log(await new Promise((resolve) => client.query('SELECT 1 AS a', (error: any, result: any) => resolve(show([error, result.rows])))));
console.log(await new Promise((resolve) => client.query({ text: 'SELECT $1::text AS a', values: ['x'] }, (error: any, result: any) => resolve(show([error, result.rows])))));
console.log(await outcome(() => client.query('SELECT 1', [], 'no function' as any)));
const named = { name: 'by-id', text: 'SELECT stock FROM items WHERE id = $1' };
console.log(show((await client.query(named, [1])).rows), show((await client.query({ ...named, values: [2] })).rows));
console.log(await outcome(client.query({ name: 'by-id', values: [3] } as any).then((r: any) => r.rows)));
console.log(await outcome(client.query({ name: 'by-id', text: 'SELECT 1' })));
console.log(client.getTransactionStatus?.());
await client.query('BEGIN');
console.log(client.getTransactionStatus?.());
await client.query('UPDATE items SET stock = 1 WHERE id = 5');
await client.query('SAVEPOINT one');
console.log(await outcome(client.query('SELECT 1/0')));
console.log(client.getTransactionStatus?.());
await client.query('ROLLBACK TO SAVEPOINT one');
console.log(client.getTransactionStatus?.());
console.log(show((await client.query('SELECT stock FROM items WHERE id = 5')).rows));
await client.query('ROLLBACK');
console.log(show((await client.query('SELECT stock FROM items WHERE id = 5')).rows));
console.log(client.escapeIdentifier('a b'), client.escapeLiteral("o'clock"), typeof client.processID);
await client.end();
console.log(await outcome(() => client.query('SELECT 1')));
console.log(await outcome(() => client.end()));
const unconnected = new Client();
console.log(await outcome(() => unconnected.end()));
const busy = new Client();
await busy.connect();
const cut = outcome(busy.query('SELECT pg_sleep(1)'));
const queued = outcome(busy.query('SELECT 1'));
await new Promise((resolve) => setTimeout(resolve, 20));
await busy.end();
console.log(await cut, await queued);
