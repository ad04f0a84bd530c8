async function pool<T, R>(items: T[], limit: number, work: (x: T) => Promise<R>): Promise<R[]> { const out: R[] = []; let next = 0; await Promise.all(Array.from({ length: limit }, async () => { while (next < items.length) { const i = next++; out[i] = await work(items[i]); } })); return out; }
let active = 0, most = 0;
const result = await pool([30, 10, 20, 10, 30, 10], 2, async (ms) => { active++; most = Math.max(most, active); console.log('start', ms); await new Promise((r) => setTimeout(r, ms)); active--; return ms * 2; });
console.log(result.join(), most);
