enum Level { Debug, Info = 5, Warn, Error = 'ERROR' as any }
const enum Flag { A = 1 << 0, B = 1 << 1, Both = A | B }
enum Text { One = 'one', Two = 'two' }
declare const enum Nothing { X }
namespace Geometry { export const unit = 1; export function area(w: number, h = unit) { return w * h; } export namespace Deep { export class Box { constructor(public side = unit) {} get area() { return area(this.side, this.side); } } } const hidden = 'not exported'; export const shows = () => hidden; }
namespace Geometry { export const more = 6; }
function merged(x: number) { return x + merged.offset; }
namespace merged { export const offset = 10; }
class Shape { kind = Shape.Kind.Round; } namespace Shape { export enum Kind { Round, Square } }
console.log(Level.Debug, Level.Warn, Level[5], Level[6], Object.keys(Level), Flag.Both, Text.One, Object.entries(Text), Level);
console.log(Geometry.area(2, 3), Geometry.more, new Geometry.Deep.Box(4).area, Geometry.shows(), Object.keys(Geometry).sort(), 'hidden' in Geometry);
console.log(merged(1), new Shape().kind === Shape.Kind.Round, Shape.Kind[1]);
const levelOf = (name: keyof typeof Level): Level => Level[name]; console.log(levelOf('Info'), (Object.values(Text) as string[]).includes('two'));
const describe = (l: Level): string => { switch (l) { case Level.Debug: return 'quiet'; case Level.Info: case Level.Warn: return 'loud'; default: return 'broken'; } }; console.log([0, 5, 6, 'x'].map((l) => describe(l as Level)));
