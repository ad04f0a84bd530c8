const inflight = new Map<string, Promise<string>>(); let calls = 0;
const fetchOnce = (k: string) => { let p = inflight.get(k); if (!p) { calls++; p = new Promise<string>((r, j) => setTimeout(() => (k === 'bad' ? j(new Error('bad ' + calls)) : r(k + calls)), 5)).finally(() => inflight.delete(k)); inflight.set(k, p); } return p; };
console.log((await Promise.all([fetchOnce('a'), fetchOnce('a'), fetchOnce('b')])).join(), calls);
console.log(await fetchOnce('a'), inflight.size);
console.log((await Promise.allSettled([fetchOnce('bad'), fetchOnce('bad')])).map((r: any) => r.reason.message).join(), inflight.size);
const memo = new Map<number, Promise<number>>(); const fib = (n: number): Promise<number> => { let p = memo.get(n); if (!p) memo.set(n, (p = n < 2 ? Promise.resolve(n) : (async () => (await fib(n - 1)) + (await fib(n - 2)))())); return p; };
console.log(await fib(40), memo.size);
