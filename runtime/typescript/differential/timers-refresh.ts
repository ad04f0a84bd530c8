const t = setTimeout(() => console.log('refreshed timer'), 60);
setTimeout(() => { t.refresh(); console.log('refresh at 40'); }, 40);
setTimeout(() => console.log('80: not yet'), 80);
let again = 0;
const r = setTimeout(() => { console.log('fires', ++again); if (again < 3) r.refresh(); else console.log(r.hasRef(), r.unref().hasRef(), r.ref().hasRef()); }, 150);
