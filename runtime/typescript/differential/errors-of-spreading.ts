const u: any = undefined, n: any = 5, o: any = { a: { b: null } };
for (const f of [() => [...u], () => [...n], () => [...o], () => [...o.a], () => [...o.a.b], () => Math.max(...n), () => Math.max(...u), () => console.log(...o), () => new Map(...u)] as any[]) try { f(); } catch (e: any) { console.log(e.name, e.message); }
function f1(): any { return 1; }
console.log([..."ab", ...new Set([1]), ...[].values(), ...(function* () { yield 1; })()]);
