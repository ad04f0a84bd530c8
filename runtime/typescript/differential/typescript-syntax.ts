enum Color { Red, Green = 5, Blue, Name = 'x'.length } enum Text { A = 'a', B = 'b' } const enum Fixed { One = 1, Two = One * 2 }
console.log(Color.Red, Color[5], Color.Blue, Color.Name, Text.A, Fixed.Two, Object.keys(Text).join());
namespace Geometry { export const pi = 3; export function area(r: number) { return pi * r * r; } export namespace Inner { export const deep = 'deep'; } } console.log(Geometry.area(2), Geometry.Inner.deep);
function over(x: string): string; function over(x: number): number; function over(x: any) { return x; } console.log(over(1), over('s'));
const sat = { a: 1, b: 'x' } satisfies Record<string, unknown>; const as = sat as unknown as { a: number }; console.log(as.a!, (<any>sat).b, sat!.a);
type Fn<T extends object = {}> = (x: T) => asserts x is T; interface I { (x: number): string; readonly [k: string]: any } declare const nowhere: number; declare function ghost(): void; declare global { interface Window { q: 1 } }
const generic = <T,>(x: T): T => x; class Box<in out T> { constructor(public v: T) {} map<U>(f: (x: T) => U): Box<U> { return new Box(f(this.v)); } } console.log(generic<number>(1), new Box(2).map((x) => x + 1).v);
function thisParam(this: { v: number }, y?: number) { return this.v + (y ?? 0); } console.log(thisParam.call({ v: 1 }, 2));
let definite!: number; definite = 3; console.log(definite); const tuple: [a: number, b?: string, ...rest: boolean[]] = [1]; console.log(tuple.length);
abstract class Abs { abstract x: number; private static y?: string; readonly z = 1 as const; } console.log(Object.keys(new (class extends Abs { x = 2; })()).join());
export type { Fn }; export interface Exported { a: 1 } type Keys = keyof typeof sat; const k: Keys = 'a'; console.log(k); label: for (const x of [1, 2] as const) { for (;;) { continue label; } }
const asserted = (x: unknown): x is string => typeof x === 'string'; console.log(asserted('s'), ((x: any): x is number => true)(1)); let u: typeof import('node:events') | undefined; console.log(u);
