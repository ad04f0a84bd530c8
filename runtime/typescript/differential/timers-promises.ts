import { setImmediate as immediate, setInterval as every, setTimeout as sleep } from 'node:timers/promises';
console.log(await sleep(5, 'value'), await immediate('now'));
let n = 0; for await (const v of every(4, 'tick')) { console.log(v, ++n); if (n === 3) break; }
const aborter = new AbortController(); setTimeout(() => aborter.abort(), 5);
try { await sleep(1000, null, { signal: aborter.signal }); } catch (e: any) { console.log(e.name, e.code, e.message); }
try { await sleep(10, null, { signal: AbortSignal.abort('reason') }); } catch (e: any) { console.log(e.name, e.cause); }
const order: string[] = []; await Promise.all([sleep(12).then(() => order.push('12')), sleep(3).then(() => order.push('3')), immediate().then(() => order.push('immediate'))]); console.log(order.join());
