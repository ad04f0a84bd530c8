const start = Date.now();
const t = setTimeout(() => console.log('refreshed', Date.now() - start >= 75), 40);
setTimeout(() => t.refresh(), 38);
const u = setTimeout(() => console.log('never: unref'), 2000); u.unref();
const again = setTimeout(() => { console.log('again', ++n); if (n < 3) again.refresh(); }, 220);
let n = 0;
console.log(u.hasRef(), t.hasRef());
