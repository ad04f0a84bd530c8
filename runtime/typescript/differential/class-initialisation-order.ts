const log = (text: string) => (console.log(text), text);
class Parent { static s = log('Parent static'); a = log('Parent field'); constructor() { log('Parent constructor'); this.init(); } init() { log('Parent init'); } static { log('Parent block'); } }
class Child extends Parent { static t = log('Child static'); b = log('Child field'); declare d: string; constructor(readonly p = log('Child default')) { log('before super') ; super(); log('Child constructor ' + this.b); } override init() { log('Child init, b is ' + this.b); } [log('computed key')] = log('computed value'); static { log('Child block ' + this.t); } }
log('--'); const c = new Child(); console.log(Object.keys(c));
class Getter { get x() { return log('getter'); } set x(v: string) { log('setter ' + v); } } const g = new Getter(); g.x = 'v'; g.x; g.x += '!'; ({ x: g.x } = { x: 'destructured' });
const o = { [log('k1')]: log('v1'), get [log('k2')]() { return 1; }, ...{ get spread() { return log('spread getter'); } } }; console.log(Object.keys(o));
console.log((log('left'), 1) + (log('right'), 2), [log('1st'), log('2nd')].length); const f = (a = log('default a'), b = log('default b ' + a)) => b; f(undefined, 'given'); f('given');
var hoisted = typeof later; function later() {} console.log(hoisted, typeof notYet, (() => { try { early; } catch (e: any) { return e.name; } let early = 1; })()); var notYet = 1;
console.log(new (class { constructor() { return { replaced: true } as any; } })()); function F(this: any) { console.log(new.target === F); } new (F as any)(); F.call({});
