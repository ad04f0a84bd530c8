class Bucket { #tokens: number; #last = Date.now(); constructor(readonly size: number, readonly perMs: number) { this.#tokens = size; } async take() { for (;;) { const now = Date.now(); this.#tokens = Math.min(this.size, this.#tokens + (now - this.#last) * this.perMs); this.#last = now; if (this.#tokens >= 1) { this.#tokens--; return; } await new Promise((r) => setTimeout(r, Math.ceil((1 - this.#tokens) / this.perMs))); } } }
const b = new Bucket(2, 1 / 50); const start = Date.now(); const at: number[] = [];
for (let i = 0; i < 4; i++) { await b.take(); console.log('taken', i); }
console.log(Date.now() - start >= 95);
class Breaker { #failures = 0; #openUntil = 0; async call<T>(f: () => Promise<T>) { if (Date.now() < this.#openUntil) throw new Error('open'); try { const r = await f(); this.#failures = 0; return r; } catch (e) { if (++this.#failures >= 2) this.#openUntil = Date.now() + 40; throw e; } } }
const br = new Breaker(); const bad = () => br.call(async () => { throw new Error('bad'); }).catch((e) => console.log(e.message));
await bad(); await bad(); await bad(); await new Promise((r) => setTimeout(r, 60)); console.log(await br.call(async () => 'recovered'));
