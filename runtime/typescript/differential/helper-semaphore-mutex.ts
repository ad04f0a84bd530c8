class Semaphore { #free: number; #queue: (() => void)[] = []; constructor(n: number) { this.#free = n; } async acquire() { if (this.#free > 0) { this.#free--; return; } await new Promise<void>((r) => this.#queue.push(r)); } release() { const next = this.#queue.shift(); if (next) next(); else this.#free++; } async use<T>(f: () => Promise<T>) { await this.acquire(); try { return await f(); } finally { this.release(); } } }
const s = new Semaphore(2), log: string[] = [];
await Promise.all([1, 2, 3, 4, 5].map((i) => s.use(async () => { log.push('in ' + i); await new Promise((r) => setTimeout(r, 10)); log.push('out ' + i); })));
console.log(log.join(' '));
class Mutex { #last = Promise.resolve(); run<T>(f: () => Promise<T>) { const r = this.#last.then(f); this.#last = r.then(() => {}, () => {}); return r; } }
const m = new Mutex(); let balance = 100;
const withdraw = (x: number) => m.run(async () => { const b = balance; await new Promise((r) => setTimeout(r, 3)); if (b < x) throw new Error('insufficient ' + b); balance = b - x; return balance; });
console.log((await Promise.allSettled([withdraw(50), withdraw(30), withdraw(40), withdraw(20)])).map((r: any) => r.value ?? r.reason.message).join());
