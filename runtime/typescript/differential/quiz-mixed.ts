console.log(1);
setTimeout(() => { console.log(2); Promise.resolve().then(() => console.log(3)); }, 10);
setTimeout(() => { console.log(4); process.nextTick(() => console.log(5)); }, 10);
new Promise<void>((r) => { console.log(6); for (let i = 0; i < 1000; i++) if (i === 999) r(); console.log(7); }).then(() => { console.log(8); setTimeout(() => console.log(9), 40); });
process.nextTick(() => { console.log(10); Promise.resolve().then(() => console.log(11)); });
(async () => { try { await Promise.reject(12); } catch (e) { console.log(e); } finally { console.log(13); } })();
setImmediate(() => console.log(14));
console.log(15);
