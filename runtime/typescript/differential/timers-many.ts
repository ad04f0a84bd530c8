const seen: number[] = [];
for (const ms of [9, 3, 27, 15, 3, 21, 9]) setTimeout(() => { seen.push(ms); Promise.resolve().then(() => seen.push(-ms)); }, ms);
setTimeout(() => console.log(seen.join()), 60);
const sleeps = [12, 2, 22].map(async (ms) => { await new Promise((r) => setTimeout(r, ms)); console.log('slept', ms); return ms; });
console.log(await Promise.all(sleeps));
