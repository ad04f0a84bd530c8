const log = (s: string) => () => console.log(s);
setTimeout(log('30'), 30); setTimeout(log('10 a'), 10); setTimeout(log('10 b'), 10); setTimeout(log('20'), 20.9); setTimeout(log('text'), '15' as any);
setTimeout(log('never'), 12).unref(); 
const t = setTimeout(log('cleared'), 5); clearTimeout(t); clearTimeout(t); clearTimeout(undefined); clearTimeout(null as any); clearTimeout({} as any);
clearTimeout(setTimeout(log('cleared by number'), 3)[Symbol.toPrimitive]() as any);
console.log(typeof t, t.hasRef(), setTimeout(log('x'), 40).unref().hasRef(), typeof t.ref, t.constructor.name);
setTimeout(() => { setTimeout(log('nested 25'), 25); setTimeout(log('nested 8'), 8); console.log('outer'); }, 50);
try { setTimeout('code' as any, 1); } catch (e: any) { console.log(e.code, e.message); }
try { setTimeout(undefined as any); } catch (e: any) { console.log(e.name, e.code); }
