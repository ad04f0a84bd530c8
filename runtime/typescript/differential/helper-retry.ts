const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));
async function retry<T>(f: (n: number) => Promise<T>, times: number, base: number): Promise<T> { for (let n = 1; ; n++) { try { return await f(n); } catch (e: any) { console.log('attempt', n, e.message); if (n === times) throw new Error('gave up', { cause: e }); await sleep(base * 2 ** (n - 1)); } } }
console.log(await retry(async (n) => { if (n < 3) throw new Error('flaky'); return 'ok'; }, 5, 2));
try { await retry(async () => { throw new Error('down'); }, 3, 1); } catch (e: any) { console.log(e.message, e.cause.message); }
const timeout = <T>(p: Promise<T>, ms: number) => { let t: any; return Promise.race([p, new Promise<never>((_, r) => { t = setTimeout(() => r(new Error('timed out')), ms); })]).finally(() => clearTimeout(t)); };
console.log(await timeout(sleep(2).then(() => 'in time'), 40)); await timeout(sleep(60), 10).catch((e) => console.log(e.message));
