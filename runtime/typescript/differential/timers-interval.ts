let n = 0;
const interval = setInterval(() => { console.log('interval', ++n); if (n === 4) { clearInterval(interval); console.log('cleared'); } }, 8);
let m = 0;
const other = setInterval((label: string) => { console.log(label, ++m); if (m === 2) clearTimeout(other); }, 13, "other");
const within = setInterval(() => { clearInterval(within); setTimeout(() => console.log('after within'), 20); console.log('once'); }, 150);
