const wait = (ms: number, v: unknown) => new Promise((r) => setTimeout(() => { console.log('waited', v); r(v); }, ms));
[1, 2, 3].forEach(async (n) => { await wait(n * 20, n); console.log('forEach', n); });
console.log('after forEach');
(async () => {
  for (const n of [4, 5]) { await wait(70, n); console.log('for of', n); }
  const mapped = await Promise.all([6, 7].map(async (n) => { await wait(n * 10 - 40, n); return n * 2; }));
  console.log('mapped', mapped);
  const total = await [1, 2, 3].reduce(async (sum, n) => { const before = await sum; await null; return before + n; }, Promise.resolve(0));
  console.log('reduced', total);
  for (var i = 0; i < 2; i++) await null;
  console.log('i is', i);
})().then(() => console.log('end'));
