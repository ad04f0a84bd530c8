const seen: string[] = [];
async function defaults(a = (() => { seen.push('a'); return 1; })(), b = a + 1, { c = b * 2 } = {} as any, ...rest: number[]) { return [a, b, c, ...rest].join(); }
async function throwing(a = (() => { throw new Error('in default'); })()) { return a; }
async function destructures({ x }: any) { return x; }
console.log(await defaults());
console.log(await defaults(5, undefined, { c: 1 }, 7, 8));
let p = throwing(); console.log(p instanceof Promise); await p.catch((e) => console.log(e.message));
p = destructures(null); await p.catch((e) => console.log(e.constructor.name));
console.log(defaults.length, throwing.name, (async (a: any, b: any, c = 1) => {}).length, (async () => {}).name === '');
const arrow = async (x = 1, y = () => x) => { x = 5; return y() + x; };
console.log(await arrow());
async function shadow(x: any, f = () => x) { var x = 2 as any; return [x, f()].join(); }
console.log(await shadow(1));
console.log(seen.join());
