console.log({ a: { b: { c: { d: { e: 1 } } } } }, [[[[['deep']]]]], { list: [{ x: { y: { z: 1 } } }] });
console.log({ id: 1, name: 'A rather long name for a person', email: 'someone@example.test', roles: ['admin', 'editor'], address: { street: 'Main', zip: '12345' } });
console.log([{ id: 1, name: 'one' }, { id: 2, name: 'two' }, { id: 3, name: 'three', tags: ['x', 'y', 'z'] }]);
console.log({ short: 1, text: 'x'.repeat(60), next: 'y'.repeat(30) }, ['x'.repeat(80)], 'x'.repeat(100));
const a: any = { name: 'a' }; a.self = a; a.list = [a, { a }]; const b: any = { a }; a.b = b; console.log(a); console.log(b); console.log([a.self === a]);
class Point { constructor(public x: number, public y: number) {} get length() { return Math.hypot(this.x, this.y); } toString() { return `(${this.x}, ${this.y})`; } }
class Point3 extends Point { #hidden = 1; static count = 0; z = 3; } class Empty {} class Tagged { get [Symbol.toStringTag]() { return 'Tag'; } }
console.log(new Point(1, 2), new Point3(1, 2), new Empty(), new Tagged(), Point, Point3, Empty, [new Empty()], `${new Point(1, 2)}`, new (class {})(), new (class extends Point {})(1, 1));
console.log(Object.setPrototypeOf({ q: 1 }, { constructor: Point }), Object.setPrototypeOf({ q: 1 }, null), Point.prototype, Object.create(Point.prototype));
console.log({ get a() { return 1; }, set a(v) {}, get b() { return 2; }, set c(v: any) {} }, Object.defineProperty({}, 'hidden', { value: 1 }), { 'a-b': 1, 2: 3, valid_id: 4, 'with space': 5, ünï: 6, '': 7 });
console.log([1, 'a', null, undefined, true, Symbol('s'), 5n, () => {}, function f() {}, async function af() {}, class K {}, new Error('e').message]);
console.log(['a'.repeat(20), 'b'.repeat(20), 'c'.repeat(20), 'd'.repeat(20)], Array(101).fill('z').length, [['matrix', 1], ['rows', 2], ['x', 3]], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
console.log({ user: { profile: { settings: { theme: 'dark' } }, posts: [{ comments: [{ by: 'x' }] }] } }); console.log([[], {}, [[]], [{}], { a: [] , b: {} }], [[[]]], [[[[]]]], [[[{}]]]);
console.log([1.5, 22.75, 333.125, 4, 5, 6, 7], [-1, 10, -100, 1000, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);
console.log([true, false, null, undefined, true, false, null], Array.from('abcdefghijklmnopqrstuvwxyz'), { f: [1, 2, 3, 4, 5, 6, 7, 8] , g: 'multi\nline', h: ['a\nb'] });
